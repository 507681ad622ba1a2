import { toVietnamDate } from '#domain/text/date-format.ts';
import { stableId } from './random.ts';

export type AgendaKind =
  | 'HEADCOUNT'
  | 'CEREMONY'
  | 'OPENING'
  | 'TOPIC'
  | 'BREAK'
  | 'DISCUSSION'
  | 'DIRECTION'
  | 'CLOSING'
  | 'OTHER';

export interface SeedAgendaItem {
  id: string;
  kind: AgendaKind;
  title: string;
  speaker: string;
  durationMinutes: number;
}

export interface SeedSession {
  id: string;
  ordinal: number;
  name: string;
  startsAtMs: number;
  endsAtMs: number;
  lateAfterMs: number;
  /** Doors are open from here on; null: not yet. */
  openedAtMs: number | null;
  agenda: SeedAgendaItem[];
}

export interface SeedConference {
  id: string;
  name: string;
  organisation: string;
  /** `yyyy-MM-dd`, in Vietnam. */
  startsOn: string;
  endsOn: string;
  helpPhone: string;
  sessions: SeedSession[];
}

type AgendaFact = readonly [AgendaKind, string, string, number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const VIETNAM_OFFSET_MS = 7 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;
/** The first session begins this long after the seed, so that whoever checks in now is in time. */
const LEAD_MS = 20 * MINUTE_MS;

const FIRST_AGENDA: readonly AgendaFact[] = [
  ['HEADCOUNT', 'Kiểm tra quân số, ổn định tổ chức', '', 15],
  ['CEREMONY', 'Chào cờ', '', 5],
  [
    'OPENING',
    'Tuyên bố lý do, giới thiệu đại biểu',
    'Đ/c Đặng Hữu Nghĩa, Chánh Văn phòng Thành ủy',
    10,
  ],
  ['OPENING', 'Phát biểu khai mạc', 'Đ/c Ngô Xuân Hòa, Phó Bí thư Thường trực Thành ủy', 15],
  [
    'TOPIC',
    'Chuyên đề 1: Phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số',
    'Đ/c Nguyễn Công Lịch, Báo cáo viên Trung ương',
    60,
  ],
  ['BREAK', 'Giải lao', '', 15],
  [
    'TOPIC',
    'Chuyên đề 2: Tiếp tục sắp xếp tổ chức bộ máy của hệ thống chính trị',
    'Đ/c Kiều Thị Mai Liên, Trưởng Ban Tổ chức Thành ủy',
    60,
  ],
  ['DISCUSSION', 'Thảo luận tại các điểm cầu', '', 30],
];

const SECOND_AGENDA: readonly AgendaFact[] = [
  ['HEADCOUNT', 'Kiểm tra quân số, ổn định tổ chức', '', 10],
  [
    'TOPIC',
    'Chuyên đề 3: Phát triển kinh tế tư nhân trên địa bàn Thủ đô',
    'Đ/c Tạ Quang Nhân, Báo cáo viên Thành ủy',
    60,
  ],
  ['BREAK', 'Giải lao', '', 15],
  [
    'TOPIC',
    'Chuyên đề 4: Xây dựng người Hà Nội thanh lịch, văn minh',
    'Đ/c Nghiêm Thị Bích Thơm, Trưởng Ban Tuyên giáo Thành ủy',
    45,
  ],
  ['DISCUSSION', 'Thảo luận, phát biểu của các điểm cầu', '', 40],
  ['DIRECTION', 'Phát biểu chỉ đạo', 'Đ/c Phùng Đức Tường, Bí thư Thành ủy', 30],
  ['CLOSING', 'Bế mạc', 'Đ/c Ngô Xuân Hòa, Phó Bí thư Thường trực Thành ủy', 10],
];

/**
 * The demo conference: two half-day sessions, the first beginning within half an hour of `nowMs`
 * with its doors open, the second on the next half day. Names, agenda and speakers never change;
 * only the times follow the clock. The speakers are made up.
 */
export function createConference(nowMs: number): SeedConference {
  const firstStartMs = Math.ceil((nowMs + LEAD_MS) / (5 * MINUTE_MS)) * 5 * MINUTE_MS;
  const secondStartMs = nextHalfDay(firstStartMs);
  return {
    id: stableId('conference'),
    name: 'Hội nghị trực tuyến toàn Thành phố nghiên cứu, học tập, quán triệt và triển khai thực hiện các nghị quyết của Trung ương',
    organisation: 'Thành ủy Hà Nội',
    startsOn: dayInVietnam(firstStartMs),
    endsOn: dayInVietnam(secondStartMs),
    helpPhone: '050 000 1766',
    sessions: [
      createSession({
        ordinal: 1,
        startsAtMs: firstStartMs,
        openedAtMs: nowMs,
        agenda: FIRST_AGENDA,
      }),
      createSession({
        ordinal: 2,
        startsAtMs: secondStartMs,
        openedAtMs: null,
        agenda: SECOND_AGENDA,
      }),
    ],
  };
}

function createSession(facts: {
  ordinal: number;
  startsAtMs: number;
  openedAtMs: number | null;
  agenda: readonly AgendaFact[];
}): SeedSession {
  const minutes = facts.agenda.reduce((sum, [, , , duration]) => sum + duration, 0);
  return {
    id: stableId(`session:${facts.ordinal}`),
    ordinal: facts.ordinal,
    name: facts.ordinal === 1 ? 'Buổi thứ nhất' : 'Buổi thứ hai',
    startsAtMs: facts.startsAtMs,
    endsAtMs: facts.startsAtMs + minutes * MINUTE_MS,
    lateAfterMs: facts.startsAtMs,
    openedAtMs: facts.openedAtMs,
    agenda: facts.agenda.map(([kind, title, speaker, durationMinutes], index) => ({
      id: stableId(`agenda-item:${facts.ordinal}:${index}`),
      kind,
      title,
      speaker,
      durationMinutes,
    })),
  };
}

/** 13:30 of the day for a morning start, else 08:00 of the next day (Vietnam's clock). */
function nextHalfDay(startMs: number): number {
  const sinceMidnightMs = (startMs + VIETNAM_OFFSET_MS) % DAY_MS;
  const midnightMs = startMs - sinceMidnightMs;
  const isMorning = sinceMidnightMs < 9 * HOUR_MS;
  return midnightMs + (isMorning ? 13.5 * HOUR_MS : DAY_MS + 8 * HOUR_MS);
}

function dayInVietnam(momentMs: number): string {
  const { year, month, day } = toVietnamDate(momentMs);
  return [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
}
