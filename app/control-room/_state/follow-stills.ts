import type { LiveConnection } from '../../_live/live-connection.ts';
import type { StillStore } from './still-store.ts';

/**
 * Keeps the stills current; asks for all of them again after each reconnection.
 * @returns the way to stop, which also tells the centre
 */
export function followStills(
  live: LiveConnection,
  sessionId: string,
  stills: StillStore,
): () => void {
  const ask = async (isFollowing: boolean) => {
    if (live.state.kind !== 'connected') return;
    const answer = await live.request('control-room:stills', { input: { sessionId, isFollowing } });
    if (answer?.ok && isFollowing) stills.tell(answer.data.stills);
  };
  const stops = [
    live.on('control-room:stills-changed', (event) => {
      if (event.sessionId === sessionId) stills.tell(event.stills);
    }),
    live.watch(() => void ask(true)),
  ];
  void ask(true);
  return () => {
    for (const stop of stops) stop();
    void ask(false);
  };
}
