import { consolesOf, HallsOnVideo, SESSION_ID } from '../media/halls-on-video.ts';
import { LoadGenerator } from '../media/load-generator.ts';
import { describeSaw, RealPages } from '../media/real-pages.ts';
import { type Takes, TakenSources } from '../media/taken-sources.ts';
import { percentile, udpDrops } from '../measure.ts';
import type { Measured, Row } from '../result.ts';
import { pidsOf, type Stack } from '../stack.ts';
import type { Workplace } from '../workplace.ts';

/**
 * As many receiving halls. Where two cores cannot decrypt the whole for them, they have thin lines, and no
 * browser decodes beside them: it would starve the very processes that are measured.
 */
interface Crowd {
  count: number;
  hasThinLines?: boolean;
  /** Of those who make their consumer anew; 0 leaves them out. */
  recreatingTakes: number;
}
interface Plan {
  crowds: Crowd[];
  takes: number;
}
const FULL: Plan = {
  crowds: [
    { count: 2, recreatingTakes: 6 },
    { count: 50, recreatingTakes: 6 },
    { count: 100, recreatingTakes: 6 },
    { count: 236, hasThinLines: true, recreatingTakes: 0 },
  ],
  takes: 12,
};
const QUICK: Plan = { crowds: [{ count: 20, recreatingTakes: 2 }], takes: 3 };
const FIRST_RECEIVER = 10;

export const title = 'From the take to the new source at the halls';

/**
 * A director takes two halls to air in turns; measured from the command to the first picture's packet
 * of the new source at each receiving hall, which has a real ICE, DTLS and SRTP line, and to its first
 * frame in the pixels of two Chromium pages.
 */
export async function run(workplace: Workplace): Promise<Measured> {
  const stack = await workplace.stack();
  const plan = workplace.isQuick ? QUICK : FULL;
  const sources = await TakenSources.join(stack);
  const rows: Row[] = [];
  const notes: string[] = [];
  try {
    for (const crowd of plan.crowds) {
      console.log(`  ${nameOf(crowd)} …`);
      const measured = await ended(crowd, () => takeBeside(stack, { sources, crowd, plan }));
      rows.push(...measured.rows);
      notes.push(...measured.notes);
    }
    if (rows.length === 0) throw new Error('no crowd was measured to its end');
  } finally {
    await sources.leave();
  }
  return {
    rows,
    notes: [
      ...notes,
      `Each figure is over ${plan.takes} takes at every hall (${plan.crowds[0]!.recreatingTakes} where consumers are made anew).`,
      'Warm: the source was in PREVIEW. Cold: it was not sending; its simulated camera answers at once, a real one at its next frame (up to 40 ms later).',
      '“In pixels”: a projector page of the product in Chromium, decoded in software and presented; the moment is the page’s own clock, laid over the machine’s.',
      '“Consumer made anew”: at each take every receiver asks for a consumer of the new source, negotiates and resumes it over the same contract, as without a bus; always a warm source.',
      '“On thin lines”: halls receive the low layer of pictures alone, as the large one would be more than this machine can decrypt for so many beside the product; no browser decodes beside them.',
      'All halls and the browser run on this machine and take part of its cores.',
    ],
  };
}

const nameOf = ({ count, hasThinLines }: Crowd) =>
  hasThinLines ? `${count} halls on thin lines` : `${count} halls`;

/** A crowd that this machine cannot carry to its end is said so, and takes no other one's figures along. */
async function ended(crowd: Crowd, measure: () => Promise<Measured>): Promise<Measured> {
  try {
    return await measure();
  } catch (error) {
    console.error(`  ${nameOf(crowd)}: ${error instanceof Error ? error.stack : String(error)}`);
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { rows: [], notes: [`${nameOf(crowd)}: not measured to the end (${reason}).`] };
  }
}

async function takeBeside(
  stack: Stack,
  given: { sources: TakenSources; crowd: Crowd; plan: Plan },
): Promise<Measured> {
  const { sources, crowd, plan } = given;
  const together = await takeTogether(stack, { sources, crowd, takes: plan.takes });
  const { count, recreatingTakes: takes } = crowd;
  if (takes === 0) return together;
  const anew = await recreate(stack, { sources, count, takes });
  return { rows: [...together.rows, ...anew], notes: together.notes };
}

async function takeTogether(
  stack: Stack,
  given: { sources: TakenSources; crowd: Crowd; takes: number },
): Promise<Measured> {
  const { sources, crowd } = given;
  const { count, hasThinLines = false } = crowd;
  const consoles = await consolesOf(stack, FIRST_RECEIVER, count);
  const receivers = await HallsOnVideo.join(consoles, { hasThinLine: hasThinLines });
  const name = nameOf(crowd);
  const rows: Row[] = [];
  try {
    const pages = hasThinLines ? null : await RealPages.open(stack);
    try {
      if (pages) await sources.teach(pages);
      await pages?.begin();
      for (const kind of ['warm', 'cold'] as const) {
        const watchers = { halls: receivers.generators, pages };
        const takes = { kind, count: given.takes, expected: count };
        const measured = await sources.takeInTurns(watchers, takes);
        rows.push(
          ...rowsOf(`${name}, ${kind} take`, { ...measured, expected: count * given.takes }),
        );
      }
      const notes = [await lossNote(stack, receivers, count)];
      if (pages) {
        const saw = describeSaw(await pages.saw());
        notes.push(`Beside ${count} halls, ${saw} (sources of 10 a second).`);
      }
      return { rows, notes };
    } finally {
      await pages?.close();
    }
  } finally {
    await receivers.leave();
  }
}

async function lossNote(stack: Stack, receivers: HallsOnVideo, count: number): Promise<string> {
  const { packets, lost } = await receivers.stat();
  const ofWorkers = udpDrops(pidsOf(stack, 'media workers'));
  const ofHalls = udpDrops(receivers.pids);
  return `${count} halls received ${packets} packets and missed ${lost}; full sockets dropped ${ofWorkers} at the media workers and ${ofHalls} at the halls’ processes.`;
}

function missedRow(what: string, arrivalsMs: readonly number[], expected: number): Row {
  const missed = (100 * (expected - arrivalsMs.length)) / expected;
  return { what: `${what}: not within 5 s`, value: missed, unit: '% of the takes' };
}

function rowsOf(what: string, takes: Takes & { expected: number }): Row[] {
  const { arrivalsMs, answersMs, shownMs, expected } = takes;
  const baseline = `${what}: command answered, p50`;
  const first = `${what}: first packet, p50`;
  const ofHalls: Row[] = [
    { what: baseline, value: percentile(answersMs, 0.5), unit: 'ms' },
    { what: first, value: percentile(arrivalsMs, 0.5), unit: 'ms', baseline },
    { what: `${what}: first packet, p95`, value: percentile(arrivalsMs, 0.95), unit: 'ms' },
    missedRow(what, arrivalsMs, expected),
  ];
  if (shownMs.length === 0) return ofHalls;
  return [
    ...ofHalls,
    {
      what: `${what}: in pixels, p50`,
      value: percentile(shownMs, 0.5),
      unit: `ms, ${shownMs.length} seen`,
      baseline: first,
    },
    { what: `${what}: in pixels, p95`, value: percentile(shownMs, 0.95), unit: 'ms' },
  ];
}

async function recreate(
  stack: Stack,
  given: { sources: TakenSources; count: number; takes: number },
): Promise<Row[]> {
  const { sources, count } = given;
  const generators = [new LoadGenerator(), new LoadGenerator()];
  try {
    const account = stack.administrator;
    await Promise.all(
      generators.map((generator) =>
        generator.order('joinRecreating', { account, count: count / 2, sessionId: SESSION_ID }),
      ),
    );
    const plan = { kind: 'warm', count: given.takes, expected: count } as const;
    const { arrivalsMs } = await sources.takeInTurns({ halls: generators, pages: null }, plan);
    const what = `${count} receivers, consumer made anew`;
    const ours = (share: string) => `${count} halls, warm take: first packet, ${share}`;
    return [
      {
        what: `${what}, p50`,
        value: percentile(arrivalsMs, 0.5),
        unit: 'ms',
        baseline: ours('p50'),
      },
      {
        what: `${what}, p95`,
        value: percentile(arrivalsMs, 0.95),
        unit: 'ms',
        baseline: ours('p95'),
      },
      missedRow(what, arrivalsMs, count * given.takes),
    ];
  } finally {
    await Promise.all(generators.map((generator) => generator.end()));
  }
}
