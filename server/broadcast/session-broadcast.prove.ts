import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutletWish } from '../broadcast-link/broadcast-port.ts';
import { TestNode } from '../media/node.testing.ts';
import { codecOf, decodedFrames } from './composer/decoded-signal.testing.ts';
import { PICTURE as FORM } from './composer/picture.ts';
import { childrenOf } from './processes.testing.ts';
import { SessionBroadcast } from './session-broadcast.ts';

const log = pino({ level: 'silent' });
const soon = { timeout: 40_000, interval: 500 };
const recordingId = randomUUID();
const outlet = (
  kind: OutletWish['kind'],
  address: string | null = null,
  sending: Partial<OutletWish> = {},
): OutletWish => ({
  ...{ outletId: kind, kind, address, signalKind: 'WORDED', delaySeconds: 0 },
  ...(kind === 'RECORDING' ? { recordingId } : {}),
  ...sending,
});
const PICTURE = {
  layout: 'FULL',
  mainName: 'Hội trường Thành ủy',
  insetName: '',
  notice: null,
} as const;

describe('a session’s broadcast', { timeout: 120_000 }, () => {
  const sessionId = randomUUID();
  let node: TestNode;
  let folder: string;
  let broadcast: SessionBroadcast;
  let receivers: net.Server[] = [];

  beforeEach(async () => {
    node = await TestNode.start({ workers: 1 });
    const { link } = await node.open();
    await link.openSession({ sessionId, codec: 'H264' });
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-broadcast-'));
    broadcast = new SessionBroadcast({
      ...{ sessionId, folder, log },
      mediaSocketPath: node.socketPath,
      ffmpeg: 'ffmpeg',
    });
  });
  afterEach(async () => {
    await broadcast.close();
    for (const server of receivers) server.close();
    receivers = [];
    await node.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const want = (...outlets: OutletWish[]) =>
    broadcast.want({ sessionId, picture: PICTURE, outlets });
  const factsOf = (outletId: string) =>
    broadcast.facts.outlets.find((one) => one.outletId === outletId)!;
  /** Somebody who takes whatever is sent. */
  const receive = async () => {
    const got: Buffer[] = [];
    const server = net.createServer((socket) => {
      socket.on('error', () => {}).on('data', (bytes) => got.push(bytes));
    });
    receivers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    return { address: `tcp://127.0.0.1:${port}`, signal: () => Buffer.concat(got) };
  };
  const hls = () => path.join(folder, sessionId, 'hls');
  const recordings = () => {
    const own = path.join(folder, sessionId, 'recording', recordingId);
    return fs.readdirSync(own).map((name) => path.join(own, name));
  };

  it('gives the programme as a ladder of two steps and as a recording', async () => {
    want(outlet('HLS'), outlet('RECORDING'));
    await vi.waitFor(() => expect(factsOf('HLS').state).toBe('RUNNING'), soon);
    await vi.waitFor(() => {
      for (const step of ['high', 'low']) {
        const list = fs.readFileSync(path.join(hls(), step, 'index.m3u8'), 'utf8');
        expect(list.match(/#EXTINF/g)!.length).toBeGreaterThan(1);
        const segment = list.split('\n').find((line) => line.endsWith('.ts'))!;
        const frames = decodedFrames(fs.readFileSync(path.join(hls(), step, segment)));
        expect(frames.length).toBeGreaterThan(40);
        // The slate: dark red.
        const [red, green, blue] = frames[0]!.colourAt(0.02, 0.9);
        expect(red).toBeGreaterThanOrEqual(Math.max(green, blue));
      }
    }, soon);
    const master = fs.readFileSync(path.join(hls(), 'master.m3u8'), 'utf8');
    const rates = [...master.matchAll(/:BANDWIDTH=(\d+)/g)].map(([, rate]) => Number(rate));
    expect(rates[0]).toBeGreaterThan(2 * rates[1]!);
    for (const [step, size, codec] of [
      ['high', '1280x720', 'avc1.64001f'],
      ['low', '640x360', 'avc1.64001e'],
    ] as const) {
      expect(master).toMatch(new RegExp(`RESOLUTION=${size},.*${codec}.*\\n${step}/index.m3u8`));
      const list = fs.readFileSync(path.join(hls(), step, 'index.m3u8'), 'utf8');
      const segment = path.join(hls(), step, list.match(/^\d+\.ts$/m)![0]);
      expect(codecOf(segment)).toBe(codec);
    }
    expect(broadcast.facts.signal).toBe('PROGRAMME');
    expect(decodedFrames(fs.readFileSync(recordings()[0]!)).length).toBeGreaterThan(50);
  });

  it('goes on when its composer is killed, and says how long nothing came', async () => {
    want(outlet('RECORDING'));
    await vi.waitFor(() => expect(factsOf('RECORDING').state).toBe('RUNNING'), soon);
    for (const pid of childrenOf(process.pid, 'ffmpeg')) process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(broadcast.facts.restarts).toBe(1), soon);
    await vi.waitFor(() => expect(broadcast.facts.signal).toBe('PROGRAMME'), soon);
    expect(broadcast.facts.gapSeconds).toBeGreaterThan(0);
  });

  it('goes on with the slate when the media node is killed', async () => {
    want(outlet('RECORDING'));
    await vi.waitFor(() => expect(broadcast.facts.signal).toBe('PROGRAMME'), soon);
    node.kill();
    await vi.waitFor(() => expect(broadcast.facts.signal).toBe('SLATE'), soon);
    const [recording] = recordings();
    const { size } = fs.statSync(recording!);
    await vi.waitFor(
      () => expect(fs.statSync(recording!).size).toBeGreaterThan(size + 200_000),
      soon,
    );
    expect(broadcast.facts.restarts).toBe(0);
  });

  it('calls a destination that refuses again, and disturbs nothing else', async () => {
    want(outlet('RTMP', 'rtmp://127.0.0.1:9/live/key'), outlet('RECORDING'));
    await vi.waitFor(() => {
      expect(factsOf('RTMP')).toMatchObject({ state: 'WAITING', trouble: 'REFUSED' });
      expect(factsOf('RTMP').restarts).toBeGreaterThan(1);
      expect(factsOf('RECORDING').state).toBe('RUNNING');
    }, soon);
    expect(broadcast.facts.restarts).toBe(0);
  });

  it('sends the picture without words to who wants it so, and composes it for nobody else', async () => {
    const [worded, clean] = [await receive(), await receive()];
    const one = outlet('RTMP', worded.address, { outletId: 'one' });
    const other = outlet('RTMP', clean.address, { outletId: 'other', signalKind: 'CLEAN' });
    want(one, other);
    // The dark red box of a name strap, over the slate.
    const strapIn = (signal: Buffer) => decodedFrames(signal).at(-1)!.colourAt(0.02, 0.915);
    await vi.waitFor(() => {
      expect(strapIn(worded.signal())[0]).toBeGreaterThan(110);
      expect(strapIn(clean.signal())[0]).toBeLessThan(80);
      expect(broadcast.facts.clean).toMatchObject({ signal: 'PROGRAMME', restarts: 0 });
    }, soon);
    want(one);
    expect(broadcast.facts.clean).toBeNull();
    const { length } = worded.signal();
    await vi.waitFor(() => expect(worded.signal().length).toBeGreaterThan(length + 50_000), soon);
    expect(broadcast.facts).toMatchObject({ signal: 'PROGRAMME', restarts: 0 });
    expect(factsOf('one').restarts).toBe(0);
  });

  it('sends later what is to be later, frame for frame', async () => {
    const delaySeconds = 4;
    const [now, later] = [await receive(), await receive()];
    want(
      outlet('RTMP', now.address, { outletId: 'now' }),
      outlet('RTMP', later.address, { outletId: 'later', delaySeconds }),
    );
    await vi.waitFor(() => expect(factsOf('later').state).toBe('RUNNING'), soon);
    await vi.waitFor(() => expect(decodedFrames(later.signal()).length).toBeGreaterThan(50), soon);
    // Both read at one moment: what one has and the other has not is on its way through the delay.
    const [ahead, behind] = [now.signal(), later.signal()];
    const late = (decodedFrames(ahead).length - decodedFrames(behind).length) / FORM.rate;
    expect(late).toBeGreaterThan(delaySeconds - 1);
    expect(late).toBeLessThan(delaySeconds + 1.5);
    expect(factsOf('later')).toMatchObject({ heldSeconds: delaySeconds, restarts: 0 });
    expect(factsOf('later').gapSeconds).toBeGreaterThanOrEqual(delaySeconds);
  });
});
