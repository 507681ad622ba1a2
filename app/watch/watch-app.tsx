'use client';

import clsx from 'clsx';
import { CircleDot, KeyRound, Maximize, Minimize, Radio, Volume2, VolumeX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, type ReactNode } from 'react';
import { useWatchSign } from '../_media/watch-sign.ts';
import { BrandMark } from '../_ui/brand-mark.tsx';
import { Button, IconButton, LinkButton } from '../_ui/button.tsx';
import { DarkPage } from '../_ui/dark-page.tsx';
import { useWakeLock } from '../_ui/use-wake-lock.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { useFullScreen } from './use-full-screen.ts';
import { useIdle } from './use-idle.ts';
import { useWatchPlayer } from './use-watch-player.ts';
import { WatchCover } from './watch-cover.tsx';
import type { WatchModel } from './watch-model.ts';

interface WatchAppProps {
  /** Of the list that the player begins with. */
  address: string;
  /** Null for whoever may not watch now. */
  name: { session: string; conference: string } | null;
  /** By so much the organiser holds the page back. */
  delaySeconds: number;
  /** As the page was opened. */
  isRecorded: boolean;
  /** This browser bears no hall's code, which would open the page. */
  isForHalls: boolean;
}

/** The watch page: picture, sound, what is on, nothing else. */
export function WatchApp(props: WatchAppProps) {
  const { address, name, delaySeconds, isForHalls } = props;
  const common = useTranslations('common');
  const t = useTranslations('watch');
  const router = useRouter();
  // Whoever may watch from now on is told what he watches.
  const watch = useWatchPlayer(address, () => router.refresh());
  useWakeLock();
  useWatchSign(watch.model.stage === 'LIVE' && watch.model.sound === 'ON');
  return (
    <DarkPage>
      <div className="flex min-h-dvh flex-col">
        <header className="flex h-14 items-center gap-2 px-4 sm:px-6">
          <BrandMark />
          <p className="font-semibold">{common('product')}</p>
          <div className="ml-auto">
            <LanguageSwitch />
          </div>
        </header>
        <main id="main" className="flex flex-1 flex-col">
          <Stage
            watch={watch}
            label={name?.session ?? t('title')}
            isRecorded={watch.model.isRecorded ?? props.isRecorded}
          />
          <div className="mx-auto flex w-full max-w-[1600px] flex-wrap items-start justify-between gap-x-6 gap-y-2 px-4 py-4 sm:px-6">
            <div className="min-w-0">
              <h1 className="text-lg font-semibold text-pretty sm:text-xl">
                {name?.session ?? t('title')}
              </h1>
              {name && <p className="text-ink-2">{name.conference}</p>}
            </div>
            {isForHalls && <HallCode />}
            <Standing model={watch.model} delaySeconds={delaySeconds} />
          </div>
        </main>
      </div>
    </DarkPage>
  );
}

/** The way in for a hall: its own code. */
function HallCode() {
  const t = useTranslations('watch.hallCode');
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p className="text-ink-2">{t('text')}</p>
      <LinkButton href="/join" icon={KeyRound}>
        {t('enter')}
      </LinkButton>
    </div>
  );
}

type Watch = ReturnType<typeof useWatchPlayer>;

interface StageProps {
  watch: Watch;
  label: string;
  isRecorded: boolean;
}

/** The picture with its two buttons, which leave it alone while it fills a screen. */
function Stage({ watch, label, isRecorded }: StageProps) {
  const { videoRef, model, setSound, goOn } = watch;
  const t = useTranslations('watch');
  const frameRef = useRef<HTMLDivElement>(null);
  const { isFull, toggle } = useFullScreen(frameRef, videoRef);
  const isIdle = useIdle(isFull && model.stage === 'LIVE');
  const isHeard = model.sound === 'ON';
  const turnSound = () => setSound(!isHeard);
  useKeys({ f: toggle, m: turnSound });
  return (
    <div
      ref={frameRef}
      data-stage={model.stage}
      className={clsx(
        'relative overflow-hidden bg-black',
        isFull ? 'size-full' : 'mx-auto aspect-video max-h-[calc(100dvh-11rem)] max-w-full',
        !isFull && 'w-full',
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
      {model.sound === 'BLOCKED' && model.stage === 'LIVE' && (
        <Middle>
          <Button tone="primary" size="large" icon={Volume2} onClick={() => setSound(true)}>
            {t('soundOn')}
          </Button>
        </Middle>
      )}
      <div
        className={clsx(
          'absolute right-2 bottom-2 flex gap-1 rounded-lg bg-canvas/80 p-1 transition-opacity sm:right-4 sm:bottom-4',
          isIdle && 'opacity-0',
        )}
      >
        <IconButton
          icon={isHeard ? Volume2 : VolumeX}
          label={t(isHeard ? 'soundOffKey' : 'soundOnKey')}
          aria-pressed={isHeard}
          onClick={turnSound}
        />
        <IconButton
          icon={isFull ? Minimize : Maximize}
          label={t(isFull ? 'fullScreenOff' : 'fullScreenOn')}
          onClick={toggle}
        />
      </div>
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

/** Whether it is live, and how far behind the hall. */
function Standing({ model, delaySeconds }: { model: WatchModel; delaySeconds: number }) {
  const { stage, behindSeconds } = model;
  const t = useTranslations('watch');
  if (stage !== 'LIVE') return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <p
        role="status"
        className="inline-flex items-center gap-2 rounded-full bg-on-air px-3 py-1 font-semibold text-on-air-text"
      >
        <Radio aria-hidden className="size-5" />
        {t('live')}
      </p>
      {behindSeconds !== null && (
        <p data-behind={behindSeconds + delaySeconds} data-count className="text-ink-2">
          {t('behind', { seconds: behindSeconds + delaySeconds })}
        </p>
      )}
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
