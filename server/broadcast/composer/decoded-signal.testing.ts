import { execFileSync } from 'node:child_process';

const WIDTH = 160;
const HEIGHT = 90;
const SOUND_RATE = 16_000;

/** What a second, independent ffmpeg sees in a signal. */
export interface DecodedFrame {
  /** Red, green, blue at a place given in shares of width and height. */
  colourAt: (x: number, y: number) => [number, number, number];
}

export function decodedFrames(signal: Buffer): DecodedFrame[] {
  const scale = ['-vf', `scale=${WIDTH}:${HEIGHT}`, '-f', 'rawvideo', '-pix_fmt', 'rgb24'];
  const pixels = ffmpeg(['-i', 'pipe:0', '-an', ...scale, 'pipe:1'], signal);
  const size = WIDTH * HEIGHT * 3;
  return Array.from({ length: Math.floor(pixels.length / size) }, (_, index) => {
    const frame = pixels.subarray(index * size, (index + 1) * size);
    return {
      colourAt: (x, y) => {
        const at = (Math.floor(y * HEIGHT) * WIDTH + Math.floor(x * WIDTH)) * 3;
        return [frame[at]!, frame[at + 1]!, frame[at + 2]!];
      },
    };
  });
}

/** The amplitude (0–1) of each tone in the second half of a signal's sound. */
export function tonesOf(signal: Buffer, tonesHz: readonly number[]): Record<number, number> {
  const format = ['-vn', '-ac', '1', '-ar', String(SOUND_RATE), '-f', 's16le'];
  const bytes = ffmpeg(['-i', 'pipe:0', ...format, 'pipe:1'], signal);
  const all = new Int16Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 2));
  const samples = all.subarray(Math.floor(all.length / 2));
  return Object.fromEntries(tonesHz.map((hz) => [hz, amplitudeOf(samples, hz)]));
}

/** Twenty seconds of a tone in Opus packets of 20 ms. */
export function opusOf(toneHz: number): Buffer[] {
  const tone = ['-f', 'lavfi', '-i', `sine=frequency=${toneHz}:duration=20`];
  const opus = ['-c:a', 'libopus', '-frame_duration', '20', '-f', 'ogg', 'pipe:1'];
  return packetsOfOgg(ffmpeg([...tone, ...opus])).slice(2);
}

function ffmpeg(args: string[], input?: Buffer): Buffer {
  const options = { maxBuffer: 1 << 30, ...(input ? { input } : {}) };
  return execFileSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', ...args], options);
}

/** Goertzel: the share of one frequency. */
function amplitudeOf(samples: Int16Array, hz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / SOUND_RATE);
  let [last, before] = [0, 0];
  for (const sample of samples) [last, before] = [sample / 32_768 + turn * last - before, last];
  const power = last ** 2 + before ** 2 - turn * last * before;
  return (2 * Math.sqrt(Math.max(0, power))) / samples.length;
}

/** RFC 3533: pages of segments; a segment below 255 bytes ends its packet. */
function packetsOfOgg(bytes: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  let parts: Buffer[] = [];
  for (let page = 0; page < bytes.length;) {
    const segments = bytes[page + 26]!;
    let at = page + 27 + segments;
    for (let index = 0; index < segments; index += 1) {
      const length = bytes[page + 27 + index]!;
      parts.push(bytes.subarray(at, at + length));
      at += length;
      if (length === 255) continue;
      packets.push(Buffer.concat(parts));
      parts = [];
    }
    page = at;
  }
  return packets;
}

/** How a film's picture is named in a list of steps (RFC 6381). */
export function codecOf(file: string): string {
  const asked = ['-v', 'error', '-select_streams', 'v', '-show_entries', 'stream=profile,level'];
  const [stream] = (
    JSON.parse(execFileSync('ffprobe', [...asked, '-of', 'json', file]).toString()) as {
      streams: { profile: string; level: number }[];
    }
  ).streams;
  const profile = { High: '6400', Main: '4d00', 'Constrained Baseline': '42e0' }[stream!.profile];
  return `avc1.${profile}${stream!.level.toString(16)}`;
}
