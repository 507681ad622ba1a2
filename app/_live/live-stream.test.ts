import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Revision } from '#contract/event.ts';
import type { ConnectionState } from './connection-state.ts';
import { LiveStream, type StreamView } from './live-stream.ts';

interface Counter {
  total: number;
}
interface Added {
  by: number;
  revision: Revision;
}

/** A centre with one counter; the line to it can drop events and whole connections. */
class Centre {
  epoch = 'a';
  number = 0;
  total = 0;
  state: ConnectionState = { kind: 'connected' };
  readonly snapshots: (() => void)[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #hearers = new Set<(event: Added) => void>();

  watch = (onChange: () => void) => {
    this.#watchers.add(onChange);
    return () => void this.#watchers.delete(onChange);
  };

  source = {
    snapshot: () =>
      new Promise<{ ok: true; data: Counter & { revision: Revision } }>((resolve) => {
        // The centre reads now and the answer arrives when the test lets it.
        const data = { total: this.total, revision: { epoch: this.epoch, number: this.number } };
        this.snapshots.push(() => resolve({ ok: true, data }));
      }),
    listen: (hear: (event: Added) => void) => {
      this.#hearers.add(hear);
      return () => void this.#hearers.delete(hear);
    },
    fold: (state: Counter, event: Added) => ({ ...state, total: state.total + event.by }),
  };

  add(by: number, delivery: 'arrives' | 'lost' | 'twice'): void {
    this.number += 1;
    this.total += by;
    const event = { by, revision: { epoch: this.epoch, number: this.number } };
    const times = { arrives: 1, lost: 0, twice: 2 }[delivery];
    for (let time = 0; time < times; time += 1) for (const hear of this.#hearers) hear(event);
  }

  setLine(state: ConnectionState): void {
    this.state = state;
    for (const watcher of this.#watchers) watcher();
  }

  restart(): void {
    this.epoch += 'a';
    this.number = 0;
  }
}

const settle = async (centre: Centre) => {
  for (let round = 0; round < 5; round += 1) {
    for (const answer of centre.snapshots.splice(0)) answer();
    await new Promise((resolve) => setImmediate(resolve));
  }
};

function open(centre: Centre) {
  const views: StreamView<Counter>[] = [];
  const stream = new LiveStream<Counter, Added>(centre, centre.source, (view) => views.push(view));
  return { stream, latest: () => views.at(-1) ?? { kind: 'loading' as const } };
}

describe('LiveStream', () => {
  it('puts events that overtook the snapshot on top of it', async () => {
    const centre = new Centre();
    const { latest } = open(centre);
    centre.add(3, 'arrives');
    expect(latest()).toEqual({ kind: 'loading' });
    await settle(centre);
    expect(latest()).toMatchObject({ kind: 'live', state: { total: 3 } });
  });

  it('shows the last known figures as stale while the line is gone', async () => {
    const centre = new Centre();
    const { latest } = open(centre);
    await settle(centre);
    centre.add(2, 'arrives');
    centre.setLine({ kind: 'reconnecting', sinceMs: 0 });
    expect(latest()).toMatchObject({ kind: 'stale', state: { total: 2 } });
  });

  it('asks again after a gap', async () => {
    const centre = new Centre();
    const { latest } = open(centre);
    await settle(centre);
    centre.add(1, 'lost');
    centre.add(1, 'arrives');
    await settle(centre);
    expect(latest()).toMatchObject({ kind: 'live', state: { total: 2 } });
  });

  it('is silent after it was closed', async () => {
    const centre = new Centre();
    const { stream, latest } = open(centre);
    await settle(centre);
    stream.close();
    centre.add(1, 'arrives');
    expect(latest()).toMatchObject({ kind: 'live', state: { total: 0 } });
  });

  it('ends with the centre’s figure after any losses, repeats, restarts and blinks', async () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant('add' as const),
        by: fc.integer({ min: 1, max: 9 }),
        delivery: fc.constantFrom('arrives' as const, 'lost' as const, 'twice' as const),
      }),
      fc.record({ do: fc.constantFrom('blink' as const, 'restart' as const, 'settle' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const centre = new Centre();
        const { latest } = open(centre);
        for (const one of steps) {
          if (one.do === 'add') centre.add(one.by, one.delivery);
          else if (one.do === 'settle') await settle(centre);
          else {
            centre.setLine({ kind: 'reconnecting', sinceMs: 0 });
            if (one.do === 'restart') centre.restart();
            centre.setLine({ kind: 'connected' });
          }
        }
        await settle(centre);
        centre.add(1, 'arrives');
        await settle(centre);
        expect(latest()).toMatchObject({ kind: 'live', state: { total: centre.total } });
      }),
      { numRuns: 200 },
    );
  });
});
