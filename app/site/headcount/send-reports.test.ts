import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '#contract/errors.ts';
import type { ClientAnswer } from '../../_live/http-command.ts';
import type { PendingReport } from './report-store.ts';
import { sendReports, stampAfter } from './send-reports.ts';

type Answer = ClientAnswer<unknown>;
const DONE: Answer = { ok: true, data: {} };
const LOST: Answer = { ok: false, code: 'NO_NETWORK' };
const refusal = (code: ErrorCode): Answer => ({ ok: false, code, message: code, messageEn: code });

function phone(answers: Record<string, Answer>) {
  const report = (commandId: string): PendingReport => ({
    commandId,
    input: {
      siteId: 's',
      sessionId: 'b',
      presentCount: 1,
      note: '',
      happenedAt: '2026-12-01T01:00:00.000Z',
    },
  });
  const kept = {
    pending: Object.keys(answers).map(report),
    delivered: [] as string[],
    refused: [] as [string, string][],
    sent: [] as string[],
    added: (commandId: string) => kept.pending.push(report(commandId)),
  };
  const remove = (one: PendingReport) =>
    (kept.pending = kept.pending.filter(({ commandId }) => commandId !== one.commandId));
  const run = () =>
    sendReports({
      pending: async () => kept.pending,
      send: async ({ commandId }) => {
        kept.sent.push(commandId);
        return answers[commandId] ?? DONE;
      },
      delivered: async (one) => {
        remove(one);
        kept.delivered.push(one.commandId);
      },
      refused: async (one, failure) => {
        remove(one);
        kept.refused.push([one.commandId, failure.code]);
      },
    });
  return { kept, run };
}

describe('reports that wait on a phone', () => {
  it.each(['NOT_FOUND', 'FORBIDDEN', 'INVALID_INPUT', 'COMMAND_ID_REUSED'] as const)(
    'are sent past one that is refused for good: %s',
    async (code) => {
      const { kept, run } = phone({ a: refusal(code), b: DONE, c: DONE });
      expect(await run()).toBeNull();
      expect(kept).toMatchObject({ delivered: ['b', 'c'], refused: [['a', code]], pending: [] });
    },
  );

  it('stay, in their order, while the centre is out of reach', async () => {
    const { kept, run } = phone({ a: LOST, b: DONE });
    expect(await run()).toEqual(LOST);
    expect(kept).toMatchObject({ sent: ['a'], delivered: [], refused: [] });
    expect(kept.pending).toHaveLength(2);
  });

  it('are sent past one at which the centre stumbles; that one stays and is told', async () => {
    const { kept, run } = phone({ a: refusal('INTERNAL'), b: DONE });
    expect(await run()).toMatchObject({ code: 'INTERNAL' });
    expect(kept).toMatchObject({ delivered: ['b'], refused: [] });
    expect(kept.pending.map(({ commandId }) => commandId)).toEqual(['a']);
  });
});

describe('the moment of a report', () => {
  const nowMs = Date.parse('2026-12-01T01:00:00.000Z');

  it('is now, when the earlier ones are earlier', () => {
    const moment = stampAfter(nowMs, ['2026-12-01T00:59:59.999Z', null, undefined]);
    expect(moment).toBe('2026-12-01T01:00:00.000Z');
  });

  it('is after the phone’s last one, also when its clock was put back', () => {
    expect(stampAfter(nowMs, ['2026-12-01T01:00:00.000Z'])).toBe('2026-12-01T01:00:00.001Z');
    expect(stampAfter(nowMs, ['2026-12-01T02:00:00.000Z'])).toBe('2026-12-01T02:00:00.001Z');
  });
});
