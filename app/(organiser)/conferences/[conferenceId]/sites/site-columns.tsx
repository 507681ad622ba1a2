'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { SITE_MODES, SITE_TIERS } from '#contract/site.ts';
import type { SiteListRow } from '#db/queries/site.ts';
import { FOLLOWING_KINDS } from '#domain/following.ts';
import { DEVICE_KINDS } from '#domain/actor.ts';
import { FollowingBadge } from '../../../../_following/following-badge.tsx';
import type { FollowingBySite } from '../../../../_following/use-following.ts';
import { Badge } from '../../../../_ui/badge.tsx';
import type { DataColumn, DataFilter } from '../../../../_ui/data-column.ts';

/** Everything the search looks through. */
export const siteText = (row: SiteListRow) =>
  `${row.code} ${row.name} ${row.unitName} ${row.contactName} ${row.contactPhone}`;

const deviceCount = (row: SiteListRow) =>
  Object.values(row.devices).reduce((sum, count) => sum + count, 0);

/** The columns of the list of halls. */
/** @param following null unless a session is going on */
export function useSiteColumns(
  following: FollowingBySite | null,
): readonly DataColumn<SiteListRow>[] {
  const t = useTranslations('site');
  const followingTitle = useTranslations('following')('title');
  const format = useFormatter();
  return useMemo(
    () => [
      {
        id: 'code',
        header: t('code'),
        cell: (row) => <span className="tabular-nums">{row.code}</span>,
        sortValue: (row) => row.code,
        minWidth: 112,
        grow: 0,
        phone: 'hidden',
      },
      {
        id: 'name',
        header: t('name'),
        cell: (row) => (
          <span className="font-medium">
            {row.name}
            <span className="ml-2 font-normal text-ink-3 sm:hidden">{row.code}</span>
          </span>
        ),
        sortValue: (row) => row.name,
        minWidth: 220,
        grow: 3,
        phone: 'title',
      },
      {
        id: 'tier',
        header: t('tier'),
        cell: (row) => t(`tierName.${row.tier}`),
        sortValue: (row) => SITE_TIERS.indexOf(row.tier),
        minWidth: 116,
        grow: 0,
      },
      {
        id: 'mode',
        header: t('mode'),
        cell: (row) => t(`modeName.${row.mode}`),
        sortValue: (row) => SITE_MODES.indexOf(row.mode),
        minWidth: 136,
        grow: 0,
      },
      ...(following ? [followingColumn(following, followingTitle)] : []),
      {
        id: 'unit',
        header: t('unit'),
        cell: (row) => <span className="text-ink-2">{row.unitName || '–'}</span>,
        sortValue: (row) => row.unitName || null,
        minWidth: 180,
        grow: 2,
        phone: 'hidden',
      },
      {
        id: 'contact',
        header: t('contact'),
        cell: (row) => <ContactCell row={row} missing={t('contactMissing')} />,
        sortValue: (row) => row.contactName || null,
        minWidth: 190,
        grow: 2,
      },
      {
        id: 'summoned',
        header: t('summoned'),
        cell: (row) => format.number(row.summoned),
        sortValue: (row) => row.summoned,
        minWidth: 108,
        grow: 0,
        align: 'end',
      },
      {
        id: 'devices',
        header: t('devices'),
        cell: (row) => <DevicesCell row={row} />,
        sortValue: deviceCount,
        minWidth: 150,
        grow: 1,
      },
    ],
    [t, format, following, followingTitle],
  );
}

function followingColumn(following: FollowingBySite, header: string): DataColumn<SiteListRow> {
  return {
    id: 'following',
    header,
    cell: ({ id }) => <FollowingBadge following={following.get(id)} />,
    sortValue: ({ id }) => {
      const found = following.get(id);
      return found ? FOLLOWING_KINDS.indexOf(found.kind) : null;
    },
    minWidth: 232,
    grow: 0,
  };
}

function ContactCell({ row, missing }: { row: SiteListRow; missing: string }) {
  if (!row.contactPhone) return <Badge tone="warn">{missing}</Badge>;
  return (
    <span className="flex flex-col max-sm:items-end">
      <span>{row.contactName}</span>
      <span className="text-ink-3 tabular-nums">{row.contactPhone}</span>
    </span>
  );
}

function DevicesCell({ row }: { row: SiteListRow }) {
  const t = useTranslations('site');
  const kinds = DEVICE_KINDS.filter((kind) => row.devices[kind]);
  if (kinds.length === 0) return <span className="text-ink-3">{t('notJoined')}</span>;
  return (
    <span>
      {kinds.map((kind) => `${t(`deviceShort.${kind}`)} ${row.devices[kind]}`).join(', ')}
    </span>
  );
}

/** Tier, mode, and what is missing. */
export function useSiteFilters(): readonly DataFilter<SiteListRow>[] {
  const t = useTranslations('site');
  return useMemo(
    () => [
      {
        id: 'tier',
        label: t('tier'),
        options: SITE_TIERS.map((tier) => ({ value: tier, label: t(`tierName.${tier}`) })),
        matches: (row, value) => row.tier === value,
      },
      {
        id: 'mode',
        label: t('mode'),
        options: SITE_MODES.map((mode) => ({ value: mode, label: t(`modeName.${mode}`) })),
        matches: (row, value) => row.mode === value,
      },
      {
        id: 'missing',
        label: t('missing'),
        options: Object.keys(MISSING).map((value) => ({ value, label: t(`missingName.${value}`) })),
        matches: (row, value) => MISSING[value]?.(row) ?? true,
      },
    ],
    [t],
  );
}

const MISSING: Record<string, (row: SiteListRow) => boolean> = {
  contact: (row) => row.contactPhone === '',
  roster: (row) => row.summoned === 0,
  device: (row) => deviceCount(row) === 0,
  door: (row) => !row.devices.DOOR,
};
