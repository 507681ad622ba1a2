import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const RELEASES = 'https://github.com/versatica/mediasoup/releases/download';
const ANSWER_TIMEOUT_MS = 10_000;
const DOWNLOAD_TIMEOUT_MS = 90_000;

/**
 * Fetches the worker that mediasoup's authors publish for this machine.
 * @param targetDir empty folder for the archive's content
 * @returns the binary's path, or null where it cannot be reached or there is none
 */
export async function downloadOfficial(version: string, targetDir: string): Promise<string | null> {
  const base = process.env['MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL'] ?? RELEASES;
  const kernel = os.release().split('.')[0];
  const name = `mediasoup-worker-${version}-${process.platform}-${process.arch}-kernel${kernel}.tgz`;
  try {
    const archive = path.join(targetDir, 'worker.tgz');
    fs.writeFileSync(archive, await fetchWhole(`${base}/${version}/${name}`));
    await run('tar', ['-xzf', archive, '-C', targetDir]);
    const binary = path.join(targetDir, 'mediasoup-worker');
    fs.chmodSync(binary, 0o755);
    return binary;
  } catch {
    return null;
  }
}

async function fetchWhole(url: string): Promise<Buffer> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), ANSWER_TIMEOUT_MS);
  const response = await fetch(url, { signal: controller.signal });
  clearTimeout(timer);
  if (!response.ok) throw new Error(`status ${response.status}`);
  const limit = setTimeout(() => controller.abort(), DOWNLOAD_TIMEOUT_MS);
  try {
    return Buffer.from(await response.arrayBuffer());
  } finally {
    clearTimeout(limit);
  }
}
