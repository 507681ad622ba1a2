'use client';

import { KeyRound, Radio } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useWatchSign } from '../_media/watch-sign.ts';
import { BrandMark } from '../_ui/brand-mark.tsx';
import { LinkButton } from '../_ui/button.tsx';
import { DarkPage } from '../_ui/dark-page.tsx';
import { useWakeLock } from '../_ui/use-wake-lock.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { useWatchPlayer } from './use-watch-player.ts';
import { useWatchReport, type WatchedIn } from './use-watch-report.ts';
import type { WatchModel } from './watch-model.ts';
import { WatchStage } from './watch-stage.tsx';

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
  /** The hall whose machine this is: it is told how the page goes. Null for everybody else. */
  watchedIn: WatchedIn | null;
}

/** The watch page: picture, sound, what is on, nothing else. */
export function WatchApp(props: WatchAppProps) {
  const { address, name, delaySeconds, isForHalls } = props;
  const common = useTranslations('common');
  const t = useTranslations('watch');
  const router = useRouter();
  // Whoever may watch from now on is told what he watches.
  const watch = useWatchPlayer({
    address,
    onOpened: () => router.refresh(),
    isSilenced: false,
  });
  useWakeLock();
  useWatchReport(props.watchedIn, watch.model);
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
          <WatchStage
            size="page"
            isSilenced={false}
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
