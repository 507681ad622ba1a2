import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { Submission } from './batch.ts';
import { useCheckInBench } from '../testing/check-in-bench.ts';
import { deviceOf } from '../testing/round.ts';
import { CheckInWriter } from './check-in-writer.ts';

const bench = useCheckInBench();

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

  it('commits once and answers the doors when telling others fails', async () => {
    const { round, database } = bench.current;
    const { sessionId, siteId, conferenceId, delegateIds } = round.near;
    const door = deviceOf(round.near, 'DOOR');
    const deviceId = door.kind === 'device' ? door.deviceId : null;
    const failures: unknown[] = [];
    let announced = 0;
    const writer = new CheckInWriter({
      pool: database.pool,
      now: () => new Date(),
      onCommitted: () => {
        announced += 1;
        throw new Error('nobody listens');
      },
      onAnnounceFailed: (error) => failures.push(error),
    });
    const of = (delegateId: string): Submission => ({
      sessionId,
      siteId,
      conferenceId,
      actor: { deviceId, accountId: null },
      events: [
        { ...bench.current.mark({ subject: { kind: 'DELEGATE', delegateId } }), detail: {} },
      ],
    });
    const [first = '', second = '', third = ''] = delegateIds;
    const group = await Promise.all([writer.append(of(first)), writer.append(of(second))]);
    const alone = await writer.append(of(third));
    const outcomes = [...group, alone].flatMap(({ receipts }) => receipts);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['COUNTED', 'COUNTED', 'COUNTED']);
    expect(announced).toBe(2);
    expect(failures).toHaveLength(2);
    await writer.drain();
    expect(await bench.current.storedCount()).toBe(3);
  });
});
