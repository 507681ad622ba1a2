import { describe, expect, it } from 'vitest';
import type { Grant, Principal } from './actor.ts';
import type { DEVICE_KINDS } from './actor.ts';
import { mayWatch } from './watch.ts';

const conferenceId = 'here';
const nobody: Principal = { account: null, device: null };
const account = (...grants: Grant[]): Principal => ({
  ...nobody,
  account: { kind: 'account', accountId: 'a', name: 'Người thử', grants },
});
const device = (deviceKind: (typeof DEVICE_KINDS)[number], conference: string): Principal => ({
  ...nobody,
  device: {
    ...{ kind: 'device', deviceId: 'd', siteId: 's' },
    deviceKind,
    conferenceId: conference,
  },
});
const of = (conference: string) => ({ kind: 'CONFERENCE', conferenceId: conference }) as const;

describe('mayWatch', () => {
  it('lets anybody with the address in while the page is open', () => {
    expect(mayWatch(nobody, { access: 'LINK', conferenceId })).toBe(true);
    expect(mayWatch(nobody, { access: 'PUBLIC', conferenceId })).toBe(true);
  });

  it.each([
    ['nobody', nobody, false],
    ['a director here', account({ role: 'DIRECTOR', scope: of('here') }), true],
    ['an organiser here', account({ role: 'ORGANISER', scope: of('here') }), true],
    ['an administrator', account({ role: 'ADMINISTRATOR', scope: { kind: 'ALL' } }), true],
    ['a director elsewhere', account({ role: 'DIRECTOR', scope: of('there') }), false],
    ['an official of everything', account({ role: 'OFFICIAL', scope: { kind: 'ALL' } }), false],
    ['a console here', device('CONSOLE', 'here'), true],
    ['a projector here', device('PROJECTOR', 'here'), true],
    ['a console elsewhere', device('CONSOLE', 'there'), false],
    ['a door here', device('DOOR', 'here'), false],
    ['a headcount here', device('HEADCOUNT', 'here'), false],
  ] as const)('while it is closed: %s', (_name, principal, expected) => {
    expect(mayWatch(principal, { access: 'CLOSED', conferenceId })).toBe(expected);
  });
});
