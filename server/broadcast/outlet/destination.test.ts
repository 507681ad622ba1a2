import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { destinationOf } from './destination.ts';
import { FfmpegOutlet } from './ffmpeg-outlet.ts';
import { pushArgs } from './outlet-args.ts';

describe('a destination', () => {
  it.each([
    ['rtmp://dai.vn/live/khoa', 'rtmp://dai.vn/', ['rtmp_app=live', 'rtmp_playpath=khoa']],
    [
      'rtmps://dai.vn:443/app/kenh/khoa?sig=a=b&c=/d',
      'rtmps://dai.vn:443/',
      ['rtmp_app=app/kenh', 'rtmp_playpath=khoa?sig=a=b&c=/d'],
    ],
    ['rtmp://dai.vn/app', 'rtmp://dai.vn/', ['rtmp_app=app']],
    // An option of a line of its own would be another wish of somebody else's.
    [
      'rtmp://dai.vn/live/khoa\nrtmp_tcurl=x',
      'rtmp://dai.vn/',
      ['rtmp_app=live', 'rtmp_playpath=khoartmp_tcurl=x'],
    ],
  ])('of RTMP keeps its key to itself: %s', (address, shown, secretOptions) => {
    expect(destinationOf({ kind: 'RTMP', address })).toEqual({ address: shown, secretOptions });
  });

  it.each([
    ['srt://dai.vn:9000', 'srt://dai.vn:9000', []],
    [
      'srt://dai.vn:9000?latency=300000&passphrase=mat%20khau&streamid=a%3Db%0A',
      'srt://dai.vn:9000?latency=300000',
      ['passphrase=mat%20khau', 'streamid=a=b'],
    ],
  ])('of SRT keeps its passphrase to itself: %s', (address, shown, secretOptions) => {
    expect(destinationOf({ kind: 'SRT', address })).toEqual({ address: shown, secretOptions });
  });

  it('is told to ffmpeg, and to nobody who lists processes or files', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-destination-'));
    const ffmpeg = path.join(folder, 'ffmpeg');
    const told = path.join(folder, 'told');
    const script = `#!/bin/sh\ntr '\\0' ' ' </proc/$$/cmdline >${folder}/line\ncat /dev/fd/3 >${folder}/new\nmv ${folder}/new ${told}\ncat >/dev/null\n`;
    fs.writeFileSync(ffmpeg, script, { mode: 0o700 });
    const wish = { kind: 'RTMP', address: 'rtmp://127.0.0.1:1935/live/khoa-bi-mat' } as const;
    const { address, secretOptions } = destinationOf(wish);
    const outlet = new FfmpegOutlet({
      ...{ ffmpeg, outletId: 'one', log: pino({ level: 'silent' }) },
      ...{ args: pushArgs(wish.kind, address), secretOptions },
    });
    await vi.waitFor(() => expect(fs.existsSync(told)).toBe(true));
    expect(fs.readFileSync(told, 'utf8')).toBe('rtmp_app=live\nrtmp_playpath=khoa-bi-mat\n');
    const line = fs.readFileSync(path.join(folder, 'line'), 'utf8');
    expect(line).toContain('-protocol_whitelist rtmp,rtmps,tls,tcp,srt,udp');
    expect(line).toMatch(/-fpre \/dev\/fd\/3 rtmp:\/\/127\.0\.0\.1:1935\/ $/);
    await outlet.close();
    fs.rmSync(folder, { recursive: true });
  });
});
