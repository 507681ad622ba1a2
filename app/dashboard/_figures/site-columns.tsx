'use client';

import { useMemo } from 'react';
import { useTranslations } from 'next-intl';
import type { FollowingState } from '#contract/following.ts';
import { FOLLOWING_KINDS, groupOfFollowing } from '#domain/following.ts';
import { attendanceWay, presentShare, unmarkedOf, type FigureCounts } from '#domain/figures.ts';
import { FollowingBadge } from '../../_following/following-badge.tsx';
import type { FollowingBySite } from '../../_following/use-following.ts';
import type { DataColumn, DataFilter } from '../../_ui/data-column.ts';
import type { FigureSiteRow } from './figures-model.ts';
import { PresenceBar } from './presence-bar.tsx';
import { useFigureText } from './use-figure-text.ts';

const TIERS = ['CENTRAL', 'DISTRICT', 'COMMUNE', 'OTHER'] as const;
const WAYS = ['DIRECT', 'ONLINE', 'TELEVISION'] as const;
const GROUPS = ['FOLLOWS', 'DOES_NOT', 'UNKNOWN'] as const;
const STATES = ['NOBODY', 'INCOMPLETE', 'COMPLETE'] as const;

/** Columns and filters of the list of halls. */
export function useSiteColumns(following: FollowingBySite | null) {
  const text = useFigureText();
  const words = useTranslations('following');
  const shown = useMemo(() => following ?? new Map<string, FollowingState>(), [following]);
  return useMemo(
    () => ({
      columns: [...siteColumns(text), followingColumn(shown, words('title'))],
      filters: [...siteFilters(text.t), followingFilter(shown, words)],
    }),
    [text, shown, words],
  );
}

function followingColumn(following: FollowingBySite, header: string): DataColumn<FigureSiteRow> {
  return {
    id: 'following',
    header,
    cell: ({ id }) => <FollowingBadge following={following.get(id)} />,
    sortValue: ({ id }) => {
      const found = following.get(id);
      return found ? FOLLOWING_KINDS.indexOf(found.kind) : null;
    },
    minWidth: 232,
    grow: 0.6,
  };
}

function followingFilter(
  following: FollowingBySite,
  words: ReturnType<typeof useTranslations<'following'>>,
): DataFilter<FigureSiteRow> {
  return {
    id: 'following',
    label: words('group.label'),
    options: GROUPS.map((value) => ({ value, label: words(`group.${value}`) })),
    matches: ({ id }, value) => {
      const found = following.get(id);
      return found !== undefined && groupOfFollowing(found.kind) === value;
    },
  };
}

function siteColumns(text: ReturnType<typeof useFigureText>): DataColumn<FigureSiteRow>[] {
  const { t, count, share } = text;
  const figure = (
    id: 'summoned' | 'present' | 'excused' | 'unexcused' | 'unmarked',
  ): DataColumn<FigureSiteRow> => {
    const read = ({ counts }: FigureSiteRow) =>
      id === 'unmarked' ? unmarkedOf(counts) : counts[id];
    return {
      id,
      header: t(id),
      cell: (row) => count(read(row)),
      sortValue: read,
      minWidth: 104,
      grow: 0.4,
      align: 'end',
      phone: id === 'excused' || id === 'unexcused' ? 'hidden' : 'line',
    };
  };
  return [
    {
      id: 'name',
      header: t('site'),
      cell: ({ name }) => name,
      sortValue: ({ name }) => name,
      minWidth: 240,
      grow: 2,
      phone: 'title',
    },
    ...(['summoned', 'present', 'excused', 'unexcused', 'unmarked'] as const).map(figure),
    {
      id: 'share',
      header: t('share'),
      cell: ({ counts }) => <ShareCell counts={counts} text={share(presentShare(counts))} />,
      sortValue: ({ counts }) => presentShare(counts),
      minWidth: 112,
      grow: 0.4,
      align: 'end',
    },
  ];
}

function ShareCell({ counts, text }: { counts: FigureCounts; text: string }) {
  return (
    <span className="block min-w-20 text-right">
      {text}
      <PresenceBar counts={counts} className="h-1.5" />
    </span>
  );
}

function siteFilters(t: ReturnType<typeof useFigureText>['t']): DataFilter<FigureSiteRow>[] {
  return [
    {
      id: 'state',
      label: t('state.label'),
      options: STATES.map((value) => ({ value, label: t(`state.${value}`) })),
      matches: (row, value) => stateOf(row) === value,
    },
    {
      id: 'tier',
      label: t('tier.label'),
      options: TIERS.map((value) => ({ value, label: t(`tier.${value}`) })),
      matches: (row, value) => row.tier === value,
    },
    {
      id: 'way',
      label: t('way.label'),
      options: WAYS.map((value) => ({ value, label: t(`way.${value}`) })),
      matches: (row, value) => attendanceWay(row) === value,
    },
  ];
}

function stateOf({ counts }: FigureSiteRow): (typeof STATES)[number] {
  if (counts.present === counts.summoned) return 'COMPLETE';
  return counts.present === 0 ? 'NOBODY' : 'INCOMPLETE';
}
