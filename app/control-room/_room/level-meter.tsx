'use client';

import { useEffect, useRef } from 'react';
import type { SoundSlot } from '#domain/programme.ts';
import { meterShare } from '../_state/level-store.ts';
import { useRoomParts } from './room-context.tsx';

/** Loudness of a sound slot, −60 to 0 dBov; moved past React, four times a second. */
export function LevelMeter({ slot, label }: { slot: SoundSlot; label: string }) {
  const { levels } = useRoomParts();
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const show = () => {
      const share = meterShare(levels.level(slot));
      meter.current?.style.setProperty('--share', String(share));
      meter.current?.setAttribute('aria-valuenow', String(Math.round(share * 100)));
    };
    show();
    return levels.subscribe(show);
  }, [levels, slot]);
  return (
    <div
      ref={meter}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      data-meter={slot}
      className="relative h-2 overflow-hidden rounded-full bg-[linear-gradient(90deg,var(--ok-ink)_70%,var(--warn-ink)_70%_90%,var(--danger-ink)_90%)]"
    >
      <div className="absolute inset-0 origin-right scale-x-[calc(1-var(--share,0))] bg-muted transition-transform duration-200" />
    </div>
  );
}
