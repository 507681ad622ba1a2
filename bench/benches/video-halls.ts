import { setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { commandOverSocket, dataOf } from '#contract/program-client.ts';
import type { EventPayload } from '#contract/registry.ts';
import { allConsoles, consolesOf, HallsOnVideo, SESSION_ID } from '../media/halls-on-video.ts';
import { LoadGenerator } from '../media/load-generator.ts';
import { percentile } from '../measure.ts';
import type { Measured, Row } from '../result.ts';
import { connect, type Part, type Stack, useOf } from '../stack.ts';
import type { Workplace } from '../workplace.ts';

const HALLS = 100;
const FIRST_HALL = 10;
const SETTLE_MS = 5_000;
const STILL_EVERY_MS = 5_000;
const STILLS_MS = 20_000;
const KIB = 1024;
const PARTS: readonly Part[] = ['media workers', 'media-node', 'front-door'];

export const title = 'What a hall on video costs, and the stills of all 766';

/** Memory and time of joining halls, and the front door's work for a still of each hall every 5 s. */
export async function run(workplace: Workplace): Promise<Measured> {
  const stack = await workplace.stack();
  const consoles = await consolesOf(stack, FIRST_HALL, HALLS);
  // The first hall opens the session's bus, which is no hall's cost.
  const first = await HallsOnVideo.join(await consolesOf(stack, 0, 1));
  try {
    const before = usesOf(stack);
    const halls = await HallsOnVideo.join(consoles);
    try {
      const joined = usesOf(stack);
      await delay(SETTLE_MS);
      const settled = usesOf(stack);
      const rows = hallRows({ joinMs: halls.joinMs, before, joined, settled });
      await halls.leave();
      const stills = await costOfStills(stack);
      return {
        rows: [...rows, ...stills.rows],
        notes: [
          `${HALLS} halls, 6 joining at a time, each with a line to send and one to receive; joined: from opening its socket to the first packet of the programme.`,
          'Memory is resident memory: it moves with the allocators by some MiB.',
          `Stills: ${stills.count} were posted in ${STILLS_MS / 1_000} s, one control room follows them all.`,
        ],
      };
    } finally {
      await halls.leave();
    }
  } finally {
    await first.leave();
  }
}

type Uses = Record<Part, { cpuSeconds: number; residentBytes: number }>;

function usesOf(stack: Stack): Uses {
  return Object.fromEntries(PARTS.map((part) => [part, useOf(stack, part)])) as Uses;
}

function hallRows(measured: {
  joinMs: number[];
  before: Uses;
  joined: Uses;
  settled: Uses;
}): Row[] {
  const { joinMs, before, joined, settled } = measured;
  const baseline = 'a hall has joined, p50';
  return [
    { what: baseline, value: percentile(joinMs, 0.5), unit: 'ms' },
    { what: 'a hall has joined, p95', value: percentile(joinMs, 0.95), unit: 'ms', baseline },
    ...PARTS.map((part) => ({
      what: `to join, ${part}`,
      value: ((joined[part].cpuSeconds - before[part].cpuSeconds) * 1_000) / HALLS,
      unit: 'ms of a core',
    })),
    ...PARTS.map((part) => ({
      what: `memory of one more hall, ${part}`,
      value: (settled[part].residentBytes - before[part].residentBytes) / HALLS / KIB,
      unit: 'KiB',
    })),
  ];
}

async function costOfStills(stack: Stack): Promise<{ rows: Row[]; count: number }> {
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
    await delay(STILLS_MS);
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
