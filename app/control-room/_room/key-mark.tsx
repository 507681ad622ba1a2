import clsx from 'clsx';

/** A key's sign on the button that it presses. */
export function KeyMark({ children, className }: { children: string; className?: string }) {
  return (
    <kbd
      className={clsx(
        'inline-grid h-5 min-w-5 place-items-center rounded-sm border border-current px-1 font-sans text-sm leading-none font-medium opacity-80',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
