import type { Actor, DeviceKind } from '#domain/actor.ts';
import { ANONYMOUS, DEVICE_KINDS } from '#domain/actor.ts';
import type { Role } from '#domain/permissions.ts';
import { accountWith, deviceOf } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';

/**
 * Of which kind a command's row is, seen from the round's near hall. Written down here a second time,
 * independently of the handlers' `scope`, so that a scope that is too wide is found.
 */
export type RowKind =
  /** Above all conferences. */
  | 'system'
  /** Of the near conference, open to all who take part. */
  | 'shared'
  /** The near conference itself. */
  | 'conference'
  /** The near hall, one of its delegates, its devices or its record. */
  | 'site'
  /** The near session's programme: its directors', and every hall's of the conference. */
  | 'programme'
  /** The line of the near hall's console: nobody else's, whatever his role. */
  | 'own-line'
  /** The acting account itself, the acting device itself. */
  | 'own-account'
  | 'own-device'
  /** Nobody needs to be known: the input carries the secret. */
  | 'public';

/** Somebody who walks through every command. */
export interface Walker {
  name: string;
  role: Role;
  actor: (round: Round) => Actor;
  reaches: readonly RowKind[];
}

const CONFERENCE = ['shared', 'conference', 'programme', 'site', 'own-account'] as const;
const EVERYTHING = ['system', ...CONFERENCE] as const;
const SUBTREE = ['shared', 'site', 'own-account'] as const;
const ELSEWHERE = ['shared', 'own-account'] as const;

const unitOf = (unitId: string, path: string) => ({ kind: 'UNIT', unitId, path }) as const;

const ACCOUNT_WALKERS: Walker[] = [
  {
    name: 'administrator',
    role: 'ADMINISTRATOR',
    actor: () => accountWith({ role: 'ADMINISTRATOR', scope: { kind: 'ALL' } }),
    reaches: EVERYTHING,
  },
  ...(['ORGANISER', 'DIRECTOR', 'UNIT_ADMIN', 'OFFICIAL'] as const).flatMap((role): Walker[] => [
    {
      name: `${role} of everything`,
      role,
      actor: () => accountWith({ role, scope: { kind: 'ALL' } }),
      reaches: EVERYTHING,
    },
    {
      name: `${role} of this conference`,
      role,
      actor: ({ near }) =>
        accountWith({ role, scope: { kind: 'CONFERENCE', conferenceId: near.conferenceId } }),
      reaches: CONFERENCE,
    },
    {
      name: `${role} of another conference`,
      role,
      actor: ({ far }) =>
        accountWith({ role, scope: { kind: 'CONFERENCE', conferenceId: far.conferenceId } }),
      reaches: ['own-account'],
    },
    {
      name: `${role} of the hall’s unit`,
      role,
      actor: ({ near }) => accountWith({ role, scope: unitOf(near.unitId, near.unitPath) }),
      reaches: SUBTREE,
    },
    {
      name: `${role} of the unit above`,
      role,
      actor: ({ rootUnitId }) => accountWith({ role, scope: unitOf(rootUnitId, `${rootUnitId}/`) }),
      reaches: SUBTREE,
    },
    {
      name: `${role} of the unit beside`,
      role,
      actor: ({ sibling }) =>
        accountWith({ role, scope: unitOf(sibling.unitId, sibling.unitPath) }),
      reaches: ELSEWHERE,
    },
    {
      name: `${role} of this hall`,
      role,
      actor: ({ near }) => accountWith({ role, scope: { kind: 'SITE', siteId: near.siteId } }),
      reaches: SUBTREE,
    },
    {
      name: `${role} of the hall beside`,
      role,
      actor: ({ sibling }) =>
        accountWith({ role, scope: { kind: 'SITE', siteId: sibling.siteId } }),
      reaches: ELSEWHERE,
    },
  ]),
];

const DEVICE_WALKERS: Walker[] = DEVICE_KINDS.flatMap((role: DeviceKind): Walker[] => [
  {
    name: `${role} of this hall`,
    role,
    actor: ({ near }) => deviceOf(near, role),
    reaches: [
      ...(['shared', 'programme', 'site', 'own-device'] as const),
      ...(role === 'CONSOLE' ? (['own-line'] as const) : []),
    ],
  },
  {
    name: `${role} of the hall beside`,
    role,
    actor: ({ sibling }) => deviceOf(sibling, role),
    reaches: ['shared', 'programme', 'own-device'],
  },
  {
    name: `${role} of another conference`,
    role,
    actor: ({ far }) => deviceOf(far, role),
    reaches: ['own-device'],
  },
]);

export const WALKERS: Walker[] = [
  ...ACCOUNT_WALKERS,
  ...DEVICE_WALKERS,
  {
    name: 'delegate of this hall',
    role: 'DELEGATE',
    actor: ({ near }) => ({
      kind: 'delegate',
      delegateId: near.delegateIds[0] ?? '',
      conferenceId: near.conferenceId,
    }),
    reaches: [],
  },
  { name: 'nobody', role: 'PUBLIC', actor: () => ANONYMOUS, reaches: [] },
];
