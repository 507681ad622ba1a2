'use client';

import clsx from 'clsx';
import { useTranslations } from 'next-intl';
import {
  memo,
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
} from 'react';
import { HALL_STATUSES, type HallStatus } from '../_state/hall-row.ts';
import { layoutWall, tileAt, tileBeside, type WallStep } from '../_state/wall-layout.ts';
import { useHallWords } from './hall-words.ts';
import { useRoom, useRoomParts } from './room-context.tsx';
import { WallPainter } from './wall-painter.ts';

const STEPS: Record<string, WallStep> = {
  ArrowLeft: 'LEFT',
  ArrowRight: 'RIGHT',
  ArrowUp: 'UP',
  ArrowDown: 'DOWN',
  Home: 'FIRST',
  End: 'LAST',
};

interface Box {
  width: number;
  height: number;
}

export const WALL_ID = 'wall';

const NOWHERE: Box = { width: 0, height: 0 };

/** All halls at once on one canvas; for screen readers, and for tests, a line for each. */
export function Wall({ className }: { className?: string }) {
  const t = useTranslations('control-room');
  const { store } = useRoomParts();
  const { frame, canvas, layout } = usePaintedWall();
  const selected = useRoom((state) => state.selectedSiteId);
  const [pointed, setPointed] = useState<{ siteId: string; x: number; y: number } | null>(null);
  const at = (event: PointerEvent | React.MouseEvent) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const siteId = tileBeside(layout, store.getState().selectedSiteId, step);
    store.dispatch({ type: 'SELECT', siteId });
  };
  return (
    <div
      ref={frame}
      id={WALL_ID}
      role="listbox"
      aria-label={t('wall')}
      aria-activedescendant={selected === null ? undefined : `tile-${selected}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerMove={(event) => {
        const point = at(event);
        const siteId = tileAt(layout, point);
        // The tip stays where the pointer entered the tile: it needn't be drawn at every pixel.
        setPointed((before) => {
          if (before?.siteId === siteId) return before;
          return siteId === null ? null : { siteId, ...point };
        });
      }}
      onPointerLeave={() => setPointed(null)}
      onClick={(event) => {
        const siteId = tileAt(layout, at(event));
        if (siteId !== null) store.dispatch({ type: 'SELECT', siteId });
      }}
      onDoubleClick={(event) => store.dispatch({ type: 'LOOK', siteId: tileAt(layout, at(event)) })}
      className={clsx('relative min-h-0 overflow-hidden bg-sunken', className)}
    >
      <canvas ref={canvas} aria-hidden className="absolute inset-0 size-full" />
      <WallLines />
      {pointed && <WallTip {...pointed} frame={layout.box} />}
    </div>
  );
}

/** Lays the wall out for its box and keeps it painted. */
function usePaintedWall() {
  const t = useTranslations('control-room');
  const { store, stills } = useRoomParts();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [box, setBox] = useState(NOWHERE);
  const groups = useRoom((state) => state.groups);
  const [painter, setPainter] = useState<WallPainter | null>(null);
  useEffect(() => {
    if (!canvas.current || !frame.current) return;
    const letters = Object.fromEntries(
      HALL_STATUSES.map((status) => [status, t(`letter.${status}`)]),
    ) as Record<HallStatus, string>;
    const made = new WallPainter({ canvas: canvas.current, store, stills, letters });
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setBox({ width: entry.contentRect.width, height: entry.contentRect.height });
      setPainter(made);
    });
    observer.observe(frame.current);
    return () => {
      observer.disconnect();
      made.close();
      setPainter(null);
    };
  }, [store, stills, t]);
  const layout = useMemo(() => {
    const named = groups.map(({ name, siteIds }) => ({ name: name || t('otherHalls'), siteIds }));
    return layoutWall(named, box);
  }, [groups, box, t]);
  useEffect(() => painter?.resize(layout, box), [painter, layout, box]);
  return { frame, canvas, layout };
}

/** Apart from the wall itself, which draws anew with each move of the pointer. */
const WallLines = memo(function WallLines() {
  const order = useRoom((state) => state.order);
  return (
    <div role="presentation" className="sr-only">
      {order.map((siteId) => (
        <WallLine key={siteId} siteId={siteId} />
      ))}
    </div>
  );
});

function WallLine({ siteId }: { siteId: string }) {
  const row = useRoom((state) => state.rows.get(siteId));
  const isSelected = useRoom((state) => state.selectedSiteId === siteId);
  const words = useHallWords();
  if (!row) return null;
  return (
    <div id={`tile-${siteId}`} role="option" aria-selected={isSelected} data-status={row.status}>
      {row.hall.name}. {words(row)}
    </div>
  );
}

/** Beside the pointer, on the side where there is room: the wall's edge would cut it. */
function WallTip({ siteId, x, y, frame }: { siteId: string; x: number; y: number; frame: Box }) {
  const row = useRoom((state) => state.rows.get(siteId));
  const words = useHallWords();
  if (!row) return null;
  const isRight = x > frame.width / 2;
  const isLow = y > frame.height / 2;
  return (
    <div
      aria-hidden
      style={{
        [isRight ? 'right' : 'left']: (isRight ? frame.width - x : x) + 12,
        [isLow ? 'bottom' : 'top']: (isLow ? frame.height - y : y) + 12,
      }}
      className="pointer-events-none absolute z-10 max-w-80 will-change-transform rounded-md bg-ink px-3 py-1.5 text-sm text-canvas"
    >
      <p className="truncate font-semibold">{row.hall.name}</p>
      <p className="truncate">{words(row)}</p>
    </div>
  );
}
