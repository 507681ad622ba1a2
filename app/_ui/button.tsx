import clsx from 'clsx';
import { LoaderCircle, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import type { ButtonHTMLAttributes, ComponentProps, ReactNode } from 'react';

export type ButtonTone = 'primary' | 'secondary' | 'quiet' | 'danger';
/** `large` is for thumbs: doors, hall consoles, phones. */
export type ButtonSize = 'small' | 'medium' | 'large';

interface Look {
  tone?: ButtonTone;
  size?: ButtonSize;
  icon?: LucideIcon;
}

const TONES: Record<ButtonTone, string> = {
  primary: 'bg-brand text-on-brand enabled:hover:bg-brand-hover',
  secondary: 'border border-line-strong bg-surface text-ink enabled:hover:bg-hover',
  quiet: 'text-ink-2 enabled:hover:bg-hover enabled:hover:text-ink',
  danger: 'bg-danger text-white enabled:hover:brightness-90',
};

const SIZES: Record<ButtonSize, string> = {
  small: 'h-8 gap-1.5 rounded-md px-3 text-sm',
  medium: 'h-10 gap-2 rounded-md px-4 text-base',
  large: 'min-h-14 gap-3 rounded-lg px-6 py-3 text-lg',
};

/** The classes of a button, for the rare element that only has to look like one. */
export function buttonClass({ tone = 'secondary', size = 'medium' }: Look, className?: string) {
  return clsx(
    'inline-flex shrink-0 items-center justify-center font-medium transition-colors select-none',
    'disabled:opacity-50',
    SIZES[size],
    TONES[tone],
    className,
  );
}

const ICON_SIZES: Record<ButtonSize, string> = {
  small: 'size-4',
  medium: 'size-5',
  large: 'size-6',
};

type ButtonProps = Look & {
  /** `busy` shows a turning ring and ignores clicks, keeping the focus and the width. */
  state?: 'idle' | 'busy';
} & ButtonHTMLAttributes<HTMLButtonElement> & { ref?: React.Ref<HTMLButtonElement> };

/** The one button. `type` is `button` unless told otherwise. */
export function Button({
  tone,
  size,
  icon,
  state = 'idle',
  className,
  children,
  ...rest
}: ButtonProps) {
  const Icon = state === 'busy' ? LoaderCircle : icon;
  return (
    <button
      type="button"
      {...rest}
      aria-busy={state === 'busy' || undefined}
      aria-disabled={state === 'busy' || undefined}
      onClick={state === 'busy' ? (event) => event.preventDefault() : rest.onClick}
      className={buttonClass({ tone, size }, className)}
    >
      {Icon && (
        <Icon
          aria-hidden
          className={clsx(ICON_SIZES[size ?? 'medium'], state === 'busy' && 'animate-spin')}
        />
      )}
      {children}
    </button>
  );
}

type LinkButtonProps = Look & ComponentProps<typeof Link>;

/** A link that looks like a button: it changes the place, never the data. */
export function LinkButton({
  tone,
  size,
  icon: Icon,
  className,
  children,
  ...rest
}: LinkButtonProps) {
  return (
    <Link
      {...rest}
      className={buttonClass({ tone, size }, clsx(LINK_HOVER[tone ?? 'secondary'], className))}
    >
      {Icon && <Icon aria-hidden className={ICON_SIZES[size ?? 'medium']} />}
      {children}
    </Link>
  );
}

const LINK_HOVER: Record<ButtonTone, string> = {
  primary: 'hover:bg-brand-hover',
  secondary: 'hover:bg-hover',
  quiet: 'hover:bg-hover hover:text-ink',
  danger: 'hover:brightness-90',
};

const SQUARES: Record<ButtonSize, string> = {
  small: 'size-8 rounded-md',
  medium: 'size-10 rounded-md',
  large: 'size-14 rounded-lg',
};

type IconButtonProps = {
  icon: LucideIcon;
  label: string;
  tone?: ButtonTone;
  size?: ButtonSize;
} & Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & {
    ref?: React.Ref<HTMLButtonElement>;
    children?: ReactNode;
  };

/** A square button with an icon; `label` is its name for screen readers and its tooltip. */
export function IconButton({
  icon: Icon,
  label,
  tone = 'quiet',
  size = 'medium',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={clsx(
        'inline-flex shrink-0 items-center justify-center transition-colors disabled:opacity-50',
        SQUARES[size],
        TONES[tone],
        className,
      )}
    >
      <Icon aria-hidden className={ICON_SIZES[size]} />
    </button>
  );
}
