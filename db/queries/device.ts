import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { DEVICE_KINDS } from '#domain/actor.ts';
import type { DeviceKind } from '#domain/actor.ts';
import type { Tx } from '../client.ts';
import { conference, session } from '../schema/conference.ts';
import { device, deviceLink, site } from '../schema/site.ts';

export type DeviceRow = typeof device.$inferSelect;
export type DeviceLinkRow = typeof deviceLink.$inferSelect;

/** A device as its cookie's token finds it. */
export interface FoundDevice {
  id: string;
  kind: DeviceKind;
  siteId: string;
  conferenceId: string;
  lastSeenAt: Date | null;
  /** It was revoked, or its hall was removed: it may do nothing. */
  isEnded: boolean;
}

export async function findDeviceByToken(tx: Tx, tokenHash: Buffer): Promise<FoundDevice | null> {
  const [row] = await tx
    .select({
      id: device.id,
      kind: device.kind,
      siteId: device.siteId,
      conferenceId: site.conferenceId,
      lastSeenAt: device.lastSeenAt,
      isEnded: sql<boolean>`${device.revokedAt} is not null or ${site.removedAt} is not null`,
    })
    .from(device)
    .innerJoin(site, eq(site.id, device.siteId))
    .where(eq(device.tokenHash, tokenHash));
  return row ?? null;
}

export async function findDevice(tx: Tx, deviceId: string): Promise<DeviceRow | null> {
  const [row] = await tx.select().from(device).where(eq(device.id, deviceId));
  return row ?? null;
}

/** Whether the device may act: neither it nor its hall has ended. */
export async function isActiveDevice(tx: Tx, deviceId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: device.id })
    .from(device)
    .innerJoin(site, eq(site.id, device.siteId))
    .where(and(eq(device.id, deviceId), isNull(device.revokedAt), isNull(site.removedAt)));
  return rows.length > 0;
}

/** What a device shows of itself: its hall, conference and sessions, in their order. */
export async function describeDevice(tx: Tx, deviceId: string) {
  const [row] = await tx
    .select({
      deviceId: device.id,
      deviceKind: device.kind,
      siteId: site.id,
      siteCode: site.code,
      siteName: site.name,
      conferenceId: conference.id,
      conferenceName: conference.name,
      helpPhone: conference.helpPhone,
    })
    .from(device)
    .innerJoin(site, eq(site.id, device.siteId))
    .innerJoin(conference, eq(conference.id, site.conferenceId))
    .where(eq(device.id, deviceId));
  if (!row) return null;
  const sessions = await tx
    .select()
    .from(session)
    .where(eq(session.conferenceId, row.conferenceId))
    .orderBy(session.ordinal);
  return { ...row, sessions };
}

export async function touchDevices(tx: Tx, seen: { deviceIds: string[]; at: Date }): Promise<void> {
  await tx
    .update(device)
    .set({ lastSeenAt: seen.at })
    .where(and(inArray(device.id, seen.deviceIds), isNull(device.revokedAt)));
}

/** Devices of a hall and kind that may act. */
export async function activeDevices(
  tx: Tx,
  place: { siteId: string; kind: DeviceKind },
): Promise<DeviceRow[]> {
  return tx
    .select()
    .from(device)
    .where(
      and(eq(device.siteId, place.siteId), eq(device.kind, place.kind), isNull(device.revokedAt)),
    );
}

/** @returns the ids of those that were not revoked before */
export async function revokeDevices(
  tx: Tx,
  change: { deviceIds: string[]; at: Date },
): Promise<string[]> {
  if (change.deviceIds.length === 0) return [];
  const rows = await tx
    .update(device)
    .set({ revokedAt: change.at })
    .where(and(inArray(device.id, change.deviceIds), isNull(device.revokedAt)))
    .returning({ id: device.id });
  return rows.map(({ id }) => id);
}

/** @returns the row locked until the transaction ends: enrolments by one link happen one by one */
export async function lockDeviceLink(
  tx: Tx,
  by: { id: string } | { codeHash: Buffer } | { siteId: string; deviceKind: DeviceKind },
): Promise<DeviceLinkRow | null> {
  const [row] = await tx
    .select()
    .from(deviceLink)
    .where(
      'id' in by
        ? eq(deviceLink.id, by.id)
        : 'codeHash' in by
          ? eq(deviceLink.codeHash, by.codeHash)
          : and(eq(deviceLink.siteId, by.siteId), eq(deviceLink.deviceKind, by.deviceKind)),
    )
    .for('update');
  return row ?? null;
}

export async function listDeviceLinks(tx: Tx, siteId: string): Promise<DeviceLinkRow[]> {
  const rows = await tx.select().from(deviceLink).where(eq(deviceLink.siteId, siteId));
  return DEVICE_KINDS.flatMap((kind) => rows.find((row) => row.deviceKind === kind) ?? []);
}

/** The links of all halls of a conference, by hall, each hall's in the order of the kinds. */
export async function listConferenceLinks(
  tx: Tx,
  conferenceId: string,
): Promise<Map<string, DeviceLinkRow[]>> {
  const rows = await tx
    .select({ link: deviceLink })
    .from(deviceLink)
    .innerJoin(site, eq(site.id, deviceLink.siteId))
    .where(eq(site.conferenceId, conferenceId));
  const bySite = new Map<string, DeviceLinkRow[]>();
  for (const kind of DEVICE_KINDS) {
    for (const { link } of rows.filter((row) => row.link.deviceKind === kind)) {
      const links = bySite.get(link.siteId);
      if (links) links.push(link);
      else bySite.set(link.siteId, [link]);
    }
  }
  return bySite;
}

/** Which kinds of link the halls lack: all halls of a conference, or one. */
export async function missingDeviceLinks(
  tx: Tx,
  place: { siteId: string } | { conferenceId: string },
): Promise<{ siteId: string; deviceKind: DeviceKind }[]> {
  const kinds = sql.join(
    DEVICE_KINDS.map((kind) => sql`(${kind}::text)`),
    sql`, `,
  );
  const where =
    'siteId' in place ? eq(site.id, place.siteId) : eq(site.conferenceId, place.conferenceId);
  const { rows } = await tx.execute<{ siteId: string; deviceKind: DeviceKind }>(sql`
    select ${site.id} as "siteId", kinds.kind as "deviceKind"
    from ${site} cross join (values ${kinds}) as kinds (kind)
    where ${where} and ${site.removedAt} is null and not exists (
      select 1 from device_link l where l.site_id = ${site.id} and l.device_kind = kinds.kind)`);
  return rows;
}

export type NewDeviceLink = Pick<DeviceLinkRow, 'id' | 'siteId' | 'deviceKind' | 'codeHash'>;

/** Inserts links in one statement; one that somebody else has just made stays as it is. */
export async function insertDeviceLinks(tx: Tx, links: NewDeviceLink[]): Promise<void> {
  const rows = links.map(({ codeHash, ...link }) => ({
    ...link,
    codeHash: codeHash.toString('hex'),
  }));
  await tx.execute(sql`
    insert into device_link (id, site_id, device_kind, code_hash)
    select id, "siteId", "deviceKind", decode("codeHash", 'hex')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given (id uuid, "siteId" uuid, "deviceKind" text, "codeHash" text)
    on conflict do nothing`);
}
