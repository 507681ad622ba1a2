'use client';

import clsx from 'clsx';
import { Headphones, HeadphoneOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

interface MonitorProps {
  label: string;
  /** What is in it, by name. */
  name: string;
  tone: 'PREVIEW' | 'PROGRAMME' | 'PROGRAMME_ON_AIR';
  listening: { isOn: boolean; onChange: (isOn: boolean) => void };
  /** Said over the picture: waiting, failed, nothing in it. */
  message: ReactNode;
  children: ReactNode;
}

const EDGES: Record<MonitorProps['tone'], string> = {
  PREVIEW: 'border-ok-ink',
  PROGRAMME: 'border-line-strong',
  PROGRAMME_ON_AIR: 'border-on-air',
};

/** One of the two large pictures, with its name and a switch for its sound. */
export function Monitor({ label, name, tone, listening, message, children }: MonitorProps) {
  const t = useTranslations('control-room.monitor');
  const Icon = listening.isOn ? Headphones : HeadphoneOff;
  return (
    <section aria-label={label} className="flex min-w-0 flex-1 flex-col gap-1">
      <header className="flex h-8 items-center gap-2">
        <h2
          className={clsx(
            'rounded-sm px-2 text-sm font-semibold tracking-wide',
            tone === 'PREVIEW' && 'bg-ok-soft text-ok-ink',
            tone === 'PROGRAMME' && 'bg-muted text-ink',
            tone === 'PROGRAMME_ON_AIR' && 'bg-on-air text-on-air-text',
          )}
        >
          {label}
        </h2>
        <p className="min-w-0 flex-1 truncate text-sm" data-name={label}>
          {name}
        </p>
        <button
          type="button"
          aria-pressed={listening.isOn}
          onClick={() => listening.onChange(!listening.isOn)}
          className={clsx(
            'flex h-8 items-center gap-1 rounded-md px-2 text-sm',
            listening.isOn ? 'bg-muted text-ink' : 'text-ink-2 hover:bg-hover',
          )}
        >
          <Icon aria-hidden className="size-4" />
          {t('listen')}
        </button>
      </header>
      <div
        className={clsx(
          'relative aspect-video overflow-hidden rounded-md border-2 bg-black',
          EDGES[tone],
        )}
      >
        {children}
        <div
          role="status"
          className="absolute inset-x-0 bottom-0 bg-black/80 px-3 py-2 text-sm empty:hidden"
        >
          {message}
        </div>
      </div>
    </section>
  );
}
