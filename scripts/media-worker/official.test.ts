import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { downloadOfficial } from './official.ts';

let folder: string;
let server: http.Server;
let answer: { status: number; body: Buffer };
let asked: string[];

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-official-'));
  asked = [];
  server = http.createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(answer.status).end(answer.body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL', `http://127.0.0.1:${port}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('the official media worker', () => {
  it('is fetched for this system and unpacked', async () => {
    const content = path.join(folder, 'mediasoup-worker');
    fs.writeFileSync(content, 'a program');
    const archive = path.join(folder, 'x.tgz');
    spawnSync('tar', ['-czf', archive, '-C', folder, 'mediasoup-worker']);
    answer = { status: 200, body: fs.readFileSync(archive) };
    const target = fs.mkdtempSync(path.join(folder, 'to-'));
    const binary = await downloadOfficial('3.27.1', target);
    expect(fs.readFileSync(binary!, 'utf8')).toBe('a program');
    expect(fs.statSync(binary!).mode & 0o111).not.toBe(0);
    expect(asked[0]).toMatch(
      /^\/3\.27\.1\/mediasoup-worker-3\.27\.1-linux-(x64|arm64)-kernel\d+\.tgz$/,
    );
  });

  it.each([
    ['there is none', 404, 'Not found'],
    ['the answer is no archive', 200, 'a sign-in page of a hotel'],
  ])('is done without when %s', async (_, status, body) => {
    answer = { status, body: Buffer.from(body) };
    expect(await downloadOfficial('3.27.1', folder)).toBeNull();
  });

  it('is done without when its host cannot be reached', async () => {
    vi.stubEnv('MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL', 'http://127.0.0.1:9');
    expect(await downloadOfficial('3.27.1', folder)).toBeNull();
  });
});
