'use client';

import { CircleDot, Radio, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Badge } from '../../../_ui/badge.tsx';
import { signOf, troublesOf } from '../../_state/broadcast-signs.ts';
import { useBroadcast } from './use-broadcast.ts';

/** In the head, whatever else is open: that it goes out, and that something of it does not work. */
export function AirSign() {
  const t = useTranslations('control-room.broadcast');
  const sign = useBroadcast(({ broadcast }) => broadcast && signOf(broadcast));
  const troubles = useBroadcast(({ broadcast }) => (broadcast ? troublesOf(broadcast).length : 0));
  return (
    <p role="status" data-air-sign={sign ?? ''} className="flex shrink-0 items-center gap-1.5">
      {sign === 'ON_AIR' && (
        <Badge tone="onAir" icon={Radio}>
          {t('sign.ON_AIR')}
        </Badge>
      )}
      {sign === 'RECORDING' && (
        <Badge tone="ok" icon={CircleDot}>
          {t('sign.RECORDING')}
        </Badge>
      )}
      {troubles > 0 && (
        <Badge tone="warn" icon={TriangleAlert}>
          {t('sign.TROUBLE', { count: troubles })}
        </Badge>
      )}
    </p>
  );
}
