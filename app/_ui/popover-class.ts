import clsx from 'clsx';

/** The surface of everything that opens above the page. */
export const popoverClass = clsx(
  'z-50 overflow-hidden rounded-lg border border-line bg-surface text-ink shadow-lift',
  'data-[state=open]:animate-appear',
);

/** One line of a menu or of a list of options. */
export const menuItemClass = clsx(
  'relative flex min-h-10 cursor-default items-center gap-2 rounded-md px-3 py-2 text-base outline-none',
  'select-none data-disabled:opacity-50 data-highlighted:bg-hover',
);
