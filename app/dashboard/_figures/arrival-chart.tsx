'use client';

import 'uplot/dist/uPlot.min.css';
import { useEffect, useEffectEvent, useMemo, useRef } from 'react';
import type uPlot from 'uplot';
import { curveFacts, toColumns } from './arrival-curve.ts';
import { chartOptions, readColours, type ChartMarks } from './chart-theme.ts';
import { useFigureText } from './use-figure-text.ts';

interface ArrivalChartProps {
  curve: readonly (readonly [atMs: number, people: number])[];
  summoned: number;
  /** ISO time of the session's beginning. */
  startsAt: string;
  /** Sizes of the drawing; on a wall the words below it are left to screen readers. */
  size?: 'page' | 'sheet' | 'wall';
}

const SIZES = {
  page: { box: 'h-56 xl:h-80', fontPx: 13 },
  sheet: { box: 'h-40', fontPx: 13 },
  wall: { box: 'h-72', fontPx: 22 },
};

/** The arrival curve; its facts are also told in words. */
export function ArrivalChart({ curve, summoned, startsAt, size = 'page' }: ArrivalChartProps) {
  const { box, fontPx } = SIZES[size];
  const { t, count, time } = useFigureText();
  const columns = useMemo(() => toColumns(curve), [curve]);
  const facts = curveFacts(curve);
  const words = {
    total: t('arrivalsTotal'),
    start: t('start'),
    writeCount: count,
    writeTime: time,
  };
  const holder = useChart({
    columns,
    words,
    fontPx,
    marks: { summoned, startsAtMs: Date.parse(startsAt) },
  });
  if (!facts) return <p className="py-8 text-center text-ink-2">{t('arrivalsEmpty')}</p>;
  const summary = t('arrivalsSummary', {
    first: time(facts.firstMs),
    last: time(facts.lastMs),
    people: count(facts.people),
    peak: time(facts.peakMs),
    peakPeople: count(facts.peakPeople),
  });
  return (
    <figure className="flex min-w-0 flex-col gap-2">
      <div ref={holder} aria-hidden className={`min-w-0 overflow-hidden ${box}`} />
      <figcaption data-count className={size === 'wall' ? 'sr-only' : 'text-sm text-ink-2'}>
        {summary}
      </figcaption>
    </figure>
  );
}

type Words = Parameters<typeof chartOptions>[0]['words'];

/** Draws into the element; the drawing's code is fetched when it is first needed. */
function useChart({
  columns,
  words,
  marks,
  fontPx,
}: {
  columns: uPlot.AlignedData;
  words: Words;
  marks: ChartMarks;
  fontPx: number;
}) {
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const isDrawn = columns[0].length > 0;
  const { summoned } = marks;
  const draw = useEffectEvent((Chart: typeof uPlot, element: HTMLDivElement) => {
    chart.current?.destroy();
    const size = { width: element.clientWidth, height: element.clientHeight };
    const colours = readColours(element);
    const options = chartOptions({ size, colours, words, marks, fontPx });
    chart.current = new Chart(options, columns, element);
  });
  useEffect(() => {
    chart.current?.setData(columns);
  }, [columns]);
  useEffect(() => {
    const element = holder.current;
    if (!element || !isDrawn) return;
    const stop = whenFetched((Chart) => {
      draw(Chart, element);
      const resize = new ResizeObserver(() =>
        chart.current?.setSize({ width: element.clientWidth, height: element.clientHeight }),
      );
      resize.observe(element);
      const stopTheme = watchTheme(() => draw(Chart, element));
      return () => {
        resize.disconnect();
        stopTheme();
      };
    });
    return () => {
      stop();
      chart.current?.destroy();
      chart.current = null;
    };
  }, [isDrawn, summoned]);
  return holder;
}

/** Begins once the drawing's code is there. @returns the way to stop, also before it began */
function whenFetched(begin: (Chart: typeof uPlot) => () => void): () => void {
  let isGone = false;
  let stop = () => {};
  void import('uplot').then(({ default: Chart }) => {
    if (!isGone) stop = begin(Chart);
  });
  return () => {
    isGone = true;
    stop();
  };
}

/** Calls back when the page turns light or dark. @returns the way to stop */
function watchTheme(onChange: () => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  dark.addEventListener('change', onChange);
  return () => {
    observer.disconnect();
    dark.removeEventListener('change', onChange);
  };
}
