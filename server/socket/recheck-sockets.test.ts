import { describe, expect, it } from 'vitest';
import type { AccountActor, Principal } from '#domain/actor.ts';
import { recheckOnce } from './recheck-sockets.ts';
import type { RecheckedSocket } from './recheck-sockets.ts';

function account(accountId: string, role: 'ORGANISER' | 'OFFICIAL' = 'ORGANISER'): AccountActor {
  return { kind: 'account', accountId, name: 'An', grants: [{ role, scope: { kind: 'ALL' } }] };
}

function socketOf(actor: AccountActor): RecheckedSocket & { isClosed: boolean } {
  const socket = {
    data: { actor, as: 'account' as const },
    handshake: { headers: { cookie: actor.accountId } },
    isClosed: false,
    disconnect: () => (socket.isClosed = true),
  };
  return socket;
}

const recheckAbsent = () => Promise.resolve();

/** @returns the keys of whoever ended */
async function recheck(known: AccountActor[], sockets: RecheckedSocket[]): Promise<string[]> {
  const ended: string[] = [];
  await recheckOnce({
    sockets: () => sockets,
    onEnded: (key) => void ended.push(key),
    recheckAbsent,
    identify: ({ cookie }): Promise<Principal> =>
      Promise.resolve({
        account: known.find(({ accountId }) => accountId === cookie) ?? null,
        device: null,
      }),
  });
  return ended;
}

describe('looking at open sockets again', () => {
  it('keeps whoever is the same, and ends a sign-in that expired or has other rights', async () => {
    const [same, expired, changed] = ['a', 'b', 'c'].map((id) => socketOf(account(id)));
    const known = [account('a'), account('c', 'OFFICIAL')];
    const ended = await recheck(known, [same!, expired!, changed!]);
    expect(ended).toEqual(['account:b', 'account:c']);
    expect([same!, expired!, changed!].map(({ isClosed }) => isClosed)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('ends nobody while the database is away', async () => {
    const socket = socketOf(account('a'));
    const identify = () => Promise.reject(new Error('connection refused'));
    const onEnded = () => socket.disconnect(true);
    await recheckOnce({ sockets: () => [socket], identify, onEnded, recheckAbsent });
    expect(socket.isClosed).toBe(false);
  });
});
