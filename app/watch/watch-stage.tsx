'use client';

import clsx from 'clsx';
import { CircleDot, Maximize, Minimize, Volume2, VolumeX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, type ReactNode } from 'react';
import { Button, IconButton } from '../_ui/button.tsx';
import { useFullScreen } from './use-full-screen.ts';
import { useIdle } from './use-idle.ts';
import type { useWatchPlayer } from './use-watch-player.ts';
import { WatchCover } from './watch-cover.tsx';

type Watch = ReturnType<typeof useWatchPlayer>;

export interface WatchStageProps {
  watch: Watch;
  label: string;
  isRecorded: boolean;
  /** Nothing of it may be heard now, whatever is pressed. */
  isSilenced: boolean;
  /** `page` is the watch page, with keys; `console` beside a hall’s work; `screen` a hall’s own screen, without buttons. */
  size: 'page' | 'console' | 'screen';
}

/** The picture with its two buttons, which leave it alone while it fills a screen. */
export function WatchStage(props: WatchStageProps) {
  const { watch, label, isRecorded, isSilenced, size } = props;
  const { videoRef, model, setSound, goOn } = watch;
  const t = useTranslations('watch');
  const frameRef = useRef<HTMLDivElement>(null);
  const { isFull, toggle } = useFullScreen(frameRef, videoRef);
  const isIdle = useIdle(isFull && model.stage === 'LIVE');
  const isHeard = model.sound === 'ON' && !isSilenced;
  const turnSound = () => setSound(!isHeard);
  // Elsewhere letters are typed.
  useKeys(size === 'page' ? { f: toggle, m: turnSound } : {});
  const buttons = size === 'page' ? 'key' : 'plain';
  return (
    <div
      ref={frameRef}
      data-stage={model.stage}
      className={clsx(
        'relative overflow-hidden bg-black',
        isFull || size === 'screen' ? 'size-full' : 'mx-auto aspect-video w-full max-w-full',
        !isFull && size === 'page' && 'max-h-[calc(100dvh-11rem)]',
        !isFull && size === 'console' && 'rounded-lg',
        isIdle && 'cursor-none',
      )}
    >
      <video
        ref={videoRef}
        playsInline
        aria-label={label}
        className="absolute inset-0 size-full object-contain"
        onDoubleClick={toggle}
      />
      {model.stage !== 'LIVE' && <WatchCover stage={model.stage} onGoOn={goOn} />}
      <RecordedSign isRecorded={isRecorded && model.stage !== 'OFF'} />
      {model.sound === 'BLOCKED' && model.stage === 'LIVE' && !isSilenced && (
        <Middle>
          <Button tone="primary" size="large" icon={Volume2} onClick={() => setSound(true)}>
            {t('pressToHear')}
          </Button>
        </Middle>
      )}
      {size !== 'screen' && (
        <div
          className={clsx(
            'absolute right-2 bottom-2 flex gap-1 rounded-lg bg-canvas/80 p-1 transition-opacity sm:right-4 sm:bottom-4',
            isIdle && 'opacity-0',
          )}
        >
          <IconButton
            icon={isHeard ? Volume2 : VolumeX}
            label={t(`${isHeard ? 'soundOff' : 'soundOn'}.${buttons}`)}
            aria-pressed={isHeard}
            disabled={isSilenced}
            onClick={turnSound}
          />
          <IconButton
            icon={isFull ? Minimize : Maximize}
            label={t(`${isFull ? 'fullScreenOff' : 'fullScreenOn'}.${buttons}`)}
            onClick={toggle}
          />
        </div>
      )}
    </div>
  );
}

/** People must be told: over the picture, so that it is read in a full screen as well. */
function RecordedSign({ isRecorded }: { isRecorded: boolean }) {
  const t = useTranslations('watch');
  return (
    <div
      role="status"
      data-recorded={isRecorded}
      className="absolute top-2 left-2 sm:top-4 sm:left-4"
    >
      {isRecorded && (
        <p className="flex items-center gap-2 rounded-full bg-canvas/80 px-3 py-1 text-sm font-medium text-ink sm:text-base">
          <CircleDot aria-hidden className="size-4 shrink-0 text-danger-ink sm:size-5" />
          {t('recorded')}
        </p>
      )}
    </div>
  );
}

function Middle({ children }: { children: ReactNode }) {
  return (
    <div className="pointer-events-none absolute inset-0 flex items-center justify-center *:pointer-events-auto">
      {children}
    </div>
  );
}

/** Single keys, but not what belongs to a shortcut of the browser. */
function useKeys(keys: Record<string, () => void>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      latest.current[event.key.toLowerCase()]?.();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
