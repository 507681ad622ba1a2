import { randomUUID } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import type { Layout } from '#domain/programme.ts';
import type { BroadcastFacts, BroadcastWish } from '../broadcast-link/broadcast-port.ts';
import { SessionBroadcasts } from './session-broadcasts.ts';

class SlowBroadcast {
  readonly facts: BroadcastFacts;
  readonly wishes: BroadcastWish[] = [];
  readonly ended = Promise.withResolvers<void>();
  readonly close = vi.fn(() => this.ended.promise);

  constructor(sessionId: string) {
    this.facts = {
      ...{ sessionId, signal: 'STARTING', lufs: null },
      ...{ restarts: 0, gapSeconds: 0, clean: null, outlets: [] },
    };
  }

  want(wish: BroadcastWish): void {
    this.wishes.push(wish);
  }
}

const sessionId = randomUUID();
const wishFor = (layout: Layout): BroadcastWish => ({
  sessionId,
  picture: { layout, mainName: '', insetName: '', notice: null },
  outlets: [],
});
const wish = wishFor('FULL');

function keep() {
  const opened: SlowBroadcast[] = [];
  const open = (id: string) => {
    const broadcast = new SlowBroadcast(id);
    opened.push(broadcast);
    return broadcast;
  };
  return { opened, broadcasts: new SessionBroadcasts({ open }) };
}

it('keeps one broadcast for as long as it is wanted', () => {
  const { opened, broadcasts } = keep();
  broadcasts.want([wish]);
  broadcasts.want([wishFor('INSET')]);
  expect(opened).toHaveLength(1);
  expect(opened[0]!.wishes.map(({ picture }) => picture.layout)).toEqual(['FULL', 'INSET']);
  broadcasts.want([]);
  expect(opened[0]!.close).toHaveBeenCalledOnce();
  expect(broadcasts.facts).toEqual([]);
});

it('begins again only when the one before has come to its end, with what is wanted then', async () => {
  const { opened, broadcasts } = keep();
  broadcasts.want([wish]);
  broadcasts.want([]);
  broadcasts.want([wish]);
  broadcasts.want([wishFor('SIDE_BY_SIDE')]);
  expect(opened).toHaveLength(1);
  opened[0]!.ended.resolve();
  await vi.waitFor(() => expect(opened).toHaveLength(2));
  expect(opened[1]!.wishes.map(({ picture }) => picture.layout)).toEqual(['SIDE_BY_SIDE']);
});

it('waits for every end when it closes, and begins nothing more', async () => {
  const { opened, broadcasts } = keep();
  broadcasts.want([wish]);
  const closed = vi.fn();
  const closing = broadcasts.close().then(closed);
  broadcasts.want([wish]);
  expect(closed).not.toHaveBeenCalled();
  opened[0]!.ended.resolve();
  await closing;
  expect(opened).toHaveLength(1);
});
