import type uPlot from 'uplot';

interface ChartColours {
  quiet: string;
  line: string;
  main: string;
}

/** The page's own colours at this moment, for a canvas that knows no style sheet. */
export function readColours(element: Element): ChartColours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    quiet: read('--ink-2'),
    line: read('--line'),
    main: read('--ok-ink'),
  };
}

interface ChartWords {
  total: string;
  start: string;
  writeCount: (value: number) => string;
  writeTime: (atMs: number) => string;
}

/** What the curve is measured against. */
export interface ChartMarks {
  /** Everybody summoned: where the curve is to arrive. */
  summoned: number;
  /** When the session begins, in ms; null: not drawn. */
  startsAtMs: number | null;
}

interface ChartLook {
  colours: ChartColours;
  words: ChartWords;
  marks: ChartMarks;
  fontPx: number;
}

const FAMILY = '"Inter Variable", system-ui, sans-serif';

/** People present so far as a line, on its way to everybody summoned. */
export function chartOptions({
  size,
  ...look
}: ChartLook & { size: { width: number; height: number } }): uPlot.Options {
  const { colours, words, marks, fontPx } = look;
  return {
    ...size,
    legend: { show: false },
    cursor: { show: false },
    padding: [fontPx, fontPx * 1.5, 0, 0],
    scales: {
      x: { time: true },
      y: { range: (_, _min, max) => [0, Math.max(5, max, marks.summoned) * 1.05] },
    },
    axes: chartAxes(look),
    series: [
      {},
      {
        label: words.total,
        stroke: colours.main,
        fill: `color-mix(in srgb, ${colours.main} 12%, transparent)`,
        width: Math.max(2, fontPx / 7),
        points: { show: false },
      },
    ],
    hooks: { draw: [(chart) => drawMarks(chart, look)] },
  };
}

function chartAxes({ colours, words, fontPx }: ChartLook): uPlot.Axis[] {
  const axis = {
    font: `${fontPx}px ${FAMILY}`,
    stroke: colours.quiet,
    grid: { stroke: colours.line, width: 1 },
    ticks: { show: false },
    gap: 8,
  };
  return [
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
      values: (_, splits) => splits.map((value) => words.writeCount(value)),
    },
  ];
}

/** Two dashed lines: everybody summoned, and the beginning of the session. */
function drawMarks(chart: uPlot, { colours, words, marks, fontPx }: ChartLook): void {
  const { ctx, bbox } = chart;
  const scale = devicePixelRatio;
  const y = chart.valToPos(marks.summoned, 'y', true);
  ctx.save();
  ctx.strokeStyle = colours.quiet;
  ctx.fillStyle = colours.quiet;
  ctx.lineWidth = scale;
  ctx.setLineDash([6 * scale, 4 * scale]);
  line(ctx, [bbox.left, y, bbox.left + bbox.width, y]);
  const { min, max } = chart.scales['x'] ?? {};
  const startS = marks.startsAtMs === null ? null : marks.startsAtMs / 1000;
  if (startS !== null && startS >= (min ?? Infinity) && startS <= (max ?? -Infinity)) {
    const x = chart.valToPos(startS, 'x', true);
    line(ctx, [x, bbox.top, x, bbox.top + bbox.height]);
    ctx.font = `${fontPx * scale}px ${FAMILY}`;
    ctx.textAlign = x > bbox.left + bbox.width / 2 ? 'right' : 'left';
    ctx.textBaseline = 'bottom';
    const gap = (ctx.textAlign === 'right' ? -6 : 6) * scale;
    ctx.fillText(words.start, x + gap, bbox.top + bbox.height - 6 * scale);
  }
  ctx.restore();
}

function line(ctx: CanvasRenderingContext2D, [x1, y1, x2, y2]: [number, number, number, number]) {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}
