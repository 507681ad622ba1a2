import { Fragment, type ReactNode } from 'react';

/** Facts about one thing: name left, value right; on a phone the value below its name. */
export function KeyValue({ items }: { items: readonly { label: ReactNode; value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-1 gap-x-6 sm:grid-cols-[max-content_1fr] sm:gap-y-2">
      {items.map(({ label, value }, index) => (
        <Fragment key={index}>
          <dt className="text-sm text-ink-3 sm:py-0.5">{label}</dt>
          <dd className="min-w-0 pb-3 text-base break-words sm:pb-0">{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
