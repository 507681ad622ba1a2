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

async function recheck(known: AccountActor[], sockets: RecheckedSocket[]): Promise<void> {
  await recheckOnce({
    sockets: () => sockets,
    identify: ({ cookie }): Promise<Principal> =>
      Promise.resolve({
        account: known.find(({ accountId }) => accountId === cookie) ?? null,
        device: null,
      }),
  });
}

describe('looking at open sockets again', () => {
  it('keeps whoever is the same, and ends a sign-in that expired or has other rights', async () => {
    const [same, expired, changed] = ['a', 'b', 'c'].map((id) => socketOf(account(id)));
    await recheck([account('a'), account('c', 'OFFICIAL')], [same!, expired!, changed!]);
    expect([same!, expired!, changed!].map(({ isClosed }) => isClosed)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('ends nobody while the database is away', async () => {
    const socket = socketOf(account('a'));
    const identify = () => Promise.reject(new Error('connection refused'));
    await recheckOnce({ sockets: () => [socket], identify });
    expect(socket.isClosed).toBe(false);
  });
});
