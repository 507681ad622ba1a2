import { setTimeout as delay } from 'node:timers/promises';
import { enrolDevice } from '#contract/program-client.ts';
import { describeRound } from '#db/seed/seed-demo.ts';
import { mapAtOnce } from '../at-once.ts';
import type { Stack } from '../stack.ts';
import { LoadGenerator } from './load-generator.ts';
import type { JoiningHall } from './load-protocol.ts';

/** More halls in one process would measure that process. */
const HALLS_A_PROCESS = 60;
const JOINING_AT_ONCE = 6;

/** The demo's session with open doors. */
export const SESSION_ID = describeRound().sessionIds[0]!;

const enrolled = new WeakMap<Stack, Map<string, Promise<JoiningHall>>>();

/**
 * Consoles of halls that follow by video, by their place in the round; each is enrolled once a run.
 * Their numbers choose their footage.
 */
export function consolesOf(stack: Stack, from: number, count: number): Promise<JoiningHall[]> {
  const halls = hallsOnVideo(stack);
  if (from + count > halls.length) throw new Error(`there are ${halls.length} halls on video`);
  return enrol(stack, halls.slice(from, from + count));
}

export function hallsOnVideo(stack: Stack): Stack['round']['halls'] {
  return stack.round.halls.filter(({ mode }) => mode !== 'TV_ONLY');
}

/** A console of each of the 766 halls, those that follow by television too. */
export function allConsoles(stack: Stack): Promise<JoiningHall[]> {
  return enrol(stack, stack.round.halls);
}

/**
 * Devices of halls on video that may open a line beside those of `busy` halls: their consoles, then
 * projectors, until there are so many.
 */
export async function othersOf(
  stack: Stack,
  { busy, count }: { busy: readonly JoiningHall[]; count: number },
): Promise<JoiningHall[]> {
  const taken = new Set(busy.map(({ siteId }) => siteId));
  const halls = hallsOnVideo(stack);
  const free = halls.filter(({ id }) => !taken.has(id));
  const consoles = await enrol(stack, free.slice(0, count));
  const projectors = await enrol(stack, halls.slice(0, count - consoles.length), 'PROJECTOR');
  return [...consoles, ...projectors];
}

function enrol(
  stack: Stack,
  halls: Stack['round']['halls'],
  deviceKind: 'CONSOLE' | 'PROJECTOR' = 'CONSOLE',
): Promise<JoiningHall[]> {
  const known = enrolled.get(stack) ?? new Map<string, Promise<JoiningHall>>();
  enrolled.set(stack, known);
  return mapAtOnce(halls, 4, (hall) => {
    const asked = { siteId: hall.id, deviceKind, label: 'Đo lường' } as const;
    const key = `${deviceKind} ${hall.id}`;
    const consoleOf =
      known.get(key) ??
      enrolDevice(stack.administrator, asked).then((identity) => ({
        siteId: hall.id,
        isCentral: hall.tier === 'CENTRAL',
        number: stack.round.halls.indexOf(hall),
        identity,
      }));
    known.set(key, consoleOf);
    return consoleOf;
  });
}

const OFFERED_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 50;

/**
 * The source of each of these halls: a hall offers it just after the programme has come.
 * @throws Error when one has not offered a picture and a sound in time
 */
export async function sourcesOf(stack: Stack, halls: readonly JoiningHall[]): Promise<string[]> {
  const deadline = performance.now() + OFFERED_WITHIN_MS;
  for (;;) {
    const { sources } = await stack.command('control-room:subscribe', { sessionId: SESSION_ID });
    const offered = halls.flatMap(({ siteId }) => {
      const found = sources.find((source) => source.siteId === siteId);
      return found?.hasPicture && found.hasSound ? [found.sourceId] : [];
    });
    if (offered.length === halls.length) return offered;
    if (performance.now() > deadline) throw new Error('a hall has offered no source');
    await delay(LOOK_EVERY_MS);
  }
}

/** Halls in as many processes as they need. */
export class HallsOnVideo {
  readonly generators: LoadGenerator[];
  /** How long each took until the programme came, in ms. */
  readonly joinMs: number[] = [];

  /**
   * Brings them in, a few at a time.
   * @param hasThinLine they receive the low layer of pictures alone
   */
  static async join(
    halls: readonly JoiningHall[],
    { hasThinLine = false } = {},
  ): Promise<HallsOnVideo> {
    const count = Math.ceil(halls.length / HALLS_A_PROCESS);
    const all = new HallsOnVideo(Array.from({ length: count }, () => new LoadGenerator()));
    try {
      const shares = all.generators.map((generator, index) => ({
        generator,
        halls: halls.filter((_, place) => place % count === index),
      }));
      const atOnce = Math.ceil(JOINING_AT_ONCE / count);
      const joined = await Promise.all(
        shares.map((share) =>
          share.generator.order('join', { halls: share.halls, atOnce, hasThinLine }),
        ),
      );
      all.joinMs.push(...joined.flat());
      return all;
    } catch (error) {
      await all.leave();
      throw error;
    }
  }

  private constructor(generators: LoadGenerator[]) {
    this.generators = generators;
  }

  get cpuSeconds(): number {
    return this.generators.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
  }

  get pids(): number[] {
    return this.generators.map(({ pid }) => pid);
  }

  async stat(): Promise<{ onLine: number; sending: number; packets: number; lost: number }> {
    const stats = await Promise.all(this.generators.map((one) => one.order('stat', null)));
    const total = { onLine: 0, sending: 0, packets: 0, lost: 0 };
    for (const stat of stats) {
      total.onLine += stat.onLine;
      total.sending += stat.sending;
      total.packets += stat.packets;
      total.lost += stat.lost;
    }
    return total;
  }

  async leave(): Promise<void> {
    await Promise.all(this.generators.map((generator) => generator.end()));
  }
}
