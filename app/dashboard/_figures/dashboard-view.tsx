'use client';

import { Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import {
  countFollowing,
  useFollowing,
  type FollowingBySite,
} from '../../_following/use-following.ts';
import { ConnectionBanner } from '../../_live/connection-banner.tsx';
import { LiveProvider } from '../../_live/live-provider.tsx';
import { useFailureText } from '../../_live/use-command.ts';
import { EmptyState, ErrorState } from '../../_ui/empty-state.tsx';
import { Card } from '../../_ui/page-header.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { StatNumber } from '../../_ui/stat-number.tsx';
import { Tabs } from '../../_ui/tabs.tsx';
import { ArrivalChart } from './arrival-chart.tsx';
import { CategoriesTable } from './categories-table.tsx';
import type { Figures } from './figures-model.ts';
import { HallSheet } from './hall-sheet.tsx';
import { Headline } from './headline.tsx';
import { PeopleList } from './people-list.tsx';
import { ReportsTable } from './reports-table.tsx';
import type { FigureReach, SessionInfo } from './session-info.ts';
import { SitesTable } from './sites-table.tsx';
import { UnitsTree } from './units-tree.tsx';
import { useAddress } from './use-address.ts';
import { useAsOf } from './use-as-of.ts';
import { useFigures } from './use-figures.ts';
import { useFigureText } from './use-figure-text.ts';

interface DashboardProps {
  session: SessionInfo;
  /** The reader sees a part of the conference: the sentence must not speak of the whole. */
  reach: FigureReach;
  mayReadPeople: boolean;
}

/** The live dashboard of one session. */
export function DashboardView(props: DashboardProps) {
  return (
    <LiveProvider as="account">
      <div className="sticky top-16 z-20 empty:hidden">
        <ConnectionBanner />
      </div>
      <Dashboard {...props} />
    </LiveProvider>
  );
}

function Dashboard({ session, reach, mayReadPeople }: DashboardProps) {
  const { t } = useFigureText();
  const failureText = useFailureText();
  const view = useFigures(session.id);
  const asOfMs = useAsOf(view.kind === 'shown' && view.isStale);
  const following = useFollowing(session.id);
  if (view.kind === 'failed') {
    return <ErrorState title={t('failedTitle')}>{failureText(view.failure)}</ErrorState>;
  }
  if (view.kind === 'loading' || asOfMs === null) return <DashboardSkeleton />;
  const { figures } = view;
  if (figures.sites.length === 0) {
    return (
      <EmptyState icon={Users} title={t('nothingInReachTitle')}>
        {t('nothingInReachText')}
      </EmptyState>
    );
  }
  return (
    <div className={view.isStale ? 'flex flex-col gap-6 opacity-70' : 'flex flex-col gap-6'}>
      <div className="grid gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Headline figures={figures} reach={reach} asOfMs={asOfMs} />
        <Card className="flex flex-col gap-4 p-4 sm:p-6">
          <h2 className="text-lg font-semibold">{t('arrivals')}</h2>
          <ArrivalChart
            curve={figures.curve}
            summoned={figures.total.summoned}
            startsAt={session.startsAt}
          />
          <div className="mt-auto grid gap-4 border-t border-line pt-4 sm:grid-cols-2">
            <Reported figures={figures} />
            {following && <Followed following={following} />}
          </div>
        </Card>
      </div>
      <Views
        figures={figures}
        following={following}
        session={session}
        mayReadPeople={mayReadPeople}
      />
    </div>
  );
}

function Reported({ figures: { halls } }: { figures: Figures }) {
  const { t, count } = useFigureText();
  const note =
    halls.reported === 0
      ? undefined
      : halls.differing > 0
        ? t('differingHalls', { count: halls.differing })
        : t('allMatch');
  return (
    <StatNumber
      label={t('reported')}
      value={t('reportedHalls', { reported: count(halls.reported), halls: count(halls.halls) })}
      note={note}
    />
  );
}

/** How many halls follow the session, by picture, watch page or television. */
function Followed({ following }: { following: FollowingBySite }) {
  const words = useTranslations('following');
  const { count } = useFigureText();
  const { FOLLOWS, DOES_NOT, UNKNOWN } = countFollowing(following);
  return (
    <StatNumber
      label={words('title')}
      value={words('summary', { follows: count(FOLLOWS), halls: count(following.size) })}
      note={words('summaryNote', { count: DOES_NOT, unknown: UNKNOWN })}
    />
  );
}

function Views({
  figures,
  following,
  session,
  mayReadPeople,
}: Omit<DashboardProps, 'reach'> & { figures: Figures; following: FollowingBySite | null }) {
  const { t } = useFigureText();
  const [view, setView] = useAddress('view');
  const [hallId, setHall] = useAddress('hall');
  const hall = figures.sites.find(({ id }) => id === hallId);
  const views = [
    { value: 'units', content: <UnitsTree figures={figures} onHall={setHall} /> },
    {
      value: 'sites',
      content: <SitesTable figures={figures} following={following} onHall={setHall} />,
    },
    { value: 'categories', content: <CategoriesTable figures={figures} /> },
    { value: 'reports', content: <ReportsTable figures={figures} onHall={setHall} /> },
    ...(mayReadPeople
      ? [{ value: 'people', content: <PeopleList sessionId={session.id} /> } as const]
      : []),
  ] as const;
  const current = views.find(({ value }) => value === view)?.value ?? 'units';
  return (
    <>
      <Tabs
        label={t('views')}
        value={current}
        onValue={(value) => setView(value === 'units' ? null : value)}
        tabs={views.map(({ value, content }) => ({ value, label: t(`view.${value}`), content }))}
      />
      {hall && (
        <HallSheet
          session={session}
          site={hall}
          following={following?.get(hall.id)}
          mayReadPeople={mayReadPeople}
          onClose={() => setHall(null)}
        />
      )}
    </>
  );
}

function DashboardSkeleton() {
  return (
    <div className="grid gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Skeleton className="h-[28rem] w-full" />
      <Skeleton className="h-[28rem] w-full max-xl:hidden" />
    </div>
  );
}
