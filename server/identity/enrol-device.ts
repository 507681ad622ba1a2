import type { Db, Tx } from '#db/client.ts';
import { activeDevices, lockDeviceLink, revokeDevices } from '#db/queries/device.ts';
import type { DeviceLinkRow, DeviceRow } from '#db/queries/device.ts';
import { findSite } from '#db/queries/site.ts';
import { device } from '#db/schema/site.ts';
import { Refusal } from '../commands/refusal.ts';
import { codeHash, readDeviceLinkToken, readTypedCode } from './derived-secret.ts';
import { hashSecret, newSecret } from './secret-hash.ts';

/** A console that was seen within this time is in use. */
const CONSOLE_LIVE_MS = 2 * 60_000;

export type EnrolmentSecret = { kind: 'LINK'; token: string } | { kind: 'CODE'; code: string };

export interface Enrolment {
  secret: EnrolmentSecret;
  label: string;
  /** Halls whose undelivered check-ins the browser holds. */
  holdsEventsOf?: readonly string[] | undefined;
  /** The device that this browser is already, by its cookie. */
  currentDeviceId: string | null;
  masterKey: string;
  now: Date;
  isConnected(actorKey: string): boolean;
}

export interface EnrolledDevice {
  deviceId: string;
  deviceKind: DeviceRow['kind'];
  siteId: string;
  siteName: string;
  /** The new cookie's value; null when the browser was this device already. */
  token: string | null;
  /** Devices that ended by this: an idle console, and what the browser was before. */
  endedDeviceIds: string[];
}

/**
 * Makes a browser a device of a hall, by a link or a typed code.
 * @throws Refusal LINK_INVALID, LINK_EXPIRED, LINK_REVOKED, CODE_INVALID, CONSOLE_IN_USE, DEVICE_HOLDS_EVENTS
 */
export async function enrolDevice(db: Db, enrolment: Enrolment): Promise<EnrolledDevice> {
  return db.transaction(async (tx) => {
    const link = await requireLink(tx, enrolment);
    const site = await findSite(tx, link.siteId);
    if (!site)
      throw new Refusal(enrolment.secret.kind === 'LINK' ? 'LINK_EXPIRED' : 'CODE_INVALID');
    refuseToStrandEvents(link, enrolment);
    const place = { siteId: link.siteId, kind: link.deviceKind };
    const active = await activeDevices(tx, place);
    const answer = {
      deviceKind: link.deviceKind,
      siteId: link.siteId,
      siteName: site.site.name,
    };
    const same = active.find(({ id }) => id === enrolment.currentDeviceId);
    if (same) return { ...answer, deviceId: same.id, token: null, endedDeviceIds: [] };
    const ended = link.deviceKind === 'CONSOLE' ? refuseLiveConsole(active, link, enrolment) : [];
    if (enrolment.currentDeviceId) ended.push(enrolment.currentDeviceId);
    const endedDeviceIds = await revokeDevices(tx, { deviceIds: ended, at: enrolment.now });
    const token = newSecret();
    const deviceId = await insertDevice(tx, { link, token, enrolment });
    return { ...answer, deviceId, token, endedDeviceIds };
  });
}

/** Only a door of the same hall can deliver them: as anything else, the browser would sit on them. */
function refuseToStrandEvents(link: DeviceLinkRow, { holdsEventsOf = [] }: Enrolment): void {
  if (holdsEventsOf.length === 0) return;
  const canDeliver = link.deviceKind === 'DOOR' && holdsEventsOf.includes(link.siteId);
  if (!canDeliver) throw new Refusal('DEVICE_HOLDS_EVENTS');
}

async function insertDevice(
  tx: Tx,
  { link, token, enrolment }: { link: DeviceLinkRow; token: string; enrolment: Enrolment },
): Promise<string> {
  const [row] = await tx
    .insert(device)
    .values({
      siteId: link.siteId,
      kind: link.deviceKind,
      label: enrolment.label,
      tokenHash: hashSecret(token),
      linkId: link.id,
      linkIssue: link.issue,
      enrolledAt: enrolment.now,
      lastSeenAt: enrolment.now,
    })
    .returning({ id: device.id });
  return row!.id;
}

async function requireLink(tx: Tx, { secret, masterKey }: Enrolment): Promise<DeviceLinkRow> {
  if (secret.kind === 'CODE') {
    const code = readTypedCode(secret.code);
    const link = code && (await lockDeviceLink(tx, { codeHash: codeHash(masterKey, code) }));
    if (!link) throw new Refusal('CODE_INVALID');
    return refuseRevoked(link);
  }
  const subject = readDeviceLinkToken(masterKey, secret.token);
  if (!subject) throw new Refusal('LINK_INVALID');
  const link = await lockDeviceLink(tx, { id: subject.id });
  // Its mac was right, so the link was handed out once: the hall is gone or a newer link took over.
  if (link?.issue !== subject.issue) throw new Refusal('LINK_EXPIRED');
  return refuseRevoked(link);
}

function refuseRevoked(link: DeviceLinkRow): DeviceLinkRow {
  if (link.revokedAt) throw new Refusal('LINK_REVOKED');
  return link;
}

/**
 * A hall has one console. A live one gives way only to a link that the organiser issued after it.
 * @returns the idle consoles, which end
 */
function refuseLiveConsole(
  consoles: DeviceRow[],
  link: DeviceLinkRow,
  { now, isConnected }: Enrolment,
): string[] {
  for (const { id, lastSeenAt, linkIssue } of consoles) {
    const idleMs = now.getTime() - (lastSeenAt?.getTime() ?? 0);
    const isLive = isConnected(`device:${id}`) || idleMs < CONSOLE_LIVE_MS;
    if (isLive && linkIssue >= link.issue) throw new Refusal('CONSOLE_IN_USE');
  }
  return consoles.map(({ id }) => id);
}
