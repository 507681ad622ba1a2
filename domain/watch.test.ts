import { describe, expect, it } from 'vitest';
import type { Grant, Principal } from './actor.ts';
import type { DEVICE_KINDS } from './actor.ts';
import { mayWatch, mustMuteTelevision } from './watch.ts';

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
  ] as const)(
    'while it is open to halls: %s; while it is closed no machine',
    (_name, principal, expected) => {
      expect(mayWatch(principal, { access: 'HALLS', conferenceId })).toBe(expected);
      const isAccount = principal.device === null;
      expect(mayWatch(principal, { access: 'CLOSED', conferenceId })).toBe(expected && isAccount);
    },
  );
});

describe('mustMuteTelevision', () => {
  const hall = { isWatching: true, speaker: null, isOnAir: false };

  it('tells a hall that follows television from its call on until it is off air', () => {
    expect(mustMuteTelevision(hall)).toBe(false);
    expect(mustMuteTelevision({ ...hall, speaker: 'ACCEPTED' })).toBe(false);
    expect(mustMuteTelevision({ ...hall, speaker: 'STANDBY' })).toBe(true);
    expect(mustMuteTelevision({ ...hall, speaker: 'ON_AIR', isOnAir: true })).toBe(true);
    // Taken without a request.
    expect(mustMuteTelevision({ ...hall, isOnAir: true })).toBe(true);
    expect(mustMuteTelevision({ ...hall, speaker: 'ENDED' })).toBe(false);
  });

  it('leaves a hall in peace that does not watch', () => {
    const silent = { ...hall, isWatching: false };
    expect(mustMuteTelevision({ ...silent, speaker: 'ON_AIR', isOnAir: true })).toBe(false);
  });
});
