import type { FigureCounts } from '#domain/figures.ts';
import { unmarkedOf } from '#domain/figures.ts';

const PARTS = [
  { key: 'present', className: 'bg-ok-ink' },
  { key: 'excused', className: 'bg-info-ink' },
  { key: 'unexcused', className: 'bg-danger' },
  { key: 'unmarked', className: 'bg-transparent' },
] as const;

/** The identity as a bar; the words stand beside it, so it says nothing to a screen reader. */
export function PresenceBar({
  counts,
  className = 'h-2',
}: {
  counts: FigureCounts;
  className?: string;
}) {
  const values = { ...counts, unmarked: unmarkedOf(counts) };
  return (
    <div
      aria-hidden
      className={`flex w-full overflow-hidden rounded-full bg-sunken inset-ring inset-ring-line ${className}`}
    >
      {PARTS.map(({ key, className: colour }) => (
        <div
          key={key}
          className={colour}
          style={{ width: `${counts.summoned > 0 ? (values[key] / counts.summoned) * 100 : 0}%` }}
        />
      ))}
    </div>
  );
}
