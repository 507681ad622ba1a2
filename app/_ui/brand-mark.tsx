/** The house mark: a hall's arch with its one voice in the middle. */
export function BrandMark({ className = 'size-7' }: { className?: string }) {
  return (
    <svg viewBox="0 0 28 28" aria-hidden className={className}>
      <rect width="28" height="28" rx="6" className="fill-brand" />
      <path
        d="M6.5 20.5v-5a7.5 7.5 0 0 1 15 0v5"
        fill="none"
        stroke="#fff"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <circle cx="14" cy="17.5" r="2.6" fill="#fff" />
    </svg>
  );
}
