import { foldFigures, readArrivalCurve, readCells, readHalls } from '#contract/figures-fold.ts';
import type { FigureTuples } from '#contract/figures-fold.ts';
import type { Revision } from '#contract/event.ts';
import type { CommandOutput, EventPayload } from '#contract/registry.ts';
import type { OpenDatabase } from '#db/client.ts';
import type { Actor } from '#domain/actor.ts';
import type { Handlers } from '../commands/handler.ts';
import { createLogger } from '../logger.ts';
import { Streams } from '../socket/streams.ts';
import { createTestExecute } from '../testing/execute.ts';
import { dataOf } from '../testing/harness.ts';
import { createFigureHandlers, LiveFigures } from './figures.ts';

export type Snapshot = CommandOutput<'figures:subscribe'>;
type Change = EventPayload<'figures:changed'>;

/** Streams without sockets: the rooms that were joined, and all that was sent to each. */
function createRooms() {
  const streams = new Streams();
  const joined = new Map<string, number>();
  const sent: { room: string; payload: Change }[] = [];
  streams.attach(
    (room, _event, payload) => void sent.push({ room, payload: payload as Change }),
    (room) => joined.get(room) ?? 0,
  );
  return { streams, joined, sent };
}

/** Figures of that database, asked and told as by sockets. */
export function startFigures(database: OpenDatabase) {
  const rooms = createRooms();
  const log = createLogger('silent');
  const figures = new LiveFigures({ db: database.db, streams: rooms.streams, log });
  const handlers = createFigureHandlers({ figures, streams: rooms.streams });
  const test = createTestExecute(database, handlers as Partial<Handlers>);
  const send = async (actor: Actor, name: string, input: unknown) => {
    let room = '';
    const answer = await test.execute({
      name,
      request: { input },
      actor,
      clientAddress: 'test',
      origin: 'http://test',
      cookies: null,
      subscriber: {
        socketId: 'test',
        join: (one) => {
          room = one;
          rooms.joined.set(one, (rooms.joined.get(one) ?? 0) + 1);
        },
        leave: (one) => void rooms.joined.set(one, (rooms.joined.get(one) ?? 1) - 1),
      },
    });
    return { answer, room };
  };
  return {
    ...rooms,
    figures,
    send,
    close: async () => {
      figures.close();
      await test.close();
    },
  };
}

/** A reader that follows the stream as a page does. */
export async function followFigures(
  live: Pick<ReturnType<typeof startFigures>, 'send' | 'sent'>,
  { actor, sessionId }: { actor: Actor; sessionId: string },
) {
  const { answer, room } = await live.send(actor, 'figures:subscribe', { sessionId });
  const snapshot = dataOf(answer as never) as Snapshot;
  let read = 0;
  const revisions: Revision[] = [];
  return {
    room,
    snapshot,
    revisions,
    state: () => {
      const events = live.sent.filter((one) => one.room === room).map(({ payload }) => payload);
      revisions.push(...events.slice(read).map(({ revision }) => revision));
      read = events.length;
      return events.reduce((state: FigureTuples, event) => foldFigures(state, event), snapshot);
    },
  };
}

/** Everything in an order of its own, without the rows that say nothing. */
export function plain(state: FigureTuples) {
  const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  return {
    cells: readCells(state)
      .filter((cell) => cell.summoned > 0)
      .sort(byText),
    halls: [...readHalls(state).values()].sort(byText),
    curve: readArrivalCurve(state.arrivals),
  };
}
