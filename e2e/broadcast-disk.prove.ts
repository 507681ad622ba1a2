import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { commandOverHttp } from '#contract/program-client.ts';
import type { HttpIdentity } from '#contract/program-client.ts';
import { findRunningPostgres } from '#scripts/postgres/ensure-postgres.ts';
import { startProduct } from './product.ts';
import type { Part, Product } from './product.ts';
import { must, openHall, signInFirstAdministrator } from './round-of-commands.ts';
import type { OpenHall } from './round-of-commands.ts';
import { freeBytesOf, mountSmallDisk } from './small-disk.ts';

const MEGABYTE = 1024 ** 2;
const DISK_MB = 1_000;
/** What a recording leaves; the watch page leaves 256 MB of it. */
const LEAVES_MB = 400;
const PATIENCE = { timeout: 60_000, interval: 200 };
const PARTS: Part[] = ['front-door', 'broadcast/broadcast-node', 'media/media-node'];

const disk = mountSmallDisk(DISK_MB);
if (!disk) console.log('skipped: only root may mount a small disk');

describe.skipIf(disk === null)('a broadcast on a disk that fills up', () => {
  const folder = disk?.folder ?? '';
  let product: Product;
  let director: HttpIdentity;
  let hall: OpenHall;
  let outletId: string;
  /** What the door was answered since, and what it knows to be stored. */
  let answers: string[] = [];
  const acknowledged: string[] = [];
  let isDoorOpen = true;
  let door: Promise<void>;

  beforeAll(async () => {
    const env = { RECORDING_LEAVES_MB: String(LEAVES_MB) };
    product = await startProduct({ dataDir: folder, env });
    director = await signInFirstAdministrator(product.origin, product.administratorLink ?? '');
    hall = await openHall(director, { delegates: 1 });
    const { sessionId } = hall;
    const asked = { sessionId, kind: 'RECORDING' as const, name: 'Ghi hình', address: null };
    ({ outletId } = await must(director, 'outlet:add', asked));
    await must(director, 'outlet:start', { outletId });
    await must(director, 'broadcast:start', { sessionId });
    door = countPeople();
  }, 300_000);
  afterAll(async () => {
    isDoorOpen = false;
    await door;
    disk?.empty();
    await product.stop();
    disk?.remove();
  }, 60_000);

  /** One person after the other, all the while. */
  async function countPeople(): Promise<void> {
    while (isDoorOpen) answers.push(await checkIn());
  }

  /** @returns 'ok' or the code of the refusal */
  async function checkIn(): Promise<string> {
    const { sessionId, siteId } = hall;
    const moment = new Date().toISOString();
    const subject = { kind: 'WALK_IN' as const, walkInId: randomUUID() };
    const event = {
      ...{ id: randomUUID(), subject, kind: 'WALK_IN' as const, method: 'MANUAL' as const },
      ...{ happenedAt: moment, deviceAt: moment, detail: { personName: 'Khách mời' } },
    };
    const asked = { sessionId, siteId, events: [event] };
    const identity = { ...hall.door, origin: product.origin };
    const { answer } = await commandOverHttp(identity, 'check-in:append', asked);
    if (!answer.ok) return answer.code;
    expect(answer.data.receipts.map(({ outcome }) => outcome)).not.toContain('REFUSED');
    acknowledged.push(event.id);
    return 'ok';
  }

  /** The door's answers since the last time that it was asked. */
  function answersSoFar(): string[] {
    const given = answers;
    answers = [];
    return given;
  }

  const countEverybody = async () => {
    const at = acknowledged.length;
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(at + 5), PATIENCE);
    expect(new Set(answersSoFar())).toEqual(new Set(['ok']));
  };
  const pids = () => PARTS.map((part) => product.pidsOf(part));

  async function standing() {
    const { sessionId, conferenceId } = hall;
    const { broadcast } = await must(director, 'broadcast:subscribe', { sessionId });
    const { recordings } = await must(director, 'recording:subscribe', { conferenceId });
    const { running } = broadcast.outlets.find((one) => one.outletId === outletId)!;
    const of = (one: typeof running) => one && `${one.state} ${one.trouble ?? 'well'}`;
    const [latest] = recordings;
    return {
      signal: broadcast.signal,
      watch: of(broadcast.watch),
      recording: of(running),
      listed: latest ? `${latest.state} ${latest.trouble ?? 'well'}` : null,
    };
  }
  const untilStanding = (wanted: Partial<Awaited<ReturnType<typeof standing>>>) =>
    vi.waitFor(async () => expect(await standing()).toMatchObject(wanted), PATIENCE);
  const untilAllRun = () =>
    untilStanding({
      ...{ signal: 'PROGRAMME', watch: 'RUNNING well' },
      ...{ recording: 'RUNNING well', listed: 'RUNNING well' },
    });

  const ofSession = (...names: string[]) =>
    path.join(folder, 'broadcast', hall.sessionId, ...names);
  /** Of all recordings, the oldest first. */
  function rawFiles(): string[] {
    const root = ofSession('recording');
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
    return names
      .filter((name) => name.endsWith('.ts'))
      .sort((a, b) => path.basename(a).localeCompare(path.basename(b)))
      .map((name) => path.join(root, name));
  }
  async function untilRecorded(file: string, seconds: number): Promise<void> {
    const isLong = () => expect(decode(file).seconds).toBeGreaterThan(seconds);
    await vi.waitFor(isLong, { ...PATIENCE, interval: 1_000 });
  }
  const listedSegments = () => {
    const list = readFileSync(ofSession('hls', 'high', 'index.m3u8'), 'utf8');
    return Number(/MEDIA-SEQUENCE:(\d+)/.exec(list)![1]) + list.match(/#EXTINF/g)!.length;
  };

  it('ends the recording in order first, then the watch page, and the door never waits', async () => {
    await untilAllRun();
    const [first] = rawFiles();
    await untilRecorded(first!, 6);
    const before = pids();
    await countEverybody();

    disk!.leave((LEAVES_MB - 20) * MEGABYTE);
    await untilStanding({
      ...{ signal: 'PROGRAMME', watch: 'RUNNING well' },
      ...{ recording: 'WAITING DISK_FULL', listed: 'RUNNING DISK_FULL' },
    });
    const { size } = statSync(first!);
    const shown = listedSegments();
    await vi.waitFor(() => expect(listedSegments()).toBeGreaterThan(shown + 1), PATIENCE);
    expect(statSync(first!).size).toBe(size);
    expect(rawFiles()).toEqual([first]);
    const kept = decode(first!);
    expect(kept.complaints).toBe('');
    expect(kept.frames).toBeGreaterThan(6 * 25);
    // Without a hole, up to its end.
    expect(Math.abs(kept.frames / 25 - kept.seconds)).toBeLessThan(0.2);
    await countEverybody();

    disk!.leave(150 * MEGABYTE);
    await untilStanding({
      ...{ signal: 'PROGRAMME', watch: 'WAITING DISK_FULL' },
      ...{ recording: 'WAITING DISK_FULL', listed: 'RUNNING DISK_FULL' },
    });
    await countEverybody();
    expect(freeBytesOf(folder)).toBeGreaterThan(100 * MEGABYTE);

    disk!.empty();
    await untilAllRun();
    const [, second] = rawFiles();
    await untilRecorded(second!, 3);
    await countEverybody();
    expect(pids()).toEqual(before);
  });

  it('lets the director start again, and makes a file that plays to its end', async () => {
    await must(director, 'outlet:stop', { outletId });
    const { conferenceId } = hall;
    const ready = await vi.waitFor(
      async () => {
        const { recordings } = await must(director, 'recording:subscribe', { conferenceId });
        const one = recordings.at(-1)!;
        expect(one.state).toBe('READY');
        return one;
      },
      { ...PATIENCE, timeout: 120_000 },
    );
    const { recordingId, film } = ready;
    expect(film!.gaps.length).toBe(1);
    const made = decode(ofSession('recording', recordingId, 'recording.mp4'));
    expect(made.complaints).toBe('');
    expect(Math.abs(made.seconds * 1_000 - film!.durationMs)).toBeLessThan(500);
    expect(made.frames).toBeGreaterThan(9 * 25);
    await must(director, 'outlet:start', { outletId });
    await untilAllRun();
    await untilRecorded(rawFiles().at(-1)!, 3);
    await countEverybody();
  });

  it('outlives a disk that is full to its last byte, and a node that is killed then', async () => {
    const file = rawFiles().at(-1)!;
    const before = pids();
    disk!.leave(0);
    await untilStanding({ watch: 'WAITING DISK_FULL', recording: 'WAITING DISK_FULL' });
    expect(pids()).toEqual(before);
    const kept = decode(file);
    expect(kept.complaints).toBe('');
    expect(Math.abs(kept.frames / 25 - kept.seconds)).toBeLessThan(0.2);

    const [killed] = product.pidsOf('broadcast/broadcast-node');
    process.kill(killed!, 'SIGKILL');
    const again = await vi.waitFor(() => {
      const [pid = killed] = product.pidsOf('broadcast/broadcast-node');
      expect(pid).not.toBe(killed);
      return pid;
    }, PATIENCE);
    await untilStanding({
      ...{ signal: 'PROGRAMME', watch: 'WAITING DISK_FULL' },
      ...{ recording: 'WAITING DISK_FULL', listed: 'RUNNING DISK_FULL' },
    });

    disk!.empty();
    await untilAllRun();
    await vi.waitFor(async () => expect(await checkIn()).toBe('ok'), PATIENCE);
    answersSoFar();
    await countEverybody();
    expect(product.pidsOf('broadcast/broadcast-node')).toEqual([again]);
    await untilRecorded(rawFiles().at(-1)!, 3);
  });

  it('has stored everybody whom the door was told of', async () => {
    isDoorOpen = false;
    await door;
    const database = (await findRunningPostgres(folder)) ?? '';
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    const stored = await client.query<{ id: string }>('select id from check_in');
    await client.end();
    const ids = new Set(stored.rows.map(({ id }) => id));
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
  });
});

/** What a second ffmpeg makes of a file from its beginning to its end. */
function decode(file: string): { frames: number; seconds: number; complaints: string } {
  const args = ['-v', 'error', '-i', file, '-map', '0:v:0', '-map', '0:a:0', '-f', 'null'];
  const { stdout, stderr } = spawnSync('ffmpeg', [...args, '-progress', 'pipe:1', '-'], {
    encoding: 'utf8',
  });
  const shown = ['-show_entries', 'format=duration', '-of', 'csv=p=0', file];
  const seconds = Number(execFileSync('ffprobe', ['-v', 'quiet', ...shown], { encoding: 'utf8' }));
  const frames = Number([...stdout.matchAll(/^frame=(\d+)$/gm)].at(-1)?.[1] ?? 0);
  return { frames, seconds, complaints: stderr };
}
