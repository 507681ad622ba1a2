import type { StreamKind } from './programme.ts';

/** Both ends are in it. */
export interface PortRange {
  min: number;
  max: number;
}

/** The lowest port that is free; null when none is. */
export function freePort({ min, max }: PortRange, taken: ReadonlySet<number>): number | null {
  for (let port = min; port <= max; port += 1) if (!taken.has(port)) return port;
  return null;
}

/** The path of a source's RTMP address: it tells of which source a sender means. */
export function streamPlace(sourceId: string): string {
  return sourceId.slice(0, 8);
}

const KEY_LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A key that can be read aloud and typed: five bits of each byte, in groups of five. */
export function streamKeyOf(bytes: Uint8Array): string {
  const letters = [...bytes].map((byte) => KEY_LETTERS[byte & 31]).join('');
  return (letters.match(/.{1,5}/g) ?? []).join('-');
}

/** What is typed into a sender. Its key opens the source: it is shown to those who direct alone. */
export interface StreamAddress {
  /** RTMP: the server's field. SRT: the address without its passphrase. */
  server: string;
  /** RTMP: the stream key. SRT: the passphrase. */
  key: string;
  /** Both in one, for a sender with one field. */
  whole: string;
}

/** Of SRT, in ms; also the receiver's. */
export const SRT_LATENCY_MS = 200;

export function streamAddress(parts: {
  kind: StreamKind;
  host: string;
  port: number;
  place: string;
  key: string;
}): StreamAddress {
  const { kind, port, place, key } = parts;
  const isBare = parts.host.includes(':') && !parts.host.startsWith('[');
  const host = isBare ? `[${parts.host}]` : parts.host;
  if (kind === 'RTMP') {
    const server = `rtmp://${host}:${port}/${place}`;
    return { server, key, whole: `${server}/${key}` };
  }
  // ffmpeg and OBS want the latency in µs.
  const server = `srt://${host}:${port}?mode=caller&latency=${SRT_LATENCY_MS * 1_000}`;
  return { server, key, whole: `${server}&passphrase=${key}` };
}
