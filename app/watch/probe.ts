import { RECORDED_HEADER } from '#domain/watch.ts';

/** Whether something is on the air at an address and recorded, and what time the server has. */
export type Probed =
  | { kind: 'ON'; serverMs: number | null; isRecorded: boolean | null }
  /** Nothing is broadcast, or not to this browser. */
  | { kind: 'OFF' }
  | { kind: 'AWAY' };

export async function probe(address: string, signal: AbortSignal): Promise<Probed> {
  try {
    const answer = await fetch(address, { method: 'HEAD', cache: 'no-store', signal });
    if (answer.status === 404) return { kind: 'OFF' };
    if (!answer.ok) return { kind: 'AWAY' };
    const serverMs = Date.parse(answer.headers.get('date') ?? '');
    const recorded = answer.headers.get(RECORDED_HEADER);
    return {
      kind: 'ON',
      serverMs: Number.isNaN(serverMs) ? null : serverMs,
      isRecorded: recorded === null ? null : recorded === 'yes',
    };
  } catch {
    return { kind: 'AWAY' };
  }
}
