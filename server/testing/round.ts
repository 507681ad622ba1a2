import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { accountGrant, accountUser } from '#db/schema/account.ts';
import { agendaItem, conference, session } from '#db/schema/conference.ts';
import { delegate, delegateCategory } from '#db/schema/delegate.ts';
import { importJob } from '#db/schema/import.ts';
import { source, speakerRequest } from '#db/schema/programme.ts';
import { recording } from '#db/schema/recording.ts';
import { device, deviceLink, site } from '#db/schema/site.ts';
import { unit } from '#db/schema/unit.ts';
import { DEVICE_KINDS } from '#domain/actor.ts';
import { insertFilm, insertStream } from '#db/queries/input.ts';
import { broadcast, outlet } from '#db/schema/broadcast.ts';
import type { Actor, DeviceKind, Grant } from '#domain/actor.ts';
import { foldKey } from '#domain/text/fold.ts';
import { nameSearchKey } from '#domain/text/name-search.ts';

const HOUR_MS = 3_600_000;

/** One hall of the small round, with everything that hangs on it. */
export interface RoundSite {
  siteId: string;
  unitId: string;
  unitPath: string;
  conferenceId: string;
  sessionId: string;
  agendaItemId: string;
  /** The picture and sound of the hall. */
  sourceId: string;
  /** A recording of the session's signal. */
  outletId: string;
  /** A film of the session. */
  filmId: string;
  /** What another machine sends to the session. */
  streamId: string;
  /** A recording that was ended and not made. */
  recordingId: string;
  /** Names the session's watch page, which is closed. */
  watchKey: string;
  /** The hall's raised hand. */
  speakerRequestId: string;
  /** An import by somebody else, waiting for its commit. */
  importJobId: string;
  delegateIds: string[];
  checkInCodes: string[];
  deviceIds: Record<DeviceKind, string>;
}

/**
 * Two conferences: `near` and `sibling` are halls of the first, under two units of one root; `far` is
 * the hall of the second. Every test of reach asks what somebody of one can do to the others.
 */
export interface Round {
  near: RoundSite;
  sibling: RoundSite;
  far: RoundSite;
  rootUnitId: string;
  accountId: string;
  /** Lines that a walk opens: of the near hall's console, and of a control room. */
  consoleLineId: string;
  controlRoomLineId: string;
}

/** Writes the small round straight into the database: the commands under test are not used for it. */
export async function seedRound(db: Db): Promise<Round> {
  const root = await insertUnit(db, { name: 'Đảng bộ Thành phố', parent: null });
  const first = await insertConference(db, 'Hội nghị một');
  const second = await insertConference(db, 'Hội nghị hai');
  const [nearUnit, siblingUnit, farUnit] = [
    await insertUnit(db, { name: 'Đảng bộ phường Ba Đình', parent: root }),
    await insertUnit(db, { name: 'Đảng bộ phường Ngọc Hà', parent: root }),
    await insertUnit(db, { name: 'Đảng bộ phường Hoàn Kiếm', parent: root }),
  ];
  const accountId = await insertAccount(db);
  return {
    near: await insertSite(db, { ...first, unit: nearUnit, code: 'HN-01' }),
    sibling: await insertSite(db, { ...first, unit: siblingUnit, code: 'HN-02' }),
    far: await insertSite(db, { ...second, unit: farUnit, code: 'HN-01' }),
    rootUnitId: root.id,
    accountId,
    consoleLineId: randomUUID(),
    controlRoomLineId: randomUUID(),
  };
}

interface InsertedUnit {
  id: string;
  path: string;
}

async function insertUnit(
  db: Db,
  { name, parent }: { name: string; parent: InsertedUnit | null },
): Promise<InsertedUnit> {
  const id = randomUUID();
  const path = `${parent?.path ?? ''}${id}/`;
  await db.insert(unit).values({
    id,
    tree: 'PARTY',
    code: id.slice(0, 8),
    name,
    searchKey: foldKey(name),
    parentId: parent?.id ?? null,
    path,
  });
  return { id, path };
}

/** The day in Vietnam: a round made late in the evening ends on the next one. */
function localDay(moment: Date): string {
  return new Date(moment.getTime() + 7 * HOUR_MS).toISOString().slice(0, 10);
}

async function insertConference(db: Db, name: string) {
  const conferenceId = randomUUID();
  const sessionId = randomUUID();
  const agendaItemId = randomUUID();
  const startsAt = new Date(Date.now() - HOUR_MS);
  const endsAt = new Date(startsAt.getTime() + 4 * HOUR_MS);
  await db.insert(conference).values({
    id: conferenceId,
    name,
    startsOn: localDay(startsAt),
    endsOn: localDay(endsAt),
    helpPhone: '024 3825 0000',
  });
  await db.insert(session).values({
    id: sessionId,
    conferenceId,
    ordinal: 1,
    name: 'Buổi sáng',
    startsAt,
    endsAt,
    lateAfter: new Date(startsAt.getTime() + 2 * HOUR_MS),
    openedAt: startsAt,
  });
  await db.insert(agendaItem).values({
    id: agendaItemId,
    sessionId,
    ordinal: 1,
    kind: 'OPENING',
    title: 'Khai mạc',
    durationMinutes: 15,
  });
  return { conferenceId, sessionId, agendaItemId };
}

async function insertSite(
  db: Db,
  given: {
    conferenceId: string;
    sessionId: string;
    agendaItemId: string;
    unit: InsertedUnit;
    code: string;
  },
): Promise<RoundSite> {
  const { conferenceId, sessionId, agendaItemId, code } = given;
  const siteId = randomUUID();
  const name = `Điểm cầu ${code}`;
  await db.insert(site).values({
    id: siteId,
    conferenceId,
    code,
    name,
    searchKey: foldKey(name),
    tier: 'COMMUNE',
    mode: 'ONLINE',
    unitId: given.unit.id,
    contactName: 'Lê Thị Hoa',
    contactPhone: '0912000001',
  });
  const delegates = await insertDelegates(db, {
    conferenceId,
    siteId,
    unitId: given.unit.id,
    code,
  });
  const deviceIds = await insertDevices(db, siteId);
  const importJobId = await insertImportJob(db, conferenceId);
  const live = await insertSpeaker(db, { conferenceId, sessionId, siteId });
  const place = { conferenceId, sessionId, agendaItemId, siteId, importJobId, ...live };
  return { ...place, unitId: given.unit.id, unitPath: given.unit.path, ...delegates, deviceIds };
}

async function insertDelegates(
  db: Db,
  place: { conferenceId: string; siteId: string; unitId: string; code: string },
) {
  const { conferenceId, siteId, unitId, code } = place;
  const categoryName = `Cán bộ ${code}`;
  const categoryId = randomUUID();
  await db.insert(delegateCategory).values({
    id: categoryId,
    conferenceId,
    name: categoryName,
    searchKey: foldKey(categoryName),
    ordinal: 1,
  });
  const rows = ['An', 'Bình', 'Chi'].map((givenName, index) => ({
    id: randomUUID(),
    conferenceId,
    siteId,
    unitId,
    categoryId,
    rosterCode: `${code}-${index + 1}`,
    checkInCode: randomUUID().replaceAll('-', '').slice(0, 10).toUpperCase(),
    familyName: 'Nguyễn Văn',
    givenName,
    searchKey: nameSearchKey(`Nguyễn Văn ${givenName}`),
  }));
  await db.insert(delegate).values(rows);
  return {
    delegateIds: rows.map((row) => row.id),
    checkInCodes: rows.map((row) => row.checkInCode),
  };
}

async function insertDevices(db: Db, siteId: string): Promise<Record<DeviceKind, string>> {
  const ids = {} as Record<DeviceKind, string>;
  for (const kind of DEVICE_KINDS) {
    const linkId = randomUUID();
    ids[kind] = randomUUID();
    const random = () => Buffer.from(randomUUID().replaceAll('-', ''), 'hex');
    await db
      .insert(deviceLink)
      .values({ id: linkId, siteId, deviceKind: kind, codeHash: random() });
    await db
      .insert(device)
      .values({ id: ids[kind], siteId, kind, linkId, linkIssue: 1, tokenHash: random() });
  }
  return ids;
}

async function insertSpeaker(
  db: Db,
  { conferenceId, sessionId, siteId }: { conferenceId: string; sessionId: string; siteId: string },
) {
  const [sourceId, speakerRequestId] = [randomUUID(), randomUUID()];
  const kind = 'HALL' as const;
  await db
    .insert(source)
    .values({ id: sourceId, conferenceId, siteId, key: 'main', kind, name: '' });
  await db.insert(speakerRequest).values({
    id: speakerRequestId,
    sessionId,
    siteId,
    place: sql`extract(epoch from clock_timestamp())`,
  });
  // Two halls of a session have one page.
  const watchKey = `watch-${sessionId}`;
  await db.insert(broadcast).values({ sessionId, watchKey }).onConflictDoNothing();
  const outletId = randomUUID();
  const kept = { kind: 'RECORDING', name: 'Bản ghi' } as const;
  await db.insert(outlet).values({ id: outletId, sessionId, ...kept });
  const recordingId = randomUUID();
  const moments = { beganAt: new Date(), endedAt: new Date() };
  await db
    .insert(recording)
    .values({ id: recordingId, sessionId, name: 'Bản ghi', failure: 'EMPTY', ...moments });
  const place = { conferenceId, sessionId, siteId };
  const filmId = await insertFilmOf(db, place);
  const streamId = randomUUID();
  const stream = { kind: 'RTMP', name: 'Xe', streamKey: 'khoa-thu-nghiem', port: null } as const;
  await db.transaction((tx) => insertStream(tx, { sourceId: streamId, ...place, ...stream }));
  return { sourceId, speakerRequestId, outletId, recordingId, watchKey, filmId, streamId };
}

async function insertFilmOf(
  db: Db,
  place: { conferenceId: string; sessionId: string; siteId: string },
): Promise<string> {
  const sourceId = randomUUID();
  const film = { name: 'Phim', fileBytes: 1_000, durationMs: 60_000, hasSound: true };
  await db.transaction((tx) => insertFilm(tx, { sourceId, ...place, ...film }));
  return sourceId;
}

async function insertImportJob(db: Db, conferenceId: string): Promise<string> {
  const id = randomUUID();
  await db.insert(importJob).values({
    id,
    conferenceId,
    kind: 'ROSTER',
    status: 'PREVIEW',
    fileName: 'Danh sách.xlsx',
    createdBy: `account:${randomUUID()}`,
  });
  return id;
}

async function insertAccount(db: Db): Promise<string> {
  const accountId = randomUUID();
  await db
    .insert(accountUser)
    .values({ id: accountId, name: 'Trần Thị Bình', email: `${accountId}@accounts.invalid` });
  await db.insert(accountGrant).values({ userId: accountId, role: 'OFFICIAL', scopeKind: 'ALL' });
  return accountId;
}

/** An account with these grants; it needs no row, because the front door is told who acts. */
export function accountWith(...grants: Grant[]): Actor {
  return { kind: 'account', accountId: 'test-account', name: 'Người thử', grants };
}

/** The device of one kind of a hall of the round. */
export function deviceOf(place: RoundSite, deviceKind: DeviceKind): Actor {
  const { siteId, conferenceId } = place;
  return {
    kind: 'device',
    deviceId: place.deviceIds[deviceKind],
    deviceKind,
    siteId,
    conferenceId,
  };
}
