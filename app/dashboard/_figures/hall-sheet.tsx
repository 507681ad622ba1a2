'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'next-intl';
import type { FollowingState } from '#contract/following.ts';
import { readArrivalCurve } from '#contract/figures-fold.ts';
import { countedInHall, presentShare } from '#domain/figures.ts';
import { FollowingBadge } from '../../_following/following-badge.tsx';
import { useCommand } from '../../_live/use-command.ts';
import { Dialog } from '../../_ui/dialog.tsx';
import { KeyValue } from '../../_ui/key-value.tsx';
import { ArrivalChart } from './arrival-chart.tsx';
import type { FigureSiteRow } from './figures-model.ts';
import { Identity } from './identity.tsx';
import { PeopleList } from './people-list.tsx';
import { PresenceBar } from './presence-bar.tsx';
import { ReportBadge } from './report-badge.tsx';
import type { SessionInfo } from './session-info.ts';
import { useFigureText } from './use-figure-text.ts';

interface HallSheetProps {
  session: SessionInfo;
  site: FigureSiteRow;
  following: FollowingState | undefined;
  mayReadPeople: boolean;
  onClose: () => void;
}

/** One hall: its identity, what it declared, when its people came, and who they are. */
export function HallSheet(props: HallSheetProps) {
  const { session, site, following, mayReadPeople, onClose } = props;
  const { t, share } = useFigureText();
  const curve = useHallCurve({
    sessionId: session.id,
    siteId: site.id,
    present: site.counts.present,
  });
  return (
    <Dialog
      open
      shape="sheet"
      onOpen={(open) => !open && onClose()}
      title={site.name}
      description={[site.code, site.unitName].filter(Boolean).join(' · ')}
    >
      <section aria-label={t('hall.identity')} className="flex flex-col gap-3">
        <p data-count className="text-3xl font-semibold tracking-tight">
          {share(presentShare(site.counts))}
        </p>
        <PresenceBar counts={site.counts} className="h-2.5" />
        <Identity counts={site.counts} size="small" />
      </section>
      {following && <Followed following={following} />}
      <Room site={site} />
      <section aria-label={t('arrivals')}>
        <h3 className="pb-2 font-semibold">{t('arrivals')}</h3>
        <ArrivalChart
          curve={curve}
          summoned={site.counts.summoned}
          startsAt={session.startsAt}
          size="sheet"
        />
      </section>
      {mayReadPeople && (
        <section aria-label={t('hall.people')} data-after-reading className="flex flex-col gap-2">
          <h3 className="font-semibold">{t('hall.people')}</h3>
          <PeopleList sessionId={session.id} siteId={site.id} />
        </section>
      )}
    </Dialog>
  );
}

function Followed({ following }: { following: FollowingState }) {
  const words = useTranslations('following');
  const { time } = useFigureText();
  return (
    <section aria-label={words('title')} className="flex items-center justify-between gap-3">
      <h3 className="font-semibold">{words('title')}</h3>
      <p className="flex flex-wrap items-center justify-end gap-2">
        <FollowingBadge following={following} />
        {following.at && (
          <span data-count className="text-sm text-ink-2">
            {time(following.at)}
          </span>
        )}
      </p>
    </section>
  );
}

function Room({ site: { hall } }: { site: FigureSiteRow }) {
  const { t, count, time } = useFigureText();
  if (hall === null) return <p className="text-ink-2">{t('hall.outOfReach')}</p>;
  const { declared } = hall;
  return (
    <section aria-label={t('hall.room')} className="flex flex-col gap-2 border-y border-line py-4">
      <div className="flex items-center justify-between gap-3">
        <h3 className="font-semibold">{t('hall.room')}</h3>
        <ReportBadge hall={hall} />
      </div>
      <KeyValue
        items={[
          { label: t('hall.seated'), value: count(hall.seated) },
          { label: t('walkIn'), value: count(hall.walkIn) },
          { label: t('report.counted'), value: count(countedInHall(hall)) },
          {
            label: t('hall.declared'),
            value: declared
              ? `${count(declared.count)} ${t('hall.declaredAt', { time: time(declared.happenedAtMs) })}`
              : t('notReported'),
          },
        ]}
      />
    </section>
  );
}

/** Asked for again when the number of people present changes. */
function useHallCurve({
  sessionId,
  siteId,
  present,
}: {
  sessionId: string;
  siteId: string;
  present: number;
}): [atMs: number, people: number][] {
  const { run } = useCommand('figures:arrivals');
  const [curve, setCurve] = useState<[number, number][]>([]);
  useEffect(() => {
    let isCurrent = true;
    void run({ sessionId, siteId }).then((answer) => {
      if (isCurrent && answer.ok) setCurve(readArrivalCurve(answer.data.arrivals));
    });
    return () => {
      isCurrent = false;
    };
  }, [run, sessionId, siteId, present]);
  return curve;
}
