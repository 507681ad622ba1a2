import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeRosterWorkbook } from '#db/seed/roster-workbook.ts';
import { dayOf } from '#domain/conference.ts';
import { commitJob, importFile, previewFile } from '../import-client.ts';
import { processTree, processUse } from '../measure.ts';
import type { Measured, Row } from '../result.ts';
import { type Stack, useOf } from '../stack.ts';
import type { Workplace } from '../workplace.ts';

/** A normal day and a busy one: people, halls. */
const SIZES = [
  { people: 52_000, halls: 766 },
  { people: 95_000, halls: 2_212 },
];
const FAULT_ROUNDS = 3;
const WATCH_EVERY_MS = 100;

export const title = 'Import of a roster workbook';

interface Hall {
  code: string;
  name: string;
}

/**
 * A real .xlsx with title rows, a merged header of two rows, names in two columns and planted
 * faults goes into a new conference: from the first byte to the preview, from the commit to its
 * end, the front door's memory and its longest event-loop stall meanwhile.
 * @throws Error when the count of people who are in is wrong
 */
export async function run(workplace: Workplace): Promise<Measured> {
  const stack = await workplace.stack();
  const folder = mkdtempSync(path.join(tmpdir(), 'diem-cau-roster-'));
  try {
    const rows: Row[] = [];
    const notes: string[] = [];
    for (const size of SIZES) {
      const measured = await measureSize(workplace, { ...size, folder, stack });
      rows.push(...measured.rows);
      notes.push(...measured.notes);
    }
    return { rows, notes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureSize(
  workplace: Workplace,
  given: { people: number; halls: number; folder: string; stack: Stack },
): Promise<Measured> {
  const { people, stack } = given;
  const conferenceId = await newConference(stack, people);
  const sites = await bringHalls(stack, { conferenceId, halls: given.halls });
  const book = await writeRosterWorkbook({
    path: path.join(given.folder, `${people}.xlsx`),
    people,
    sites,
    faultRounds: FAULT_ROUNDS,
  });
  const bytes = readFileSync(book.path);
  const watch = await watchFrontDoor(stack);
  const from = performance.now();
  const file = { conferenceId, kind: 'ROSTER', fileName: 'danh-sach.xlsx', bytes } as const;
  const preview = await previewFile(stack.administrator, file);
  const previewSeconds = (performance.now() - from) / 1000;
  const commitFrom = performance.now();
  await commitJob(stack.administrator, preview);
  const commitSeconds = (performance.now() - commitFrom) / 1000;
  const seen = await watch.stop();
  await expectPeople(workplace, { conferenceId, count: people - book.refused - book.asked });
  const name = people.toLocaleString('en');
  const baseline = people === SIZES[0]!.people ? undefined : SIZES[0]!.people.toLocaleString('en');
  const row = (what: string, value: number, unit: string): Row => ({
    what: `${name} rows: ${what}`,
    value,
    unit,
    ...(baseline ? { baseline: `${baseline} rows: ${what}` } : {}),
  });
  return {
    rows: [
      row('file to preview', previewSeconds, 's'),
      row('commit', commitSeconds, 's'),
      row('memory before', seen.restingMiB, 'MiB'),
      row('peak memory', seen.peakMiB, 'MiB'),
      row('longest event-loop stall', seen.stallMs, 'ms'),
      row('processor time of front-door', seen.cpuSeconds, 's'),
    ],
    notes: [
      `${name} rows: ${given.halls} halls, a file of ${(bytes.length / 2 ** 20).toFixed(1)} MiB, ${book.faults.length} planted faults; ${book.refused} rows refused and ${book.asked} waiting for a decision stayed out, the others are in.`,
    ],
  };
}

async function newConference(stack: Stack, people: number): Promise<string> {
  const today = dayOf(Date.now());
  const { id } = await stack.command('conference:create', {
    name: `Đo nhập danh sách ${people} đại biểu`,
    organisation: 'Đo lường',
    startsOn: today,
    endsOn: today,
    helpPhone: '',
    confirmsNoStateSecret: true,
  });
  return id;
}

/** The halls of the demo round, as often as needed under other codes, by the import of halls. */
async function bringHalls(
  stack: Stack,
  given: { conferenceId: string; halls: number },
): Promise<Hall[]> {
  const { halls } = stack.round;
  const sites = Array.from({ length: given.halls }, (_, index): Hall => {
    const { code, name } = halls[index % halls.length]!;
    const round = Math.floor(index / halls.length);
    return round === 0 ? { code, name } : { code: `${code}-${round}`, name: `${name} (${round})` };
  });
  const lines = sites.map(({ code, name }) => `${code};"${name}";Cấp xã;Trực tuyến`);
  const text = ['Mã điểm cầu;Tên điểm cầu;Cấp;Hình thức', ...lines].join('\r\n');
  const bytes = Buffer.from(`\uFEFF${text}\r\n`);
  const { conferenceId } = given;
  const file = { conferenceId, kind: 'SITES', fileName: 'diem-cau.csv', bytes } as const;
  await importFile(stack.administrator, file);
  return sites;
}

/** Follows the front door's memory; its metrics keep the longest stall since they were last read. */
async function watchFrontDoor(stack: Stack) {
  const pids = stack.product.pidsOf('front-door').flatMap(processTree);
  const resident = () =>
    pids.reduce((sum, pid) => sum + (processUse(pid)?.residentBytes ?? 0), 0) / 2 ** 20;
  await longestStallMs(stack);
  const before = useOf(stack, 'front-door');
  const restingMiB = resident();
  let peakMiB = restingMiB;
  const timer = setInterval(() => (peakMiB = Math.max(peakMiB, resident())), WATCH_EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      const stallMs = await longestStallMs(stack);
      const cpuSeconds = useOf(stack, 'front-door').cpuSeconds - before.cpuSeconds;
      return { restingMiB, peakMiB, stallMs, cpuSeconds };
    },
  };
}

async function longestStallMs({ origin }: Stack): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1]) * 1000;
}

async function expectPeople(
  workplace: Workplace,
  expected: { conferenceId: string; count: number },
): Promise<void> {
  const database = await workplace.database();
  const { rows } = await database.query<{ found: number }>(
    'select count(*)::int as found from delegate where conference_id = $1 and removed_at is null',
    [expected.conferenceId],
  );
  if (rows[0]?.found !== expected.count) {
    throw new Error(`${rows[0]?.found} people are in instead of ${expected.count}`);
  }
}
