import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import type { SignalKind } from '#domain/broadcast.ts';
import type { Layout } from '#domain/programme.ts';
import type { BroadcastPicture } from '../../broadcast-link/broadcast-port.ts';
import type { TappedSlot } from '../../media-link/programme-tap.ts';
import { assembleH264, framesOfAnnexB, packetizeH264 } from '../../rtp/h264-payload.ts';
import { loadSlate } from '../../slate/slate.ts';
import { Composer } from './composer.ts';
import { decodedFrames, opusOf, tonesOf, type DecodedFrame } from './decoded-signal.testing.ts';
import { SignalTimeline } from './signal-timeline.ts';

interface FilmFrame {
  isKey: boolean;
  data: Buffer;
}

const footage = (name: string): FilmFrame[] =>
  framesOfAnnexB(readFileSync(new URL(`../../demo/footage/${name}.h264`, import.meta.url))).map(
    (units) => assembleH264(packetizeH264(units, 1_150))!,
  );
const RED_HALL = footage('hall-1-high');
const BLUE_HALL = footage('hall-2-low');
const SLATE = loadSlate('H264')[1].map((payloads) => assembleH264(payloads)!);
const FIRST_HZ = 500;
const SECOND_HZ = 900;
const SILENCE = Buffer.from([0xfc, 0xff, 0xfe]);
const FRAME_MS = 40;

const BARE: BroadcastPicture = { layout: 'FULL', mainName: '', insetName: '', notice: null };
/** Everything that means something to ffmpeg, to a shell or to a line. */
const WILD = 'Phường Ba Đình: \'Ễ\', 50% \\n %{pts} [x];\n"Ậ", $(id)';

const isRed = ([red, , blue]: number[]) => red! > blue! + 40;
/** The house's dark red, behind words. */
const isBox = ([red, green, blue]: number[]) => red! > 110 && green! < 70 && blue! < 70;
const isDark = (colour: number[]) => Math.max(...colour) < 70;
/** The lightest place of a line, where letters are. */
const lightest = (frame: DecodedFrame, y: number, fromX = 0.05) =>
  Math.max(...Array.from({ length: 24 }, (_, index) => frame.colourAt(fromX + index / 150, y)[1]));
const isBlue = ([red, , blue]: number[]) => blue! > red! + 40;

/** Longer than from one key frame to the next, in whole packets of a transport stream. */
function tailOf(signal: Buffer): Buffer {
  return signal.subarray(Math.max(0, Math.floor((signal.length - 1_500_000) / 188)) * 188);
}

/** A composer that is fed in real time until the test has seen what it waits for. */
async function run(kind: SignalKind = 'WORDED') {
  const signal: Buffer[] = [];
  const loudness: number[] = [];
  let hasEnded = false;
  const composer = await Composer.start({
    ffmpeg: 'ffmpeg',
    codec: 'H264',
    log: pino({ level: 'silent' }),
    ...{ kind, picture: BARE, gainDb: 0 },
    onSignal: (bytes) => signal.push(bytes),
    onLoudness: (lufs) => loudness.push(lufs),
    onEnded: () => (hasEnded = true),
  });
  const now = () => performance.now();
  const beganMs = now();
  const timeline = new SignalTimeline({
    beganMs,
    slate: RED_HALL,
    silence: SILENCE,
  });
  timeline.writeTo((frame) => composer.write(frame));
  const sounds = { SOUND_CENTRE: opusOf(FIRST_HZ), SOUND_HALL: opusOf(SECOND_HZ) };
  const films: Record<'MAIN' | 'INSET', FilmFrame[] | null> = { MAIN: RED_HALL, INSET: BLUE_HALL };
  const sent: Record<TappedSlot, number> = { MAIN: 0, INSET: 0, SOUND_CENTRE: 0, SOUND_HALL: 0 };
  const feed = (
    slot: TappedSlot,
    stepMs: number,
    frames: readonly (FilmFrame | Buffer)[] | null,
  ) => {
    for (; sent[slot] * stepMs <= now() - beganMs; sent[slot] += 1) {
      const frame = frames?.[sent[slot] % frames.length];
      if (!frame) continue;
      const whole = Buffer.isBuffer(frame) ? { isKey: true, data: frame } : frame;
      timeline.add({ slot, atMs: beganMs + sent[slot] * stepMs, ...whole });
    }
  };
  const timer = setInterval(() => {
    feed('MAIN', FRAME_MS, films.MAIN);
    feed('INSET', FRAME_MS, films.INSET);
    feed('SOUND_CENTRE', 20, sounds.SOUND_CENTRE);
    feed('SOUND_HALL', 20, sounds.SOUND_HALL);
    timeline.fill(now());
  }, 10);
  return {
    composer,
    films,
    loudness,
    signal: () => Buffer.concat(signal),
    hasEnded: () => hasEnded,
    last: () => decodedFrames(tailOf(Buffer.concat(signal))).at(-1)!,
    stop: () => {
      clearInterval(timer);
      composer.close();
    },
  };
}

describe('Composer', { timeout: 60_000 }, () => {
  const soon = { timeout: 30_000, interval: 1_000 };

  it('composes pictures of any size and both sounds, in a layout that changes while it runs', async () => {
    const running = await run();
    const { composer } = running;
    const layouts: [Layout, (last: ReturnType<typeof running.last>) => void][] = [
      ['INSET', (last) => expect(last.colourAt(0.75, 0.68)).toSatisfy(isBlue)],
      ['FULL', (last) => expect(last.colourAt(0.75, 0.68)).not.toSatisfy(isBlue)],
      ['SIDE_BY_SIDE', (last) => expect(last.colourAt(0.65, 0.325)).toSatisfy(isBlue)],
    ];
    for (const [layout, isSeen] of layouts) {
      composer.show({ ...BARE, layout });
      await vi.waitFor(() => isSeen(running.last()), soon);
      const [x, y] = layout === 'SIDE_BY_SIDE' ? [0.15, 0.325] : [0.3, 0.15];
      expect(running.last().colourAt(x, y)).toSatisfy(isRed);
    }
    const tones = tonesOf(running.signal(), [FIRST_HZ, SECOND_HZ, 1_400]);
    expect(tones[FIRST_HZ]).toBeGreaterThan(0.03);
    expect(tones[SECOND_HZ]).toBeGreaterThan(0.03);
    expect(tones[1_400]).toBeLessThan(0.003);
    expect(running.loudness.at(-1)).toBeGreaterThan(-30);
    running.stop();
    await vi.waitFor(() => expect(running.hasEnded()).toBe(true));
  });

  it('goes on over a picture of another size, and with the slate when nothing comes', async () => {
    const running = await run();
    running.films.MAIN = BLUE_HALL;
    await vi.waitFor(() => expect(running.last().colourAt(0.3, 0.15)).toSatisfy(isBlue), soon);
    running.films.MAIN = null;
    await vi.waitFor(() => expect(running.last().colourAt(0.3, 0.15)).toSatisfy(isRed), soon);
    running.stop();
  });

  it('draws names that change while it runs, whatever letters they have, and notices', async () => {
    const running = await run();
    const { composer, films } = running;
    films.MAIN = SLATE;
    await vi.waitFor(() => expect(running.last().colourAt(0.6, 0.1)).toSatisfy(isDark), soon);
    const shown = async (words: Partial<BroadcastPicture>, see: (frame: DecodedFrame) => void) => {
      composer.show({ ...BARE, ...words });
      await vi.waitFor(() => see(running.last()), soon);
    };
    await shown({ mainName: 'Điểm cầu Hà Nội' }, (last) => {
      expect(last.colourAt(0.02, 0.915)).toSatisfy(isBox);
      expect(lightest(last, 0.915)).toBeGreaterThan(120);
      expect(last.colourAt(0.6, 0.915)).toSatisfy(isDark);
    });
    await shown({ mainName: WILD }, (last) => {
      // On two lines.
      for (const y of [0.847, 0.915]) expect(last.colourAt(0.02, y)).toSatisfy(isBox);
      expect(last.colourAt(0.4, 0.85)).toSatisfy(isBox);
    });
    // Beside another picture each has its own, below it.
    const both = { layout: 'SIDE_BY_SIDE', mainName: 'Hà Nội', insetName: 'Huế' } as const;
    await shown(both, (last) => {
      for (const x of [0.02, 0.98]) expect(last.colourAt(x, 0.915)).toSatisfy(isBox);
      expect(last.colourAt(0.5, 0.915)).toSatisfy(isDark);
    });
    await shown({ notice: { title: 'Đang giải lao', text: 'Ít phút.' } }, (last) => {
      expect(lightest(last, 0.47, 0.35)).toBeGreaterThan(150);
      expect(last.colourAt(0.02, 0.915)).toSatisfy(isDark);
    });
    await shown({}, (last) => expect(lightest(last, 0.47, 0.35)).toBeLessThan(70));
    expect(running.hasEnded()).toBe(false);
    running.stop();
  });

  it('draws no word into a clean signal', async () => {
    const running = await run('CLEAN');
    running.films.MAIN = SLATE;
    running.composer.show({ ...BARE, layout: 'INSET', mainName: 'Điểm cầu Hà Nội' });
    await vi.waitFor(() => {
      const last = running.last();
      expect(last.colourAt(0.75, 0.68)).toSatisfy(isBlue);
      expect(last.colourAt(0.02, 0.915)).toSatisfy(isDark);
    }, soon);
    running.stop();
  });
});
