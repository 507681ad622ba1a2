'use client';

import clsx from 'clsx';
import { useEffect, useRef } from 'react';
import type { Loudness } from './sound-chain.ts';

interface LevelMeterProps {
  label: string;
  /** Asked twenty times a second. */
  read: () => Loudness[];
  /** `desk` adds peak hold and a scale in dBFS. */
  shape?: 'bar' | 'desk';
  isQuiet?: boolean;
  className?: string;
}

const LOWEST_DB = -60;
const HOLD_MS = 1_500;
const FALL_DB_A_SECOND = 24;
/** An eye sees no difference to sixty, and an old machine in a hall has its pictures to decode. */
const DRAW_EVERY_MS = 50;
const SCALE_DB = [-60, -40, -20, -10, 0];

/** Where a loudness stands on the meter: 0 left, 1 right. */
const share = (db: number) => Math.min(1, Math.max(0, 1 - db / LOWEST_DB));

/** Loudness, one bar a channel: speech belongs in the green part, the red end is too loud. */
export function LevelMeter({ label, read, shape = 'bar', isQuiet, className }: LevelMeterProps) {
  const boxRef = useRef<HTMLDivElement>(null);
  const channels = shape === 'desk' ? 2 : 1;
  useEffect(() => animate(boxRef.current!, read), [read]);
  return (
    <div
      ref={boxRef}
      role="meter"
      aria-label={label}
      aria-valuemin={LOWEST_DB}
      aria-valuemax={0}
      className={clsx('flex flex-col gap-1', isQuiet && 'opacity-50 grayscale', className)}
    >
      {Array.from({ length: channels }, (_, channel) => (
        <div
          key={channel}
          className={clsx(
            'relative overflow-hidden rounded-sm bg-muted',
            shape === 'desk' ? 'h-4' : 'h-3',
          )}
        >
          <div
            data-level
            className="absolute inset-0 origin-left bg-linear-to-r from-ok-ink from-70% via-warn-ink via-85% to-danger"
            style={{ clipPath: 'inset(0 100% 0 0)' }}
          />
          {shape === 'desk' && (
            <div data-peak className="absolute inset-y-0 w-1 bg-ink" style={{ left: 0 }} />
          )}
        </div>
      ))}
      {shape === 'desk' && <Scale />}
    </div>
  );
}

function Scale() {
  return (
    <div aria-hidden className="relative h-5 text-sm text-ink-3">
      {SCALE_DB.map((db) => (
        <span
          key={db}
          data-count
          className={clsx(
            'absolute whitespace-nowrap',
            db === LOWEST_DB ? '' : db === 0 ? '-translate-x-full' : '-translate-x-1/2',
          )}
          style={{ left: `${share(db) * 100}%` }}
        >
          {db === 0 ? '0 dBFS' : db}
        </span>
      ))}
    </div>
  );
}

/** Moves the bars without asking React twenty times a second. @returns the way to stop */
function animate(box: HTMLElement, read: () => Loudness[]): () => void {
  const levels = [...box.querySelectorAll<HTMLElement>('[data-level]')];
  const marks = [...box.querySelectorAll<HTMLElement>('[data-peak]')];
  const shown = levels.map(() => LOWEST_DB);
  const held = levels.map(() => ({ db: LOWEST_DB, atMs: 0 }));
  let beforeMs = performance.now();
  const draw = () => {
    const nowMs = performance.now();
    const fall = (FALL_DB_A_SECOND * (nowMs - beforeMs)) / 1_000;
    beforeMs = nowMs;
    read().forEach(({ peakDb }, channel) => {
      if (!levels[channel]) return;
      const before = shown[channel]!;
      shown[channel] = Math.max(peakDb, before - fall, LOWEST_DB);
      if (shown[channel] !== before) {
        levels[channel].style.clipPath = `inset(0 ${(1 - share(shown[channel])) * 100}% 0 0)`;
      }
      const hold = held[channel]!;
      if (peakDb >= hold.db) held[channel] = { db: peakDb, atMs: nowMs };
      else if (nowMs - hold.atMs > HOLD_MS) hold.db = Math.max(LOWEST_DB, hold.db - fall);
      const mark = marks[channel];
      if (mark) mark.style.left = `calc(${share(held[channel]!.db) * 100}% - 4px)`;
    });
    const now = String(Math.round(Math.max(...shown)));
    if (box.getAttribute('aria-valuenow') !== now) box.setAttribute('aria-valuenow', now);
  };
  const timer = setInterval(draw, DRAW_EVERY_MS);
  return () => clearInterval(timer);
}
