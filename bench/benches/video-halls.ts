import { setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { commandOverSocket, dataOf } from '#contract/program-client.ts';
import type { EventPayload } from '#contract/registry.ts';
import { allConsoles, consolesOf, HallsOnVideo, SESSION_ID } from '../media/halls-on-video.ts';
import { LoadGenerator } from '../media/load-generator.ts';
import { describeSaw, type PagesSaw, RealPages } from '../media/real-pages.ts';
import { TakenSources } from '../media/taken-sources.ts';
import { percentile } from '../measure.ts';
import type { Measured, Row } from '../result.ts';
import { connect, type Part, type Stack, useOf } from '../stack.ts';
import type { Workplace } from '../workplace.ts';

const FULL = { halls: 100, settleMs: 5_000, stillsMs: 20_000, takes: 6 };
const QUICK: typeof FULL = { halls: 12, settleMs: 1_000, stillsMs: 6_000, takes: 2 };
const FIRST_HALL = 10;
const STILL_EVERY_MS = 5_000;
const KIB = 1024;
const PARTS: readonly Part[] = ['media workers', 'media-node', 'front-door'];

export const title = 'What a hall on video costs, and the stills of all 766';

type Plan = typeof FULL;

/**
 * Memory and time of joining halls, and the front door's work for a still of each hall every 5 s. Two
 * Chromium pages decode the programme meanwhile, and takes beside all halls are seen in their pixels.
 */
export async function run(workplace: Workplace): Promise<Measured> {
  const stack = await workplace.stack();
  const plan = workplace.isQuick ? QUICK : FULL;
  const consoles = await consolesOf(stack, FIRST_HALL, plan.halls);
  // The first halls open the session's bus, which is no hall's cost; they are taken later.
  const sources = await TakenSources.join(stack);
  try {
    const pages = await RealPages.open(stack);
    try {
      const before = usesOf(stack);
      const halls = await HallsOnVideo.join(consoles);
      try {
        const joined = usesOf(stack);
        await delay(plan.settleMs);
        const settled = usesOf(stack);
        const rows = hallRows({ plan, joinMs: halls.joinMs, before, joined, settled });
        const meanwhile = await pages.saw();
        const seen = await takesBeside({ halls, sources, pages, plan });
        await halls.leave();
        await pages.close();
        const stills = await costOfStills(stack, plan);
        return {
          rows: [...rows, ...seen.rows, ...stills.rows],
          notes: [
            `${plan.halls} halls, 6 joining at a time, each with a line to send and one to receive; joined: from opening its socket to the first packet of the programme.`,
            'Memory is resident memory: it moves with the allocators by some MiB.',
            `While they joined, ${describeSaw(meanwhile)} (the slate of 5 a second).`,
            `While ${plan.takes} takes were seen beside all of them, ${describeSaw(seen.saw)} (halls of 10 a second).`,
            `Stills: ${stills.count} were posted in ${plan.stillsMs / 1_000} s, one control room follows them all.`,
          ],
        };
      } finally {
        await halls.leave();
      }
    } finally {
      await pages.close();
    }
  } finally {
    await sources.leave();
  }
}

async function takesBeside(given: {
  halls: HallsOnVideo;
  sources: TakenSources;
  pages: RealPages;
  plan: Plan;
}): Promise<{ rows: Row[]; saw: PagesSaw }> {
  const { halls, sources, pages, plan } = given;
  await sources.teach(pages);
  await pages.begin();
  const watchers = { halls: halls.generators, pages };
  const { arrivalsMs, shownMs } = await sources.takeInTurns(watchers, {
    kind: 'warm',
    count: plan.takes,
    expected: plan.halls,
  });
  const expected = plan.halls * plan.takes;
  const baseline = `a take beside ${plan.halls} halls: first packet, p50`;
  const inPixels = `a take beside ${plan.halls} halls: in pixels`;
  return {
    rows: [
      {
        what: baseline,
        value: percentile(arrivalsMs, 0.5),
        unit: `ms, ${arrivalsMs.length} of ${expected} seen`,
      },
      {
        what: `${inPixels}, p50`,
        value: percentile(shownMs, 0.5),
        unit: `ms, ${shownMs.length} seen`,
        baseline,
      },
      { what: `${inPixels}, p95`, value: percentile(shownMs, 0.95), unit: 'ms' },
    ],
    saw: await pages.saw(),
  };
}

type Uses = Record<Part, { cpuSeconds: number; residentBytes: number }>;

function usesOf(stack: Stack): Uses {
  return Object.fromEntries(PARTS.map((part) => [part, useOf(stack, part)])) as Uses;
}

function hallRows(measured: {
  plan: Plan;
  joinMs: number[];
  before: Uses;
  joined: Uses;
  settled: Uses;
}): Row[] {
  const { joinMs, before, joined, settled, plan } = measured;
  const baseline = 'a hall has joined, p50';
  return [
    { what: baseline, value: percentile(joinMs, 0.5), unit: 'ms' },
    { what: 'a hall has joined, p95', value: percentile(joinMs, 0.95), unit: 'ms', baseline },
    ...PARTS.map((part) => ({
      what: `to join, ${part}`,
      value: ((joined[part].cpuSeconds - before[part].cpuSeconds) * 1_000) / plan.halls,
      unit: 'ms of a core',
    })),
    ...PARTS.map((part) => ({
      what: `memory of one more hall, ${part}`,
      value: (settled[part].residentBytes - before[part].residentBytes) / plan.halls / KIB,
      unit: 'KiB',
    })),
  ];
}

async function costOfStills(stack: Stack, plan: Plan): Promise<{ rows: Row[]; count: number }> {
  const crowd = new LoadGenerator();
  const director = await connect(stack.administrator);
  try {
    const consoles = await allConsoles(stack);
    await crowd.order('connect', { halls: consoles, sessionId: SESSION_ID });
    const seen = countStills(director);
    await follow(director);
    await crowd.order('postStills', { everyMs: STILL_EVERY_MS });
    await delay(STILL_EVERY_MS);
    await crowd.order('postStills', { everyMs: STILL_EVERY_MS });
    const before = useOf(stack, 'front-door').cpuSeconds;
    const [seenBefore, beganMs] = [{ ...seen }, performance.now()];
    await delay(plan.stillsMs);
    const count = await crowd.order('postStills', { everyMs: null });
    const seconds = (performance.now() - beganMs) / 1_000;
    const cpu = useOf(stack, 'front-door').cpuSeconds - before;
    return {
      count,
      rows: [
        {
          what: `a still of ${consoles.length} halls every 5 s, front-door`,
          value: (100 * cpu) / seconds,
          unit: '% of a core',
        },
        { what: 'one still, front-door', value: (cpu * 1e6) / count, unit: 'µs' },
        {
          what: 'a control room that follows them receives',
          value: (seen.bytes - seenBefore.bytes) / seconds / KIB,
          unit: 'KiB/s',
        },
        {
          what: 'new stills in the control room',
          value: (seen.stills - seenBefore.stills) / seconds,
          unit: '/s',
        },
      ],
    };
  } finally {
    director.close();
    await crowd.end();
  }
}

function countStills(director: Socket): { stills: number; bytes: number } {
  const seen = { stills: 0, bytes: 0 };
  director.on(
    'control-room:stills-changed',
    ({ stills }: EventPayload<'control-room:stills-changed'>) => {
      seen.stills += stills.length;
      seen.bytes += stills.reduce((sum, { still }) => sum + still.length, 0);
    },
  );
  return seen;
}

async function follow(director: Socket): Promise<void> {
  const sessionId = SESSION_ID;
  dataOf(await commandOverSocket(director, 'control-room:subscribe', { sessionId }));
  const following = { sessionId, isFollowing: true };
  dataOf(await commandOverSocket(director, 'control-room:stills', following));
}
