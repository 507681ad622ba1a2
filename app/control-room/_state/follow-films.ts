import type { InputState } from '#contract/input.ts';
import type { EventPayload } from '#contract/registry.ts';
import type { LiveConnection } from '../../_live/live-connection.ts';
import { LiveStream } from '../../_live/live-stream.ts';
import type { FilmStore } from './film-store.ts';

interface Told {
  inputs: readonly InputState[];
  serverAheadMs: number;
}

/** Keeps the films' store current, with a snapshot after every gap. @returns the way to stop */
export function followFilms(live: LiveConnection, sessionId: string, store: FilmStore): () => void {
  const stream = new LiveStream<Told, EventPayload<'input:changed'>>(
    live,
    {
      snapshot: async () => {
        const answer = await live.request('input:subscribe', { input: { sessionId } });
        return answer?.ok ? { ...answer, data: { ...answer.data, ...told(answer.data) } } : answer;
      },
      listen: (hear) =>
        live.on('input:changed', (event) => event.sessionId === sessionId && hear(event)),
      fold: (_, event) => told(event),
    },
    (view) => {
      if (view.kind === 'loading') return;
      if (view.kind === 'failed') {
        return store.show({ link: { kind: 'FAILED', failure: view.failure } });
      }
      const link = { kind: view.kind === 'live' ? 'LIVE' : 'STALE' } as const;
      const { inputs, serverAheadMs } = view.state;
      const films = inputs.filter(({ film }) => film);
      const streams = inputs.filter(({ stream }) => stream);
      store.show({ link, films, streams, serverAheadMs });
    },
  );
  return () => stream.close();
}

/** Read as it comes: the way took some milliseconds, which a countdown does not show. */
function told({ inputs, now }: { inputs: readonly InputState[]; now: string }): Told {
  return { inputs, serverAheadMs: Date.parse(now) - Date.now() };
}
