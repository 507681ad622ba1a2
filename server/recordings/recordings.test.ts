import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HallState } from '#contract/hall.ts';
import type { RecordingView } from '#contract/recording.ts';
import { OnAirBench } from '../testing/on-air.ts';
import type { LiveClient } from '../testing/on-air.ts';
import { accountWith, deviceOf } from '../testing/round.ts';
import type { Actor } from '#domain/actor.ts';

const soon = { timeout: 30_000, interval: 100 };
const shared = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-film-'));
/** Eight seconds of a signal as the composer makes it, with a key frame every 2 s. */
const SIGNAL = path.join(shared, 'signal.ts');
const SIGNAL_MS = 8_000;

interface Probe {
  format: { duration: string; tags: { title: string } };
  chapters: { start_time: string; end_time: string; tags: { title: string } }[];
}

function probe(file: string): Probe {
  const shown = ['-show_format', '-show_chapters', '-of', 'json'];
  return JSON.parse(execFileSync('ffprobe', ['-v', 'error', ...shown, file]).toString()) as Probe;
}

/** Frames that a second ffmpeg decodes. */
function framesOf(file: string): number {
  const args = ['-v', 'quiet', '-i', file, '-an', '-f', 'null', '-progress', 'pipe:1', '-'];
  const said = execFileSync('ffmpeg', args).toString();
  return Number([...said.matchAll(/frame=(\d+)/g)].at(-1)?.[1]);
}

let bench: OnAirBench;
let director: LiveClient;
let dataDir: string;

beforeAll(() => {
  execFileSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=s=320x180:r=25:d=${SIGNAL_MS / 1_000}`],
    ...['-f', 'lavfi', '-i', `sine=d=${SIGNAL_MS / 1_000}`, '-c:v', 'libx264', '-g', '50'],
    ...['-preset', 'ultrafast', '-sc_threshold', '0', '-c:a', 'aac', '-f', 'mpegts', SIGNAL],
  ]);
});
afterAll(() => fs.rmSync(shared, { recursive: true, force: true }));

beforeEach(async () => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-recordings-'));
  bench = await OnAirBench.open();
  await bench.restart({ dataDir });
  director = await bench.director();
});
afterEach(async () => {
  await bench.close();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

const session = () => ({ sessionId: bench.sessionId });
const organiser = () => {
  const { conferenceId } = bench.round.near;
  return bench.connect(
    accountWith({ role: 'ORGANISER', scope: { kind: 'CONFERENCE', conferenceId } }),
  );
};
const list = async (): Promise<RecordingView[]> => {
  const { conferenceId } = bench.round.near;
  return (await director.ask('recording:subscribe', { conferenceId })).recordings;
};
const only = async (): Promise<RecordingView> => {
  const recordings = await list();
  expect(recordings).toHaveLength(1);
  return recordings[0]!;
};
const until = (state: RecordingView['state']) =>
  vi.waitFor(async () => {
    const found = await only();
    expect(found.state).toBe(state);
    return found;
  }, soon);
const folderOf = ({ recordingId }: RecordingView) =>
  path.join(dataDir, 'broadcast', bench.sessionId, 'recording', recordingId);

async function start(): Promise<{ outletId: string; recording: RecordingView }> {
  const kept = { kind: 'RECORDING', name: 'Ghi hình', address: null } as const;
  const { outletId } = await director.ask('outlet:add', { ...session(), ...kept });
  await director.ask('outlet:start', { outletId });
  await director.ask('broadcast:start', session());
  return { outletId, recording: await only() };
}

/** As the broadcast node does, whose life began so many seconds after the recording. */
function write(recording: RecordingView, atSeconds: number, bytes = fs.readFileSync(SIGNAL)): void {
  const beganAt = new Date(Date.parse(recording.beganAt) + atSeconds * 1_000).toISOString();
  fs.mkdirSync(folderOf(recording), { recursive: true });
  fs.writeFileSync(path.join(folderOf(recording), `${beganAt.replace(/[:.]/g, '-')}.ts`), bytes);
}

const stop = async () => {
  await director.ask('broadcast:stop', session());
  bench.broadcast.tell([]);
};

async function get(file: string, as: Actor | null, headers: Record<string, string> = {}) {
  const cookie = as ? bench.cookieOf(as) : '';
  const actAs = as?.kind === 'device' ? 'device' : 'account';
  return fetch(`${bench.server.origin}/api/recordings/${file}`, {
    headers: { cookie, 'x-act-as': actAs, ...headers },
  });
}

const administrator = accountWith({ role: 'ADMINISTRATOR', scope: { kind: 'ALL' } });

describe('a recording', { timeout: 90_000 }, () => {
  it('runs from start to stop, is told to every hall, and becomes one checked file', async () => {
    const console = await bench.console(bench.near);
    const place = { ...session(), siteId: bench.near.siteId };
    expect((await console.ask('hall:subscribe', place)).hall.isRecorded).toBe(false);
    const told = (isRecorded: boolean) =>
      console.next<{ hall: HallState }>(
        'hall:changed',
        ({ hall }) => hall.isRecorded === isRecorded,
      );
    const noticed = told(true);
    const { outletId, recording } = await start();
    await noticed;
    expect(recording).toMatchObject({ state: 'RUNNING', name: 'Ghi hình', film: null });
    await bench.broadcast.until((wishes) =>
      wishes.some(({ outlets }) =>
        outlets.some(
          (one) => one.outletId === outletId && one.recordingId === recording.recordingId,
        ),
      ),
    );
    // Two lives of the node: the second file was cut off by a kill in the middle of a packet.
    write(recording, 0);
    const whole = fs.readFileSync(SIGNAL);
    write(recording, 20, whole.subarray(0, Math.floor(whole.length * 0.8)));
    const { agendaItemId } = bench.near;
    bench.server.clock.now = new Date(Date.parse(recording.beganAt) + 4_000);
    await director.ask('agenda-turn:begin', { agendaItemId });
    bench.server.clock.now = new Date(Date.parse(recording.beganAt) + 28_000);
    const gone = told(false);
    await stop();
    await gone;
    const { film } = await until('READY');
    const file = path.join(folderOf(recording), 'recording.mp4');
    const { format, chapters } = probe(file);
    const lengthMs = Number(format.duration) * 1_000;
    expect(Math.abs(lengthMs - film!.durationMs)).toBeLessThan(300);
    expect(lengthMs).toBeGreaterThan(SIGNAL_MS * 1.8 - 700);
    // Nothing of the first file is lost, and nothing of the second that was written.
    expect(framesOf(file)).toBeGreaterThan(200 + 150);
    expect(format.tags.title).toContain('Buổi sáng');
    expect(film!.gaps).toHaveLength(1);
    expect(film!.gaps[0]!.lostMs).toBeGreaterThan(11_500);
    expect(film!.chapters.map(({ title }) => title)).toEqual(['Buổi sáng', 'Khai mạc']);
    expect(chapters.map(({ tags }) => tags.title)).toEqual(['Buổi sáng', 'Khai mạc']);
    expect(Number(chapters[1]!.start_time)).toBeCloseTo(4, 1);
    const bytes = fs.readFileSync(file);
    expect(bytes.length).toBe(film!.bytes);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(film!.sha256);
    // The index comes first: it plays while it is loaded.
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
    const names = ['chapter-0.jpg', 'chapter-1.jpg', 'poster.jpg', 'recording.mp4'];
    await vi.waitFor(() => expect(fs.readdirSync(folderOf(recording)).sort()).toEqual(names), soon);
    const { cutPoints } = await director.ask('recording:cut-points', recording);
    expect(cutPoints.map(({ kind }) => kind)).toEqual(['BEGIN', 'AGENDA', 'GAP', 'END']);
  });

  it('is played by ranges, downloaded whole and in part, by those who may and nobody else', async () => {
    const { recording } = await start();
    write(recording, 0);
    expect((await get(`${recording.recordingId}/recording.mp4`, administrator)).status).toBe(409);
    await stop();
    const { film, recordingId } = await until('READY');
    const whole = await get(`${recordingId}/recording.mp4?download`, administrator);
    expect(whole.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[a-z0-9-]+\.mp4"; filename\*=UTF-8''H%E1%BB%99i%20ngh%E1%BB%8B/,
    );
    expect(whole.headers.get('cache-control')).toBe('private, no-cache');
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(film!.sha256);
    const range = await get(`${recordingId}/recording.mp4`, administrator, {
      range: 'bytes=10-19',
    });
    expect([range.status, range.headers.get('content-range')]).toEqual([
      206,
      `bytes 10-19/${bytes.length}`,
    ]);
    expect(Buffer.from(await range.arrayBuffer())).toEqual(bytes.subarray(10, 20));
    const after = { range: `bytes=${bytes.length}-` };
    expect((await get(`${recordingId}/recording.mp4`, administrator, after)).status).toBe(416);
    const known = { 'if-none-match': whole.headers.get('etag')! };
    expect((await get(`${recordingId}/recording.mp4`, administrator, known)).status).toBe(304);
    const part = await get(`${recordingId}/part.mp4?from=2000&to=6000`, administrator);
    const cut = path.join(shared, 'part.mp4');
    fs.writeFileSync(cut, Buffer.from(await part.arrayBuffer()));
    expect(Number(probe(cut).format.duration)).toBeGreaterThan(3.8);
    expect(Number(probe(cut).format.duration)).toBeLessThan(6.3);
    for (const wrong of [
      'from=5&to=5',
      'from=-1&to=5',
      'to=5',
      'from=0&to=99999999',
      'from=a&to=b',
    ]) {
      expect((await get(`${recordingId}/part.mp4?${wrong}`, administrator)).status).toBe(400);
    }
    expect((await get(`${recordingId}/thumbnails/poster.jpg`, administrator)).status).toBe(200);
    for (const wrong of [
      '..%2frecording.mp4',
      'recording.mp4',
      'poster.jpg%00',
      'chapter-999.jpg',
    ]) {
      expect((await get(`${recordingId}/thumbnails/${wrong}`, administrator)).status).toBe(404);
    }
    const { near, far } = bench.round;
    const grant = (role: 'OFFICIAL' | 'ORGANISER' | 'UNIT_ADMIN', conferenceId: string) =>
      accountWith({ role, scope: { kind: 'CONFERENCE', conferenceId } });
    const unit = { kind: 'UNIT', unitId: near.unitId, path: near.unitPath } as const;
    const asked = async (as: Actor | null) =>
      Promise.all(
        ['recording.mp4', 'part.mp4?from=0&to=1000', 'thumbnails/poster.jpg'].map(
          async (file) => (await get(`${recordingId}/${file}`, as)).status,
        ),
      );
    expect(await asked(grant('OFFICIAL', near.conferenceId))).toEqual([200, 200, 200]);
    expect(await asked(null)).toEqual([401, 401, 401]);
    for (const nobody of [
      grant('ORGANISER', far.conferenceId),
      grant('UNIT_ADMIN', near.conferenceId),
      accountWith({ role: 'OFFICIAL', scope: unit }),
      deviceOf(near, 'CONSOLE'),
      deviceOf(near, 'PROJECTOR'),
      deviceOf(near, 'DOOR'),
      deviceOf(near, 'HEADCOUNT'),
    ]) {
      expect(await asked(nobody)).toEqual([403, 403, 403]);
    }
    const { rows } = await bench.server.database.pool.query(
      `select 1 from audit_entry where action = 'recording:download'`,
    );
    // The whole, the part, and the official's part.
    expect(rows).toHaveLength(3);
  });

  it('is made once after a kill in the middle, and a half file is never shown', async () => {
    const { recording } = await start();
    write(recording, 0);
    fs.writeFileSync(path.join(folderOf(recording), 'making-half.mp4'), 'half');
    fs.writeFileSync(path.join(folderOf(recording), 'recording.mp4'), 'published, and the row not');
    await director.ask('broadcast:stop', session());
    // The node is away, and may be writing: nothing is touched.
    await vi.waitFor(
      async () => expect(await only()).toMatchObject({ state: 'WAITING', waitsFor: 'NODE' }),
      soon,
    );
    expect((await get(`${recording.recordingId}/recording.mp4`, administrator)).status).toBe(409);
    await bench.restart({ dataDir });
    director = await bench.director();
    bench.broadcast.tell([]);
    const { film } = await until('READY');
    expect(framesOf(path.join(folderOf(recording), 'recording.mp4'))).toBe(200);
    expect(film!.gaps).toEqual([]);
    await vi.waitFor(() => {
      const left = fs.readdirSync(folderOf(recording)).filter((name) => /making|ts$/.test(name));
      expect(left).toEqual([]);
    }, soon);
  });

  it('waits for room on the disk, and leaves its raw files alone meanwhile', async () => {
    await bench.restart({ dataDir, recordingLeavesBytes: Number.MAX_SAFE_INTEGER });
    director = await bench.director();
    const { recording } = await start();
    write(recording, 0);
    await stop();
    await vi.waitFor(
      async () => expect(await only()).toMatchObject({ state: 'WAITING', waitsFor: 'DISK_FULL' }),
      soon,
    );
    expect(fs.readdirSync(folderOf(recording))).toHaveLength(1);
    await bench.restart({ dataDir });
    director = await bench.director();
    bench.broadcast.tell([]);
    await until('READY');
  });

  it('of which nothing came says so, may be tried again, and is removed with its files', async () => {
    const { recording } = await start();
    const { recordingId } = recording;
    const chief = await organiser();
    expect(await chief.refusal('recording:remove', { recordingId })).toBe('RECORDING_RUNS');
    await stop();
    expect(await until('FAILED')).toMatchObject({ failure: 'EMPTY' });
    write(recording, 0, Buffer.alloc(50_000, 'no signal'));
    await chief.ask('recording:make-again', { recordingId });
    await vi.waitFor(
      async () => expect(await only()).toMatchObject({ state: 'FAILED', failure: 'UNREADABLE' }),
      soon,
    );
    expect(await director.refusal('recording:remove', { recordingId })).toBe('FORBIDDEN');
    await chief.ask('recording:remove', { recordingId });
    expect(await list()).toEqual([]);
    expect((await get(`${recordingId}/recording.mp4`, administrator)).status).toBe(404);
    await vi.waitFor(() => expect(fs.existsSync(folderOf(recording))).toBe(false), soon);
  });

  it('ends with its session, and one that begins afterwards does not', async () => {
    const { outletId } = await start();
    await director.ask('programme:start', session());
    await director.ask('programme:end', session());
    await vi.waitFor(async () => expect((await only()).endedAt).not.toBeNull(), soon);
    const { broadcast } = await director.ask('broadcast:subscribe', session());
    expect(broadcast.outlets).toMatchObject([{ outletId, isOn: false }]);
    bench.server.clock.now = new Date(bench.server.clock.now.getTime() + 60_000);
    await director.ask('outlet:start', { outletId });
    expect((await list()).map(({ state }) => state)).toContain('RUNNING');
  });

  it('says while it runs that the disk hinders it', async () => {
    const { outletId, recording } = await start();
    const outlet = {
      ...{ outletId, recordingId: recording.recordingId, state: 'WAITING' as const, kbps: 0 },
      ...{
        trouble: 'DISK_FULL' as const,
        droppedKilobytes: 0,
        restarts: 0,
        gapSeconds: 3,
        heldSeconds: 0,
      },
    };
    await list();
    const heard = director.next<{ recordings: RecordingView[] }>('recordings:changed');
    bench.broadcast.tell([
      {
        ...{ sessionId: bench.sessionId, signal: 'PROGRAMME' as const, lufs: null },
        ...{ restarts: 0, gapSeconds: 0, clean: null, outlets: [outlet] },
      },
    ]);
    expect((await heard).recordings).toMatchObject([{ state: 'RUNNING', trouble: 'DISK_FULL' }]);
  });
});
