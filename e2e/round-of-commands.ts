import { randomUUID } from 'node:crypto';
import { commandOverHttp, dataOf, enrolDevice } from '#contract/program-client.ts';
import type { HttpIdentity } from '#contract/program-client.ts';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';

/** Sends one command and gives its data. @throws Error with the code when it is refused */
export async function must<N extends CommandName>(
  identity: HttpIdentity,
  name: N,
  input: CommandInput<N>,
): Promise<CommandOutput<N>> {
  return dataOf((await commandOverHttp(identity, name, input)).answer);
}

/** Uses the first administrator's link. */
export async function signInFirstAdministrator(
  origin: string,
  administratorLink: string,
): Promise<HttpIdentity> {
  const token = administratorLink.split('/setup/')[1] ?? '';
  const stranger: HttpIdentity = { origin, as: 'account', cookie: '' };
  const { answer, cookie } = await commandOverHttp(stranger, 'account:accept-link', {
    token,
    name: 'Nguyễn Quản Trị',
    username: 'quan.tri',
    password: 'mot mat khau that dai',
  });
  dataOf(answer);
  return { origin, as: 'account', cookie };
}

export interface OpenHall {
  conferenceId: string;
  sessionId: string;
  siteId: string;
  delegateIds: string[];
  door: HttpIdentity;
}

const HOUR_MS = 3_600_000;

/** A conference of today with one session, which began an hour ago and is open. */
export async function openSession(
  administrator: HttpIdentity,
  { name, helpPhone }: { name: string; helpPhone: string },
): Promise<{ conferenceId: string; sessionId: string }> {
  const startsAtMs = Date.now() - HOUR_MS;
  const day = (ms: number) => new Date(ms + 7 * HOUR_MS).toISOString().slice(0, 10);
  const { id: conferenceId } = await must(administrator, 'conference:create', {
    name,
    organisation: 'Thành ủy',
    startsOn: day(startsAtMs),
    endsOn: day(startsAtMs + 4 * HOUR_MS),
    helpPhone,
    confirmsNoStateSecret: true,
  });
  const { id: sessionId } = await must(administrator, 'session:create', {
    conferenceId,
    name: 'Buổi thử',
    startsAt: new Date(startsAtMs).toISOString(),
    endsAt: new Date(startsAtMs + 4 * HOUR_MS).toISOString(),
    lateAfter: new Date(startsAtMs + HOUR_MS).toISOString(),
  });
  await must(administrator, 'session:open', { sessionId });
  return { conferenceId, sessionId };
}

/** A conference with one open session, one hall, its delegates and an enrolled door, all by commands. */
export async function openHall(
  administrator: HttpIdentity,
  { delegates }: { delegates: number },
): Promise<OpenHall> {
  const named = { name: 'Hội nghị thử tải', helpPhone: '' };
  const { conferenceId, sessionId } = await openSession(administrator, named);
  const { id: siteId } = await must(administrator, 'site:create', {
    conferenceId,
    code: 'HN-01',
    name: 'Điểm cầu thử',
    tier: 'COMMUNE',
    mode: 'ONLINE',
    unitId: null,
    parentSiteId: null,
    contactName: '',
    contactPhone: '',
    plannedCount: delegates,
  });
  const delegateIds: string[] = [];
  for (let index = 0; index < delegates; index += 1) {
    delegateIds.push((await createDelegate(administrator, siteId, index)).id);
  }
  const door = await enrolDevice(administrator, { siteId, deviceKind: 'DOOR', label: 'Cửa 1' });
  return { conferenceId, sessionId, siteId, delegateIds, door };
}

function createDelegate(administrator: HttpIdentity, siteId: string, index: number) {
  return must(administrator, 'delegate:create', {
    siteId,
    unitId: null,
    categoryName: '',
    fullName: `Nguyễn Văn Thử ${String(index + 1)}`,
    position: '',
    phone: '',
    birthYear: null,
    seat: '',
    note: '',
    rosterCode: `THU-${index + 1}`,
  });
}

/** An event of presence, with an id of its own. */
export function presentEvent(delegateId: string, nowMs: number) {
  const moment = new Date(nowMs).toISOString();
  return {
    id: randomUUID() as string,
    subject: { kind: 'DELEGATE' as const, delegateId },
    kind: 'PRESENT' as const,
    method: 'QR' as const,
    happenedAt: moment,
    deviceAt: moment,
  };
}
