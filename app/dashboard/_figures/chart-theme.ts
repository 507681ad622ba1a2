import type uPlot from 'uplot';

interface ChartColours {
  ink: string;
  quiet: string;
  line: string;
  main: string;
  fill: string;
  bars: string;
}

/** The page's own colours at this moment, for a canvas that knows no style sheet. */
export function readColours(element: Element): ChartColours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: read('--ink'),
    quiet: read('--ink-2'),
    line: read('--line'),
    main: read('--ok-ink'),
    fill: read('--ok-soft'),
    bars: read('--line-strong'),
  };
}

interface ChartWords {
  total: string;
  minute: string;
  writeCount: (value: number) => string;
  writeTime: (atMs: number) => string;
}

/** People present so far as a line, arrivals by minute as bars, on two scales. */
export function chartOptions({
  size,
  colours,
  words,
  fontPx,
  uPlot: Chart,
}: {
  size: { width: number; height: number };
  colours: ChartColours;
  words: ChartWords;
  fontPx: number;
  uPlot: typeof uPlot;
}): uPlot.Options {
  const font = `${fontPx}px "Inter Variable", system-ui, sans-serif`;
  const axis = {
    font,
    stroke: colours.quiet,
    grid: { stroke: colours.line, width: 1 },
    ticks: { show: false },
    gap: 8,
  };
  const counts = (values: (number | null)[]) =>
    values.map((value) => (value === null ? '' : words.writeCount(value)));
  return {
    ...size,
    legend: { show: false },
    cursor: { show: false },
    padding: [fontPx, fontPx, 0, 0],
    scales: {
      x: { time: true },
      y: { range: (_, _min, max) => [0, Math.max(5, max * 1.05)] },
      minute: { range: (_, _min, max) => [0, Math.max(5, max * 2.5)] },
    },
    axes: [
      {
        ...axis,
        size: fontPx * 2.4,
        space: fontPx * 6,
        values: (_, splits) => splits.map((seconds) => words.writeTime(seconds * 1000)),
      },
      {
        ...axis,
        size: fontPx * 4.6,
        space: fontPx * 3.5,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4],
        values: (_, splits) => counts(splits),
      },
    ],
    series: [
      {},
      {
        label: words.minute,
        scale: 'minute',
        stroke: colours.bars,
        fill: colours.bars,
        width: 0,
        points: { show: false },
        ...(Chart.paths.bars ? { paths: Chart.paths.bars({ size: [0.7, 24] }) } : {}),
      },
      {
        label: words.total,
        scale: 'y',
        stroke: colours.main,
        fill: `color-mix(in srgb, ${colours.main} 12%, transparent)`,
        width: Math.max(2, fontPx / 7),
        points: { show: false },
      },
    ],
  };
}
