import clsx from 'clsx';
import { useTranslations } from 'next-intl';

/** The grey place of something that is on its way; give it the size of the thing. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={clsx('animate-pulse-soft rounded-md bg-muted', className)} />;
}

/** A page on its way: its title, its tools, its list. Used by `loading.tsx` files. */
export function PageSkeleton() {
  const t = useTranslations('common');
  return (
    <div role="status" className="flex flex-col gap-6">
      <span className="sr-only">{t('loading')}</span>
      <Skeleton className="h-10 w-72 max-w-full" />
      <Skeleton className="h-10 w-full" />
      <div className="flex flex-col gap-2">
        {Array.from({ length: 8 }, (_, index) => (
          <Skeleton key={index} className="h-11 w-full" />
        ))}
      </div>
    </div>
  );
}
