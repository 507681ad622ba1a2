import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { listInputs } from '#db/queries/input.ts';
import type { AccountActor } from '#domain/actor.ts';
import { openUploadFolder } from '../import/upload-folder.ts';
import { makeFilm } from '../input/seen-programme.testing.ts';
import { startTestServer } from '../testing/harness.ts';
import type { TestServer } from '../testing/harness.ts';
import { seedRound } from '../testing/round.ts';
import type { Round } from '../testing/round.ts';

const everything = [{ role: 'DIRECTOR' as const, scope: { kind: 'ALL' as const } }];
const actor: AccountActor = {
  kind: 'account',
  accountId: randomUUID(),
  name: 'Đạo diễn',
  grants: everything,
};

let server: TestServer;
let round: Round;
let folder: string;
let film: Buffer;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-films-'));
  makeFilm(path.join(folder, 'film.mp4'), { seconds: 3 });
  film = fs.readFileSync(path.join(folder, 'film.mp4'));
  server = await startTestServer({
    identify: () => Promise.resolve({ account: actor, device: null }),
    config: { maxFilmBytes: 2 * 1024 * 1024 },
  });
  round = await seedRound(server.database.db);
  const { pool } = server.database;
  await pool.query('delete from source');
  await pool.query(`update site set tier = 'CENTRAL' where id = $1`, [round.near.siteId]);
});
afterAll(async () => {
  await server.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function put(body: Buffer | ReadableStream, sourceId: string = randomUUID(), name = 'Phim') {
  const query = new URLSearchParams({ name });
  const place = `/api/uploads/sessions/${round.near.sessionId}/films/${sourceId}`;
  const response = await fetch(`${server.origin}${place}?${query}`, {
    method: 'PUT',
    headers: { 'x-act-as': 'account' },
    body: body as BodyInit,
    ...(Buffer.isBuffer(body) ? {} : { duplex: 'half' }),
  } as RequestInit);
  return (await response.json()) as { ok: boolean; code?: string };
}
const ofSession = () => listInputs(server.database.db, [round.near.sessionId]);
const files = () => {
  const uploads = path.join(server.config.dataDir, 'films', 'uploads');
  return fs.existsSync(uploads) ? fs.readdirSync(uploads) : [];
};

describe('uploading a film', { timeout: 30_000 }, () => {
  it('keeps it with its length and whether it sounds; sent again it is the same film', async () => {
    const sourceId = randomUUID();
    expect(await put(film, sourceId, 'Phim khai mạc')).toMatchObject({ ok: true });
    expect(await put(film, sourceId, 'Phim khai mạc')).toMatchObject({ ok: true });
    const [kept, ...more] = await ofSession();
    expect(more).toEqual([]);
    expect(kept).toMatchObject({ sourceId, name: 'Phim khai mạc', hasSound: true, atMs: 0 });
    expect(Math.abs(kept!.durationMs - 3_000)).toBeLessThan(100);
    expect(files()).toEqual([`${sourceId}.upload`]);
  });

  it('takes a portrait at ten frames a second without sound, and one that does not say its length', async () => {
    makeFilm(path.join(folder, 'portrait.mp4'), {
      ...{ size: '90x160', fps: 10, isSilent: true, seconds: 2 },
    });
    expect(await put(fs.readFileSync(path.join(folder, 'portrait.mp4')))).toMatchObject({
      ok: true,
    });
    const streamed = execFileSync('ffmpeg', [
      ...['-v', 'error', '-i', path.join(folder, 'film.mp4'), '-c', 'copy'],
      ...['-f', 'matroska', '-live', '1', 'pipe:1'],
    ]);
    expect(await put(streamed)).toMatchObject({ ok: true });
    const [, portrait, recorded] = await ofSession();
    expect(portrait!.hasSound).toBe(false);
    expect(Math.abs(recorded!.durationMs - 3_000)).toBeLessThan(150);
  });

  it('refuses in words what is no film, is cut off or only sounds, and keeps nothing of it', async () => {
    const before = files();
    expect(await put(Buffer.from('không phải phim\n'.repeat(100)))).toMatchObject({
      code: 'NOT_A_FILM',
    });
    // It would read other files of this server, or call other machines.
    const list = `ffconcat version 1.0\nfile '${path.join(folder, 'film.mp4')}'\n`;
    expect(await put(Buffer.from(list))).toMatchObject({ code: 'NOT_A_FILM' });
    const playlist = `#EXTM3U\n#EXTINF:3,\nfile://${path.join(folder, 'film.mp4')}\n#EXT-X-ENDLIST\n`;
    expect(await put(Buffer.from(playlist))).toMatchObject({ code: 'NOT_A_FILM' });
    expect(await put(film.subarray(0, film.length / 2))).toMatchObject({ code: 'NOT_A_FILM' });
    execFileSync('ffmpeg', [
      ...['-v', 'error', '-i', path.join(folder, 'film.mp4'), '-c', 'copy'],
      ...['-movflags', '+faststart', path.join(folder, 'front.mp4')],
    ]);
    const front = fs.readFileSync(path.join(folder, 'front.mp4'));
    expect(await put(front.subarray(0, Math.floor(front.length * 0.6)))).toMatchObject({
      code: 'FILM_BROKEN',
    });
    const sound = execFileSync('ffmpeg', [
      ...['-v', 'error', '-f', 'lavfi', '-i', 'sine=d=1', '-f', 'matroska', 'pipe:1'],
    ]);
    expect(await put(sound)).toMatchObject({ code: 'NOT_A_FILM' });
    expect(files()).toEqual(before);
  });

  it('refuses one that is too large, announced or not', async () => {
    const before = files();
    const large = Buffer.alloc(3 * 1024 * 1024);
    expect(await put(large)).toMatchObject({ code: 'TOO_LARGE' });
    const unannounced = new ReadableStream({
      start(controller) {
        controller.enqueue(large);
        controller.close();
      },
    });
    expect(await put(unannounced)).toMatchObject({ code: 'TOO_LARGE' });
    expect(files()).toEqual(before);
  });

  it('keeps nothing of one whose connection is cut in the middle, and takes it when it is sent again', async () => {
    const before = files();
    const sourceId = randomUUID();
    const place = `/api/uploads/sessions/${round.near.sessionId}/films/${sourceId}?name=Phim`;
    const request = http.request(`${server.origin}${place}`, {
      method: 'PUT',
      headers: { 'x-act-as': 'account', 'content-length': film.length },
    });
    request.on('error', () => {});
    request.write(film.subarray(0, film.length / 2));
    await vi.waitFor(() => expect(files().length).toBe(before.length + 1));
    request.destroy();
    await vi.waitFor(() => expect(files()).toEqual(before));
    expect(await put(film, sourceId)).toMatchObject({ ok: true });
  });

  it('is ended where the disk has less and less room while it comes', async () => {
    const own = path.join(folder, 'filling');
    const answers = [true, true, false];
    const uploads = openUploadFolder(own, 1 << 30, () => Promise.resolve(answers.shift() ?? false));
    const bytes = Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(1 << 20)));
    await expect(uploads.store('film', bytes)).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(answers).toEqual([]);
    expect(fs.readdirSync(path.join(own, 'uploads'))).toEqual([]);
  });
});
