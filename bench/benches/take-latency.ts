import { setTimeout as delay } from 'node:timers/promises';
import type { FootageName } from '#server/demo/simulated-halls/footage.ts';
import { habitsOf } from '#server/demo/simulated-halls/hall-habits.ts';
import { consolesOf, HallsOnVideo, SESSION_ID, sourcesOf } from '../media/halls-on-video.ts';
import { LoadGenerator } from '../media/load-generator.ts';
import { machineMs } from '../media/machine-clock.ts';
import { percentile } from '../measure.ts';
import type { Measured, Row } from '../result.ts';
import type { Stack } from '../stack.ts';
import type { Workplace } from '../workplace.ts';

const RECEIVERS = [50, 236];
const TAKES = 12;
const RECREATING_TAKES = 6;
/** The halls that are taken to air: well, with different footage. */
const SOURCES = [1, 2];
const FIRST_RECEIVER = 10;
const ARRIVES_WITHIN_MS = 5_000;
const BETWEEN_TAKES_MS = 600;
const LOOK_EVERY_MS = 25;

export const title = 'From the take to the first packet of the new source at the halls';

/**
 * A director takes two halls to air in turns; measured from the command to the first picture's packet
 * of the new source at each receiving hall, which has a real ICE, DTLS and SRTP line.
 * @throws Error when a hall misses a take
 */
export async function run(workplace: Workplace): Promise<Measured> {
  const stack = await workplace.stack();
  const sources = await Sources.join(stack);
  const rows: Row[] = [];
  const notes: string[] = [];
  try {
    for (const count of RECEIVERS) {
      const receivers = await HallsOnVideo.join(await consolesOf(stack, FIRST_RECEIVER, count));
      try {
        for (const kind of ['warm', 'cold'] as const) {
          const takes = { kind, count: TAKES, expected: count, missing: 'FAIL' } as const;
          const measured = await sources.takeInTurns(receivers.generators, takes);
          rows.push(...rowsOf(`${count} halls, ${kind} take`, measured));
        }
        const { packets, lost } = await receivers.stat();
        notes.push(`${count} halls received ${packets} packets and missed ${lost}.`);
      } finally {
        await receivers.leave();
      }
      rows.push(...(await recreate(stack, { sources, count })));
    }
  } finally {
    await sources.leave();
  }
  return {
    rows,
    notes: [
      ...notes,
      `Each figure is over ${TAKES} takes at every hall (${RECREATING_TAKES} where consumers are made anew).`,
      'Warm: the source was in PREVIEW. Cold: it was not sending; its simulated camera answers at once, a real one at its next frame (up to 40 ms later).',
      '“Consumer made anew”: at each take every receiver asks for a consumer of the new source, negotiates and resumes it over the same contract, as without a bus; always a warm source.',
      'All halls run on this machine and take part of its cores.',
    ],
  };
}

interface PlannedTakes {
  kind: 'warm' | 'cold';
  expected: number;
  /** A hall that misses a take of ours is a fault; without a bus it is a figure. */
  missing: 'FAIL' | 'COUNT';
}

interface Takes {
  arrivalsMs: number[];
  answersMs: number[];
}

function rowsOf(what: string, { arrivalsMs, answersMs }: Takes): Row[] {
  const baseline = `${what}: command answered, p50`;
  return [
    { what: baseline, value: percentile(answersMs, 0.5), unit: 'ms' },
    {
      what: `${what}: first packet, p50`,
      value: percentile(arrivalsMs, 0.5),
      unit: 'ms',
      baseline,
    },
    { what: `${what}: first packet, p95`, value: percentile(arrivalsMs, 0.95), unit: 'ms' },
  ];
}

async function recreate(stack: Stack, given: { sources: Sources; count: number }): Promise<Row[]> {
  const { sources, count } = given;
  const generators = [new LoadGenerator(), new LoadGenerator()];
  try {
    const account = stack.administrator;
    await Promise.all(
      generators.map((generator) =>
        generator.order('joinRecreating', { account, count: count / 2, sessionId: SESSION_ID }),
      ),
    );
    const plan = { kind: 'warm', count: RECREATING_TAKES } as const;
    const takes = { ...plan, expected: count, missing: 'COUNT' } as const;
    const { arrivalsMs } = await sources.takeInTurns(generators, takes);
    const what = `${count} receivers, consumer made anew`;
    const ours = (share: string) => `${count} halls, warm take: first packet, ${share}`;
    const expected = count * RECREATING_TAKES;
    const missed = (100 * (expected - arrivalsMs.length)) / expected;
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
      { what: `${what}: not within 5 s`, value: missed, unit: '% of the takes' },
    ];
  } finally {
    await Promise.all(generators.map((generator) => generator.end()));
  }
}

/** Two halls in a process of their own, and the director who takes them. */
class Sources {
  readonly #stack: Stack;
  readonly #halls: HallsOnVideo;
  readonly #sources: readonly { sourceId: string; footage: FootageName }[];
  #turn = 0;

  static async join(stack: Stack): Promise<Sources> {
    const consoles = await Promise.all(SOURCES.map((place) => consolesOf(stack, place, 1)));
    const halls = await HallsOnVideo.join(consoles.flat());
    const sourceIds = await sourcesOf(stack, consoles.flat());
    const sources = consoles.flat().map(({ number }, index) => ({
      sourceId: sourceIds[index]!,
      footage: habitsOf(number).footage,
    }));
    return new Sources(stack, { halls, sources });
  }

  private constructor(
    stack: Stack,
    made: { halls: HallsOnVideo; sources: readonly { sourceId: string; footage: FootageName }[] },
  ) {
    this.#stack = stack;
    this.#halls = made.halls;
    this.#sources = made.sources;
  }

  async takeInTurns(
    receivers: readonly LoadGenerator[],
    takes: PlannedTakes & { count: number },
  ): Promise<Takes> {
    const total: Takes = { arrivalsMs: [], answersMs: [] };
    // The first one also warms the way; it is not counted.
    for (let index = -1; index < takes.count; index += 1) {
      const one = await this.#takeNext(receivers, takes);
      if (index < 0) continue;
      total.arrivalsMs.push(...one.arrivalsMs);
      total.answersMs.push(...one.answersMs);
    }
    return total;
  }

  async leave(): Promise<void> {
    await this.#stack.command('programme:take', { ...TAKE, mainSourceId: null });
    await this.#halls.leave();
  }

  async #takeNext(
    receivers: readonly LoadGenerator[],
    { kind, expected, missing }: PlannedTakes,
  ): Promise<Takes> {
    const { sourceId, footage } = this.#sources[this.#turn++ % this.#sources.length]!;
    const preview = kind === 'warm' ? sourceId : null;
    await this.#stack.command('programme:preview', { sessionId: SESSION_ID, sourceId: preview });
    await this.#untilSending(kind === 'warm' ? 2 : 1);
    await delay(BETWEEN_TAKES_MS);
    await Promise.all(receivers.map((generator) => generator.order('watch', footage)));
    const beganMs = machineMs();
    await this.#stack.command('programme:take', { ...TAKE, mainSourceId: sourceId });
    const answersMs = [machineMs() - beganMs];
    const seen = await untilSeen(receivers, { expected, missing });
    return { answersMs, arrivalsMs: seen.map((atMs) => atMs - beganMs) };
  }

  /** At most the source on air and the one that follows it. */
  async #untilSending(most: number): Promise<void> {
    const deadline = machineMs() + ARRIVES_WITHIN_MS;
    for (;;) {
      const { sending } = await this.#halls.stat();
      if (sending === most || (most === 1 && sending === 0)) return;
      // Before the first take nothing is on air.
      if (most === 2 && sending === 1 && this.#turn === 1) return;
      if (machineMs() > deadline) throw new Error(`${sending} sources send, not ${most}`);
      await delay(LOOK_EVERY_MS);
    }
  }
}

const TAKE = {
  sessionId: SESSION_ID,
  insetSourceId: null,
  layout: 'FULL',
  sound: 'FOLLOWS',
} as const;

async function untilSeen(
  receivers: readonly LoadGenerator[],
  { expected, missing }: Pick<PlannedTakes, 'expected' | 'missing'>,
): Promise<number[]> {
  const deadline = machineMs() + ARRIVES_WITHIN_MS;
  for (;;) {
    const seen = await Promise.all(receivers.map((generator) => generator.order('seen', null)));
    if (seen.flat().length >= expected) return seen.flat();
    if (machineMs() > deadline) {
      if (missing === 'COUNT') return seen.flat();
      throw new Error(`${seen.flat().length} of ${expected} halls saw the take`);
    }
    await delay(LOOK_EVERY_MS);
  }
}
