import type { EventPayload } from '#contract/registry.ts';
import type { LiveConnection } from '../../_live/live-connection.ts';
import { LiveStream, type StreamView } from '../../_live/live-stream.ts';
import { factsOf, withChange, type RoomFacts } from './room-facts.ts';
import type { RoomStore } from './room-store.ts';

/**
 * Keeps the store current: the room's stream and the programme's own, each with its snapshot after
 * every gap. @returns the way to stop
 */
export function followRoom(live: LiveConnection, sessionId: string, store: RoomStore): () => void {
  const input = { sessionId };
  const room = new LiveStream<RoomFacts, EventPayload<'control-room:changed'>>(
    live,
    {
      snapshot: async () => {
        const answer = await live.request('control-room:subscribe', { input });
        if (!answer?.ok) return answer;
        const { revision } = answer.data;
        return { ok: true, data: { ...factsOf(answer.data, store.getState().facts), revision } };
      },
      listen: (hear) =>
        live.on('control-room:changed', (event) => event.sessionId === sessionId && hear(event)),
      fold: withChange,
    },
    (view) => showRoom(store, view),
  );
  const programme = new LiveStream(
    live,
    {
      snapshot: () => live.request('programme:subscribe', { input }),
      listen: (hear: (event: EventPayload<'programme:changed'>) => void) =>
        live.on(
          'programme:changed',
          (event) => event.programme.sessionId === sessionId && hear(event),
        ),
      fold: (_, event) => event,
    },
    (view) => {
      if (view.kind === 'live') {
        store.dispatch({ type: 'PROGRAMME', programme: view.state.programme });
      }
    },
  );
  return () => {
    room.close();
    programme.close();
  };
}

function showRoom(store: RoomStore, view: StreamView<RoomFacts>): void {
  if (view.kind === 'failed') return store.dispatch({ type: 'FAILED', failure: view.failure });
  if (view.kind === 'loading') return;
  const link = { kind: view.kind === 'live' ? 'LIVE' : 'STALE' } as const;
  store.dispatch({ type: 'FACTS', facts: view.state, link });
}
