'use client';

import { CircleCheck, Maximize, Undo2, Unplug } from 'lucide-react';
import { countedInHall, hallFlag, presentShare } from '#domain/figures.ts';
import { planSentence } from '#domain/figures-sentence.ts';
import { LiveProvider } from '../../_live/live-provider.tsx';
import { useFailureText } from '../../_live/use-command.ts';
import { IconButton, LinkButton } from '../../_ui/button.tsx';
import { ErrorState } from '../../_ui/empty-state.tsx';
import { ArrivalChart } from './arrival-chart.tsx';
import type { Figures, FigureSiteRow } from './figures-model.ts';
import { Identity } from './identity.tsx';
import { PresenceBar } from './presence-bar.tsx';
import type { FigureReach, SessionInfo } from './session-info.ts';
import { useAsOf } from './use-as-of.ts';
import { useClock } from '../../_ui/use-clock.ts';
import { useFigures } from './use-figures.ts';
import { useFigureText } from './use-figure-text.ts';

interface WallProps {
  session: SessionInfo;
  reach: FigureReach;
}

/** The figures for a wall: read from ten metres, touched by nobody. Always dark. A phone gets them as one column. */
export function WallView({ session, reach }: WallProps) {
  return (
    <LiveProvider as="account">
      <main
        data-theme="dark"
        className="flex min-h-dvh flex-col gap-6 bg-canvas px-4 py-4 text-ink xl:px-12 xl:py-8"
      >
        <WallHead session={session} />
        <Wall session={session} reach={reach} />
      </main>
    </LiveProvider>
  );
}

function WallHead({ session }: { session: SessionInfo }) {
  const { t, time } = useFigureText();
  const nowMs = useClock(1_000);
  return (
    <header className="group flex items-start justify-between gap-4 max-xl:flex-wrap xl:gap-12">
      <div className="min-w-0">
        <h1 className="text-lg font-semibold xl:text-2xl">{session.name}</h1>
        <p className="line-clamp-2 text-base text-balance text-ink-2 xl:text-xl">
          {session.conferenceName}
        </p>
      </div>
      <div className="flex shrink-0 items-center gap-3 max-xl:w-full max-xl:justify-between">
        <div className="flex gap-2 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 xl:opacity-0">
          <LinkButton href={`/dashboard/${session.id}`} icon={Undo2} tone="quiet">
            {t('screen.leave')}
          </LinkButton>
          <IconButton
            icon={Maximize}
            label={t('screen.fullScreen')}
            onClick={() => void document.documentElement.requestFullscreen().catch(() => {})}
          />
        </div>
        <time data-count className="text-2xl font-semibold xl:text-display">
          {nowMs === null ? '–' : time(nowMs)}
        </time>
      </div>
    </header>
  );
}

function Wall({ session, reach }: WallProps) {
  const { t, time } = useFigureText();
  const failureText = useFailureText();
  const view = useFigures(session.id);
  const isStale = view.kind === 'shown' && view.isStale;
  const asOfMs = useAsOf(isStale);
  if (view.kind === 'failed') {
    return <ErrorState title={t('failedTitle')}>{failureText(view.failure)}</ErrorState>;
  }
  if (view.kind === 'loading' || asOfMs === null) return null;
  const { figures } = view;
  const { total } = figures;
  return (
    <>
      <WallShare figures={figures} reach={reach} />
      <PresenceBar counts={total} className="h-6" />
      <Identity counts={total} size="wall" />
      <div className="grid min-h-0 flex-1 gap-6 max-xl:auto-rows-min xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] xl:gap-12">
        <section aria-label={t('arrivals')} className="min-w-0">
          <ArrivalChart
            curve={figures.curve}
            summoned={total.summoned}
            startsAt={session.startsAt}
            size="wall"
          />
        </section>
        <WallHalls figures={figures} />
      </div>
      {isStale && (
        <p role="status" className="flex items-center gap-4 text-lg text-warn-ink xl:text-2xl">
          <Unplug aria-hidden className="size-8" />
          {t('screen.stale', { time: time(asOfMs) })}
        </p>
      )}
    </>
  );
}

function WallShare({ figures, reach }: { figures: Figures; reach: FigureReach }) {
  const { t, share, language } = useFigureText();
  const { summoned } = figures.total;
  const tiers = figures.sites.map(({ tier }) => tier);
  return (
    <div className="flex gap-x-16 gap-y-2 max-xl:flex-col xl:items-end xl:justify-between">
      <div className="shrink-0">
        <p className="text-lg text-ink-2 xl:text-2xl">{t('presentShare')}</p>
        <p
          data-count
          data-figure="share"
          className="text-[clamp(72px,13vw,256px)] leading-[1.1] font-semibold tracking-tight"
        >
          {share(presentShare(figures.total))}
        </p>
      </div>
      <p className="max-w-3xl text-base text-balance text-ink-2 xl:pb-8 xl:text-right xl:text-2xl">
        {t(reach === 'whole' ? 'planSentence' : 'partSentence', {
          plan: planSentence({ tiers, summoned }, language),
        })}
      </p>
    </div>
  );
}

const SHOWN_HALLS = 3;

/** Halls to ask after: those that have not reported, then those whose report differs. */
function WallHalls({ figures }: { figures: Figures }) {
  const { t, count, difference } = useFigureText();
  const waiting = figures.sites.filter(({ hall }) => hall && hallFlag(hall) === 'NOT_REPORTED');
  const differing = figures.sites.filter(
    ({ hall }) => hall && hallFlag(hall) === 'DECLARED_DIFFERS',
  );
  const differenceOf = ({ hall }: FigureSiteRow) =>
    hall?.declared ? difference(hall.declared.count - countedInHall(hall)) : '';
  if (waiting.length === 0 && differing.length === 0) {
    return (
      <p className="flex items-center gap-4 text-lg text-ok-ink xl:text-2xl">
        <CircleCheck aria-hidden className="size-10" />
        {t('screen.everyHallReported')}
      </p>
    );
  }
  const isWaiting = waiting.length > 0;
  const listed = isWaiting ? waiting : differing;
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <div className="flex gap-8 xl:gap-16">
        <WallCount label={t('screen.waitingHalls')} value={count(waiting.length)} />
        <WallCount label={t('screen.differingHalls')} value={count(differing.length)} />
      </div>
      <ul className="text-base text-ink-2 xl:text-xl">
        {listed.slice(0, SHOWN_HALLS).map((site) => (
          <li key={site.id} className="truncate">
            {site.name} {!isWaiting && <span data-count>{differenceOf(site)}</span>}
          </li>
        ))}
        {listed.length > SHOWN_HALLS && (
          <li className="text-ink-3">
            {t('screen.moreHalls', { count: listed.length - SHOWN_HALLS })}
          </li>
        )}
      </ul>
    </section>
  );
}

function WallCount({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <p className="text-base text-ink-2 xl:text-xl">{label}</p>
      <p data-count className="text-2xl font-semibold xl:text-display">
        {value}
      </p>
    </div>
  );
}
