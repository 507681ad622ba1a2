import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { Submission } from './batch.ts';
import { CheckInWriter } from './check-in-writer.ts';

function submission(): Submission {
  const now = new Date().toISOString();
  const delegateId = randomUUID();
  return {
    sessionId: randomUUID(),
    siteId: randomUUID(),
    conferenceId: randomUUID(),
    actor: { deviceId: randomUUID(), accountId: null },
    events: [
      {
        id: randomUUID(),
        subject: { kind: 'DELEGATE', delegateId },
        kind: 'PRESENT',
        method: 'QR',
        happenedAt: now,
        deviceAt: now,
        detail: {},
      },
    ],
  };
}

describe('CheckInWriter', () => {
  it('lets a repeat wait for the commit of the first, and takes it anew once that has failed', async () => {
    let attempts = 0;
    const pool = {
      connect: () => {
        attempts += 1;
        return Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
      },
    } as unknown as pg.Pool;
    const writer = new CheckInWriter({ pool, now: () => new Date(), onCommitted: () => {} });
    const first = submission();
    const answers = [first, structuredClone(first), submission()].map((one) => writer.append(one));
    expect(answers[1]).toBe(answers[0]);
    expect(answers[2]).not.toBe(answers[0]);
    await Promise.allSettled(answers);
    const before = attempts;
    await expect(writer.append(first)).rejects.toThrow('gone');
    expect(attempts).toBeGreaterThan(before);
  });
});
