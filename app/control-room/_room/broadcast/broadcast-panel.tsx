'use client';

import clsx from 'clsx';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useFailureText } from '../../../_live/use-command.ts';
import { IconButton } from '../../../_ui/button.tsx';
import { ErrorState } from '../../../_ui/empty-state.tsx';
import { IsolatedPart } from './isolated-part.tsx';
import { OutletList } from './outlet-list.tsx';
import { SignalPart } from './signal-part.tsx';
import { useBroadcast } from './use-broadcast.ts';
import { WatchPart } from './watch-part.tsx';

interface BroadcastPanelProps {
  onClose: () => void;
  className?: string;
}

/**
 * phát sóng: the signal, the watch page, and everywhere else it goes. It stands beside the pictures and
 * is no window above them: PROGRAMME stays in sight, and the keys of the room go on working.
 */
export function BroadcastPanel({ onClose, className }: BroadcastPanelProps) {
  const t = useTranslations('control-room.broadcast');
  const heading = useRef<HTMLHeadingElement>(null);
  const panel = useRef<HTMLElement>(null);
  // The focus comes along, and goes back where it was; a panel that vanishes leaves it to the page.
  useEffect(() => {
    const opener = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    // On a narrow screen it opens far below the button.
    panel.current?.scrollIntoView({ block: 'nearest' });
    return () => {
      const isLeft = document.activeElement === document.body;
      if (isLeft && opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <section
      ref={panel}
      aria-label={t('title')}
      data-broadcast-panel
      className={clsx('flex min-h-0 flex-col gap-2', className)}
    >
      <header className="flex items-center justify-between gap-3 px-1">
        <h2 ref={heading} tabIndex={-1} className="text-base font-semibold outline-none">
          {t('title')}
        </h2>
        <IconButton size="small" icon={X} label={t('close')} onClick={onClose} />
      </header>
      <PanelBody />
    </section>
  );
}

function PanelBody() {
  const t = useTranslations('control-room.broadcast');
  const failureText = useFailureText();
  const { link, broadcast } = useBroadcast((view) => view);
  if (link.kind === 'FAILED') {
    return <ErrorState title={t('failedTitle')}>{failureText(link.failure)}</ErrorState>;
  }
  if (!broadcast) return <p className="px-1 text-sm text-ink-2">{t('loading')}</p>;
  return (
    // Wide: each column scrolls by itself, so that the signal stays in sight beside a long list.
    <div className="grid min-h-0 flex-1 gap-x-4 gap-y-5 overflow-y-auto pb-2 md:grid-cols-[minmax(14rem,1fr)_minmax(14rem,1fr)] xl:grid-cols-[minmax(14rem,1fr)_minmax(14rem,1fr)_minmax(0,2fr)] xl:overflow-hidden xl:*:max-h-full xl:*:overflow-y-auto xl:*:pb-1 *:px-1">
      <SignalPart broadcast={broadcast} />
      <WatchPart broadcast={broadcast} />
      <div className="min-w-0 md:max-xl:col-span-2">
        <OutletList broadcast={broadcast} />
        <IsolatedPart broadcast={broadcast} />
      </div>
    </div>
  );
}
