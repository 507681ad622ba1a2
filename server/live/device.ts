import type { CommandInput, CommandOutput } from '#contract/registry.ts';
import type { Tx } from '#db/client.ts';
import {
  describeDevice,
  findDevice,
  findDeviceByToken,
  revokeDevices,
} from '#db/queries/device.ts';
import type { DeviceRow } from '#db/queries/device.ts';
import { readIncarnation } from '#db/queries/incarnation.ts';
import { findSite } from '#db/queries/site.ts';
import type { DeviceActor } from '#domain/actor.ts';
import type { RowScope } from '#domain/permissions.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { requireCookies } from '../commands/require-cookies.ts';
import { audit } from '../identity/audit.ts';
import { DEVICE_COOKIE } from '../identity/cookie-names.ts';
import type { Identity } from '../identity/create-identity.ts';
import { enrolDevice } from '../identity/enrol-device.ts';
import type { EnrolmentSecret } from '../identity/enrol-device.ts';
import { hashSecret } from '../identity/secret-hash.ts';
import { attempt } from '../identity/throttle.ts';
import type { Limit } from '../identity/throttle.ts';

type Names = 'device:enrol' | 'device:self' | 'device:leave' | 'device:revoke';

/** A device stays one until it leaves or is revoked; browsers keep a cookie for 400 days at most. */
const DEVICE_COOKIE_SECONDS = 400 * 24 * 3600;

export interface DeviceParts {
  identity: Identity;
  /** Whether a socket of that actor is open. */
  isConnected(actorKey: string): boolean;
  /** Called after the commit of an enrolment. */
  onEnrolled(actorKey: string): void;
}

/** Devices of halls: enrolling, leaving and ending them. */
export function createDeviceHandlers(parts: DeviceParts): Handlers<Names> {
  const { identity } = parts;
  return {
    'device:enrol': handle('device:enrol', {
      scope: () => ({ system: true }),
      run: (input, context) => enrol(parts, input, context),
    }),
    'device:self': handle('device:self', {
      scope: (_input, context) => scopeOf(requireDevice(context)),
      run: (_input, context) => describe(context),
    }),
    'device:leave': handle('device:leave', {
      scope: (_input, context) => scopeOf(requireDevice(context)),
      run: async (_input, context) => {
        const cookies = requireCookies(context);
        const { deviceId } = requireDevice(context);
        await revokeDevices(context.db, { deviceIds: [deviceId], at: context.now() });
        cookies.clear(DEVICE_COOKIE);
        identity.changed(`device:${deviceId}`);
        await audit(context.db, { actorKey: `device:${deviceId}`, action: 'device:leave' });
        return {};
      },
    }),
    'device:revoke': handle('device:revoke', {
      scope: async ({ deviceId }, { tx }) => {
        const site = await findSite(tx, (await requireRow(tx, deviceId)).siteId);
        if (!site) throw new Refusal('NOT_FOUND');
        return site.scope;
      },
      run: async ({ deviceId }, { tx, now, afterCommit }) => {
        await revokeDevices(tx, { deviceIds: [deviceId], at: now() });
        afterCommit(() => identity.changed(`device:${deviceId}`));
        return {};
      },
    }),
  };
}

async function enrol(
  { identity, isConnected, onEnrolled }: DeviceParts,
  input: CommandInput<'device:enrol'>,
  context: CommandContext,
): Promise<CommandOutput<'device:enrol'>> {
  const cookies = requireCookies(context);
  const { db, now } = context;
  const currentToken = cookies.read(DEVICE_COOKIE);
  const current = currentToken ? await findDeviceByToken(db, hashSecret(currentToken)) : null;
  const limits = limitsOf(identity, input.secret, context.clientAddress);
  const { token, endedDeviceIds, ...enrolled } = await attempt(limits, now().getTime(), () =>
    enrolDevice(db, {
      ...input,
      currentDeviceId: current && !current.isEnded ? current.id : null,
      masterKey: identity.masterKey,
      now: now(),
      isConnected,
    }),
  );
  for (const id of endedDeviceIds) identity.changed(`device:${id}`);
  if (token) {
    cookies.set(DEVICE_COOKIE, token, { maxAgeSeconds: DEVICE_COOKIE_SECONDS });
    const { deviceId, siteId } = enrolled;
    const actorKey = `device:${deviceId}`;
    onEnrolled(actorKey);
    await audit(db, { actorKey, action: 'device:enrol', subject: { deviceId, siteId } });
  }
  return enrolled;
}

function limitsOf(identity: Identity, secret: EnrolmentSecret, address: string): Limit[] {
  return secret.kind === 'CODE'
    ? identity.limits.deviceCode(address)
    : identity.limits.link(address);
}

async function describe(context: CommandContext): Promise<CommandOutput<'device:self'>> {
  const { deviceId } = requireDevice(context);
  const described = await describeDevice(context.tx, deviceId);
  if (!described) throw new Refusal('DEVICE_REVOKED');
  const sessions = described.sessions.map((session) => ({
    id: session.id,
    name: session.name,
    startsAt: session.startsAt.toISOString(),
    endsAt: session.endsAt.toISOString(),
    lateAfter: session.lateAfter.toISOString(),
    openedAt: session.openedAt?.toISOString() ?? null,
    closedAt: session.closedAt?.toISOString() ?? null,
  }));
  return { ...described, sessions, incarnation: await readIncarnation(context.tx) };
}

/** @throws Refusal FORBIDDEN when an account asks what only a device may */
function requireDevice({ actor }: CommandContext): DeviceActor {
  if (actor.kind !== 'device') throw new Refusal('FORBIDDEN');
  return actor;
}

async function requireRow(tx: Tx, deviceId: string): Promise<DeviceRow> {
  const row = await findDevice(tx, deviceId);
  if (!row) throw new Refusal('NOT_FOUND');
  return row;
}

function scopeOf({ conferenceId, siteId }: DeviceActor): RowScope {
  return { conferenceId, siteId };
}
