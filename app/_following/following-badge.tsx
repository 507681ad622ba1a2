'use client';

import {
  CircleCheck,
  CircleDashed,
  TriangleAlert,
  Tv,
  Unplug,
  type LucideIcon,
} from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import type { FollowingState } from '#contract/following.ts';
import { groupOfFollowing, type FollowingKind } from '#domain/following.ts';
import { Badge, type Tone } from '../_ui/badge.tsx';

/** How a hall follows, in a word with its sign; a dash while nothing is known of it. */
export function FollowingBadge({ following }: { following: FollowingState | undefined }) {
  const t = useTranslations('following');
  const format = useFormatter();
  if (!following) return '–';
  const { kind, at } = following;
  const { tone, icon } = lookOf(kind);
  const how = t(`kind.${kind}`);
  const since = at && t('since', { how, time: format.dateTime(new Date(at), 'time') });
  return (
    <span data-following={kind} title={since ?? undefined}>
      <Badge tone={tone} icon={icon}>
        {how}
      </Badge>
    </span>
  );
}

function lookOf(kind: FollowingKind): { tone: Tone; icon: LucideIcon } {
  if (kind === 'NOT_JOINED') return { tone: 'neutral', icon: CircleDashed };
  switch (groupOfFollowing(kind)) {
    case 'FOLLOWS':
      return { tone: 'ok', icon: CircleCheck };
    case 'UNKNOWN':
      return { tone: 'neutral', icon: Tv };
    case 'DOES_NOT':
      return kind === 'LOST'
        ? { tone: 'danger', icon: Unplug }
        : { tone: 'warn', icon: TriangleAlert };
  }
}
