import { randomUUID } from 'node:crypto';
import type { CommandInput, CommandName } from '#contract/registry.ts';
import type { Round } from '../testing/round.ts';
import { LIVE_COMMAND_WALKS } from './live-command-table.ts';
import type { RowKind } from './roles.ts';

/** How the walks call a command: on which kind of row, with which input that its schema accepts. */
export type CommandWalk<N extends CommandName> = {
  row: RowKind;
  input: (round: Round) => CommandInput<N>;
};

const conferenceFields = {
  name: 'Hội nghị',
  organisation: 'Thành ủy',
  startsOn: '2026-12-01',
  endsOn: '2026-12-02',
  helpPhone: '',
};
const sessionFields = {
  name: 'Buổi chiều',
  startsAt: '2026-12-01T06:00:00Z',
  endsAt: '2026-12-01T09:00:00Z',
  lateAfter: '2026-12-01T06:00:00Z',
};
const agendaItemFields = {
  kind: 'TOPIC' as const,
  title: 'Chuyên đề 1',
  speaker: '',
  durationMinutes: 30,
};
const unitFields = { code: 'MOI', name: 'Đơn vị mới', parentId: null, validFrom: null };
const grants = [{ role: 'OFFICIAL' as const, scope: { kind: 'ALL' as const } }];
const moment = '2026-12-01T01:00:00Z';

const siteFields = (code: string) => ({
  code,
  name: 'Điểm cầu mới',
  tier: 'OTHER' as const,
  mode: 'TV_ONLY' as const,
  unitId: null,
  parentSiteId: null,
  contactName: '',
  contactPhone: '',
  plannedCount: null,
});

const delegateFields = (siteId: string) => ({
  siteId,
  unitId: null,
  categoryName: '',
  fullName: 'Lê Văn Dũng',
  position: '',
  phone: '',
  birthYear: null,
  seat: '',
  note: '',
});

const checkInEvent = ({ near }: Round) => ({
  id: randomUUID(),
  subject: { kind: 'DELEGATE' as const, delegateId: near.delegateIds[0] ?? '' },
  kind: 'PRESENT' as const,
  method: 'NAME' as const,
  happenedAt: new Date().toISOString(),
  deviceAt: new Date().toISOString(),
});

const delegateRow = ({ near }: Round) => ({ delegateId: near.delegateIds[0] ?? '' });
const siteRow = ({ near }: Round) => ({ siteId: near.siteId });
const conferenceRow = ({ near }: Round) => ({ conferenceId: near.conferenceId });
const sessionRow = ({ near }: Round) => ({ sessionId: near.sessionId });
const agendaRow = ({ near }: Round) => ({ agendaItemId: near.agendaItemId });
const siteSession = ({ near }: Round) => ({ siteId: near.siteId, sessionId: near.sessionId });
const accountRow = ({ accountId }: Round) => ({ accountId });
const unitRow = ({ near }: Round) => ({ unitId: near.unitId });
const importRow = ({ near }: Round) => ({ jobId: near.importJobId });
const nothing = () => ({});

/** One line for every command of the contract: the compiler refuses a command without one. */
export const COMMAND_WALKS: { [N in CommandName]: CommandWalk<N> } = {
  'account:sign-in': { row: 'public', input: () => ({ username: 'khong.co', password: 'x' }) },
  'account:sign-out': { row: 'public', input: nothing },
  'account:accept-link': {
    row: 'public',
    input: () => ({ token: 'x', name: 'A', username: 'khong.co', password: 'mot mat khau dai' }),
  },
  'device:enrol': {
    row: 'public',
    input: () => ({ secret: { kind: 'CODE', code: '00000-00000' }, label: '' }),
  },
  'account:change-password': {
    row: 'own-account',
    input: () => ({ currentPassword: 'x', newPassword: 'mot mat khau dai' }),
  },
  'account:create': { row: 'system', input: () => ({ name: 'Trần Văn C', grants }) },
  'account:set-grants': { row: 'system', input: (round) => ({ ...accountRow(round), grants }) },
  'account:disable': { row: 'system', input: accountRow },
  'account:enable': { row: 'system', input: accountRow },
  'account:issue-link': { row: 'system', input: accountRow },
  'account:one-time-link': { row: 'system', input: accountRow },

  'unit:create': {
    row: 'system',
    input: () => ({ tree: 'PARTY', ...unitFields, predecessorIds: [] }),
  },
  'unit:update': {
    row: 'system',
    input: (round) => ({ ...unitRow(round), ...unitFields, expected: unitFields }),
  },
  'unit:close': { row: 'system', input: (round) => ({ ...unitRow(round), validTo: '2026-12-31' }) },
  'unit:reopen': { row: 'system', input: unitRow },

  'conference:create': {
    row: 'system',
    input: () => ({ ...conferenceFields, confirmsNoStateSecret: true }),
  },
  'conference:update': {
    row: 'conference',
    input: (round) => ({
      ...conferenceRow(round),
      ...conferenceFields,
      expected: conferenceFields,
    }),
  },
  'conference:archive': { row: 'conference', input: conferenceRow },
  'conference:restore': { row: 'conference', input: conferenceRow },
  'session:create': {
    row: 'conference',
    input: (round) => ({ ...conferenceRow(round), ...sessionFields }),
  },
  'session:update': {
    row: 'conference',
    input: (round) => ({ ...sessionRow(round), ...sessionFields, expected: sessionFields }),
  },
  'session:remove': { row: 'conference', input: sessionRow },
  'session:open': { row: 'conference', input: sessionRow },
  'agenda-item:create': {
    row: 'conference',
    input: (round) => ({ ...sessionRow(round), ...agendaItemFields }),
  },
  'agenda-item:update': {
    row: 'conference',
    input: (round) => ({
      ...agendaRow(round),
      ...agendaItemFields,
      expected: agendaItemFields,
    }),
  },
  'agenda-item:move': {
    row: 'conference',
    input: (round) => ({ ...agendaRow(round), toIndex: 0 }),
  },
  'agenda-item:remove': { row: 'conference', input: agendaRow },

  'site:create': {
    row: 'conference',
    input: (round) => ({ ...conferenceRow(round), ...siteFields('MOI') }),
  },
  'site:update': {
    row: 'site',
    input: (round) => ({
      ...siteRow(round),
      ...siteFields('HN-01'),
      expected: siteFields('HN-01'),
    }),
  },
  'site:remove': { row: 'site', input: siteRow },
  'site:devices': { row: 'site', input: siteRow },

  'device:self': { row: 'own-device', input: nothing },
  'device:leave': { row: 'own-device', input: nothing },
  'device:revoke': { row: 'site', input: ({ near }) => ({ deviceId: near.deviceIds.DOOR }) },
  'device-link:list': { row: 'site', input: siteRow },
  'device-link:reissue': {
    row: 'site',
    input: (round) => ({ ...siteRow(round), deviceKind: 'DOOR', revokesDevices: false }),
  },
  'device-link:revoke': {
    row: 'site',
    input: (round) => ({ ...siteRow(round), deviceKind: 'DOOR' }),
  },

  'delegate:list': { row: 'shared', input: conferenceRow },
  'delegate:get': { row: 'site', input: delegateRow },
  'delegate:create': {
    row: 'site',
    input: ({ near }) => ({ ...delegateFields(near.siteId), rosterCode: '' }),
  },
  'delegate:update': {
    row: 'site',
    input: (round) => ({
      ...delegateRow(round),
      ...delegateFields(round.near.siteId),
      expectedUpdatedAt: moment,
    }),
  },
  'delegate:remove': { row: 'site', input: delegateRow },
  'delegate:restore': { row: 'site', input: delegateRow },
  'delegate:pass-link': { row: 'site', input: delegateRow },
  'delegate:reissue-pass': { row: 'site', input: delegateRow },

  'check-in:append': {
    row: 'site',
    input: (round) => ({ ...siteSession(round), events: [checkInEvent(round)] }),
  },
  'door:roster': { row: 'site', input: siteRow },
  'door:find': {
    row: 'site',
    input: (round) => ({ ...siteRow(round), checkInCode: '7K2MQ9XW4T' }),
  },
  'door:subscribe': { row: 'site', input: siteSession },
  'headcount:report': {
    row: 'site',
    input: (round) => ({ ...siteSession(round), presentCount: 2, note: '', happenedAt: moment }),
  },
  'headcount:latest': { row: 'site', input: siteSession },

  'import:list': { row: 'shared', input: conferenceRow },
  'import:get': { row: 'conference', input: importRow },
  'import:rows': { row: 'conference', input: importRow },
  'import:adjust': { row: 'conference', input: (round) => ({ ...importRow(round), choice: {} }) },
  'import:commit': {
    row: 'conference',
    input: (round) => ({ ...importRow(round), reading: 1, missing: 'KEEP' }),
  },
  'import:discard': { row: 'conference', input: importRow },

  ...LIVE_COMMAND_WALKS,

  'figures:subscribe': { row: 'shared', input: sessionRow },
  'figures:unsubscribe': { row: 'shared', input: sessionRow },
  'figures:arrivals': { row: 'shared', input: sessionRow },
  'people:list': { row: 'shared', input: sessionRow },
};
