import { describe, expect, it } from 'vitest';
import type { OutboxFileEntry } from '#contract/outbox-file.ts';
import type { CommandInput } from '#contract/registry.ts';
import type { ErrorCode } from '#contract/errors.ts';
import { handIn } from './hand-in.ts';

type Append = CommandInput<'check-in:append'>;

const entry = (id: string, given: Partial<OutboxFileEntry> = {}): OutboxFileEntry => ({
  id,
  siteId: 'hall',
  sessionId: 'morning',
  label: id,
  event: {
    id,
    subject: { kind: 'DELEGATE', delegateId: 'a' },
    kind: 'PRESENT',
    method: 'QR',
    happenedAt: '2026-12-01T00:45:00Z',
    deviceAt: '2026-12-01T00:45:00Z',
    detail: {},
  },
  ...given,
});

/** A centre that stores by id, and fails on some as told. */
function centre(failsOn: Record<string, ErrorCode | 'NO_NETWORK'> = {}) {
  const stored: string[] = [];
  const batches: number[] = [];
  const progress: number[] = [];
  const send = async ({ events, siteId }: Append) => {
    batches.push(events.length);
    const code = failsOn[siteId] ?? events.map(({ id }) => failsOn[id]).find(Boolean);
    if (code === 'NO_NETWORK') return { ok: false as const, code };
    if (code) return { ok: false as const, code, message: '', messageEn: '' };
    const receipts = events.map(({ id }) => {
      const outcome = stored.includes(id) ? ('DUPLICATE' as const) : ('COUNTED' as const);
      stored.push(id);
      return outcome === 'DUPLICATE' ? { id, outcome, presentAt: null } : { id, outcome };
    });
    const data = { receipts, receivedAt: '2026-12-01T00:45:01Z', attendance: [], walkIns: [] };
    return { ok: true as const, data };
  };
  const onProgress = (known: ReadonlyMap<string, unknown>) => void progress.push(known.size);
  return { stored, batches, progress, parts: { send, onProgress } };
}

describe('handIn', () => {
  it('sends everything in order, in batches of one hall and session, with an answer for each', async () => {
    const { parts, stored, batches, progress } = centre();
    const here = Array.from({ length: 250 }, (_, at) => entry(`a${at}`));
    const there = entry('b', { sessionId: 'afternoon' });
    const known = await handIn([...here, there], parts);
    expect(stored).toEqual([...here, there].map(({ id }) => id));
    expect(batches).toEqual([100, 100, 50, 1]);
    expect(progress).toEqual([100, 200, 250, 251]);
    expect(known.get('a7')).toEqual({
      kind: 'receipt',
      receipt: { id: 'a7', outcome: 'COUNTED' },
    });
  });

  it('brings in all but the one that the centre fails on', async () => {
    const { parts, stored } = centre({ a5: 'INTERNAL' });
    const all = Array.from({ length: 9 }, (_, at) => entry(`a${at}`));
    const known = await handIn(all, parts);
    expect(stored).toEqual(all.map(({ id }) => id).filter((id) => id !== 'a5'));
    expect(known.get('a5')).toMatchObject({ kind: 'failed', failure: { code: 'INTERNAL' } });
  });

  it('goes on with the other halls of the file where one is not ours to write', async () => {
    const { parts, stored } = centre({ 'other hall': 'FORBIDDEN' });
    const known = await handIn([entry('a', { siteId: 'other hall' }), entry('b')], parts);
    expect(stored).toEqual(['b']);
    expect(known.get('a')).toMatchObject({ kind: 'failed', failure: { code: 'FORBIDDEN' } });
  });

  it('stops without a network, and may be repeated as a whole', async () => {
    const trouble: Record<string, ErrorCode | 'NO_NETWORK'> = { a120: 'NO_NETWORK' };
    const { parts, stored } = centre(trouble);
    const all = Array.from({ length: 250 }, (_, at) => entry(`a${at}`));
    const known = await handIn(all, parts);
    expect(stored).toHaveLength(100);
    expect(known.has('a249')).toBe(false);
    delete trouble['a120'];
    const again = await handIn(all, parts);
    expect(new Set(stored).size).toBe(250);
    expect(again.get('a0')).toMatchObject({ receipt: { outcome: 'DUPLICATE' } });
  });
});
