import { setTimeout as delay } from 'node:timers/promises';
import type { FootageName } from '#server/demo/simulated-halls/footage.ts';
import { habitsOf } from '#server/demo/simulated-halls/hall-habits.ts';
import type { Stack } from '../stack.ts';
import { consolesOf, HallsOnVideo, SESSION_ID, sourcesOf } from './halls-on-video.ts';
import { machineMs } from './machine-clock.ts';
import type { RealPages } from './real-pages.ts';
import type { Watcher } from './watcher.ts';

/** The halls that are taken to air: well, with different footage. */
const SOURCES = [1, 2];
const ARRIVES_WITHIN_MS = 5_000;
/** The crowd before ended without a word: its lines watch a source until they count as lost. */
const CALM_WITHIN_MS = 60_000;
const BETWEEN_TAKES_MS = 600;
/** Receivers note the moment themselves: this only says when all have. */
const LOOK_EVERY_MS = 50;
/** Long enough that every page shows the new picture. */
const MOST_LESSONS = 5;
const LEARN_AFTER_MS = 2_000;

export interface PlannedTakes {
  kind: 'warm' | 'cold';
  count: number;
  /** Halls that ought to see each; those that don't in 5 s are missing from the answer. */
  expected: number;
}

/** In ms from the command, of all takes together. */
export interface Takes {
  answersMs: number[];
  /** First packet of the new source's picture at the halls. */
  arrivalsMs: number[];
  /** First frame of it in the pixels of real pages. */
  shownMs: number[];
}

const TAKE = {
  sessionId: SESSION_ID,
  insetSourceId: null,
  layout: 'FULL',
  sound: 'FOLLOWS',
} as const;

/** Two halls in a process of their own, and the director who takes them in turns. */
export class TakenSources {
  readonly #stack: Stack;
  readonly #halls: HallsOnVideo;
  readonly #sources: readonly { sourceId: string; footage: FootageName }[];
  #turn = 0;

  static async join(stack: Stack): Promise<TakenSources> {
    const consoles = await Promise.all(SOURCES.map((place) => consolesOf(stack, place, 1)));
    const halls = await HallsOnVideo.join(consoles.flat());
    const sourceIds = await sourcesOf(stack, consoles.flat());
    const sources = consoles.flat().map(({ number }, index) => ({
      sourceId: sourceIds[index]!,
      footage: habitsOf(number).footage,
    }));
    return new TakenSources(stack, { halls, sources });
  }

  private constructor(
    stack: Stack,
    made: { halls: HallsOnVideo; sources: readonly { sourceId: string; footage: FootageName }[] },
  ) {
    this.#stack = stack;
    this.#halls = made.halls;
    this.#sources = made.sources;
  }

  /** Shows each source long enough for the pages to know it by its picture. */
  async teach(pages: RealPages): Promise<void> {
    // The crowd before left the other source on air; beside many halls that have just joined the first
    // take shows late, and the old picture must not be learnt under the new name.
    await pages.learnBefore();
    for (const _ of this.#sources) {
      const { sourceId, footage } = this.#next();
      await this.#stack.command('programme:take', { ...TAKE, mainSourceId: sourceId });
      // The first picture of a source that was not sending comes later than any other.
      for (let attempt = 1; ; attempt += 1) {
        await delay(LEARN_AFTER_MS);
        try {
          await pages.learn(footage);
          break;
        } catch (error) {
          if (attempt === MOST_LESSONS) throw error;
        }
      }
      await pages.forgetBefore();
    }
  }

  async takeInTurns(
    watchers: { halls: readonly Watcher[]; pages: RealPages | null },
    takes: PlannedTakes,
  ): Promise<Takes> {
    const total: Takes = { answersMs: [], arrivalsMs: [], shownMs: [] };
    // The first one also warms the way; it is not counted.
    for (let index = -1; index < takes.count; index += 1) {
      const one = await this.#takeNext(watchers, takes);
      if (index < 0) continue;
      total.answersMs.push(...one.answersMs);
      total.arrivalsMs.push(...one.arrivalsMs);
      total.shownMs.push(...one.shownMs);
    }
    return total;
  }

  async leave(): Promise<void> {
    await this.#stack.command('programme:take', { ...TAKE, mainSourceId: null });
    await this.#halls.leave();
  }

  #next(): { sourceId: string; footage: FootageName } {
    return this.#sources[this.#turn++ % this.#sources.length]!;
  }

  async #takeNext(
    { halls, pages }: { halls: readonly Watcher[]; pages: RealPages | null },
    { kind, expected }: PlannedTakes,
  ): Promise<Takes> {
    const { sourceId, footage } = this.#next();
    const preview = kind === 'warm' ? sourceId : null;
    await this.#stack.command('programme:preview', { sessionId: SESSION_ID, sourceId: preview });
    await this.#untilSending(kind === 'warm' ? 2 : 1);
    await delay(BETWEEN_TAKES_MS);
    const watchers = [...halls, ...(pages ? [pages] : [])];
    await Promise.all(watchers.map((watcher) => watcher.watch(footage)));
    const beganMs = machineMs();
    await this.#stack.command('programme:take', { ...TAKE, mainSourceId: sourceId });
    const answersMs = [machineMs() - beganMs];
    const [arrived, shown] = await Promise.all([
      untilSeen(halls, expected),
      untilSeen(pages ? [pages] : [], pages?.count ?? 0),
    ]);
    const sinceTake = (atMs: number) => atMs - beganMs;
    return { answersMs, arrivalsMs: arrived.map(sinceTake), shownMs: shown.map(sinceTake) };
  }

  /** At most the source on air and the one that follows it. */
  async #untilSending(most: number): Promise<void> {
    const deadline = machineMs() + CALM_WITHIN_MS;
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

/** Those of the expected ones who saw it in time. */
async function untilSeen(watchers: readonly Watcher[], expected: number): Promise<number[]> {
  const deadline = machineMs() + ARRIVES_WITHIN_MS;
  for (;;) {
    const seen = (await Promise.all(watchers.map((watcher) => watcher.seen()))).flat();
    if (seen.length >= expected || machineMs() > deadline) return seen;
    await delay(LOOK_EVERY_MS);
  }
}
