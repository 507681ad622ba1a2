import type { BroadcastState } from '#contract/broadcast.ts';
import type { EventPayload } from '#contract/registry.ts';
import type { LiveConnection } from '../../_live/live-connection.ts';
import { LiveStream, type StreamView } from '../../_live/live-stream.ts';
import type { BroadcastStore } from './broadcast-store.ts';

interface Told {
  broadcast: BroadcastState;
}

/** Keeps the broadcast's store current, with a snapshot after every gap. @returns the way to stop */
export function followBroadcast(
  live: LiveConnection,
  sessionId: string,
  store: BroadcastStore,
): () => void {
  const stream = new LiveStream<Told, EventPayload<'broadcast:changed'>>(
    live,
    {
      snapshot: () => live.request('broadcast:subscribe', { input: { sessionId } }),
      listen: (hear) =>
        live.on(
          'broadcast:changed',
          (event) => event.broadcast.sessionId === sessionId && hear(event),
        ),
      fold: (_, { broadcast }) => ({ broadcast }),
    },
    (view) => showBroadcast(store, view),
  );
  return () => stream.close();
}

/** What was known stays on the page while the line is looked for. */
export function showBroadcast(store: Pick<BroadcastStore, 'show'>, view: StreamView<Told>): void {
  if (view.kind === 'loading') return;
  if (view.kind === 'failed') {
    return store.show({ link: { kind: 'FAILED', failure: view.failure } });
  }
  const link = { kind: view.kind === 'live' ? 'LIVE' : 'STALE' } as const;
  store.show({ link, broadcast: view.state.broadcast });
}
