import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { PROGRAMME_CODECS } from '#contract/line.ts';
import type { ProgrammeCodec } from '#contract/line.ts';
import { USUAL_ISOLATED_SOURCES } from '#domain/broadcast.ts';
import type { PortRange } from '#domain/stream-address.ts';

const portRange = z
  .string()
  .regex(/^\d{1,5}-\d{1,5}$/, 'must be a range such as 10080-10089')
  .transform((text) => {
    const [min = 0, max = 0] = text.split('-').map(Number);
    return { min, max };
  })
  .refine(({ min, max }) => min >= 1 && min <= max && max <= 65_535, 'is not a range of ports')
  .refine(({ min, max }) => max - min < 1_000, 'is wider than 1000 ports');

const schema = z.object({
  HOST: z.string().default('0.0.0.0'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  DATABASE_URL: z.string().min(1),
  DATA_DIR: z.string().min(1),
  DATABASE_FOLDER: z.string().min(1).optional(),
  NEXT_ORIGIN: z.url(),
  INTERNAL_KEY: z.string().min(32),
  SECRETS_FILE: z.string().min(1),
  PUBLIC_URL: z.url().optional(),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  LAN_CA_FILE: z.string().optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  MAX_UPLOAD_MB: z.coerce.number().int().min(1).max(1024).default(50),
  /** How many proxies in front may name the client's address in X-Forwarded-For. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  /** Where the media node listens. */
  MEDIA_SOCKET: z.string().min(1).optional(),
  /** Where the broadcast node listens. */
  BROADCAST_SOCKET: z.string().min(1).optional(),
  /** Where the input node listens. */
  INPUT_SOCKET: z.string().min(1).optional(),
  /** Largest film, in MiB. */
  MAX_FILM_MB: z.coerce.number().int().min(1).max(1_048_576).default(8_192),
  /** Where other machines send their signals by RTMP; listened on while one is expected. */
  RTMP_PORT: z.coerce.number().int().min(1).max(65_535).default(1_935),
  /** By SRT: a port each. */
  SRT_PORTS: portRange.prefault('10080-10089'),
  /** What such a machine calls this one. */
  STREAM_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, 'must be a name or an address, without protocol and port')
    .optional(),
  /** Makes finished files of recordings. */
  FFMPEG: z.string().min(1).default('ffmpeg'),
  /** Recordings leave so much of the disk to everything else. */
  RECORDING_LEAVES_MB: z.coerce.number().int().min(1).default(2_048),
  /** As many sources of a session are recorded by themselves at once. */
  MAX_ISOLATED_SOURCES: z.coerce.number().int().min(0).max(16).default(USUAL_ISOLATED_SOURCES),
  /** Of every session's pictures, fixed when somebody first opens it. */
  PROGRAMME_CODEC: z.enum(PROGRAMME_CODECS).default('H264'),
  /** TURN servers for halls whose network lets nothing else through, with commas. */
  TURN_URLS: z.string().default(''),
  TURN_SECRET: z.string().default(''),
});

const secretsSchema = z.object({ masterKey: z.string().min(32), authSecret: z.string().min(32) });

/** Settings of the front door, parsed once at start. */
export interface Config {
  host: string;
  port: number;
  databaseUrl: string;
  dataDir: string;
  /** Of the embedded database; undefined for one of the operator's own. */
  databaseFolder: string | undefined;
  nextOrigin: string;
  /** Key of the principal header between the front door and Next; new at every start. */
  internalKey: string;
  secrets: Secrets;
  /** Origin that people use, when a proxy in front hides it. */
  publicUrl: string | undefined;
  tls: { certFile: string; keyFile: string } | undefined;
  lanCaFile: string | undefined;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  maxUploadBytes: number;
  trustedProxies: number;
  /** Where the media node listens; without one there are no pictures and no sound. */
  mediaSocket: string;
  /** Where the broadcast node listens; without one nothing is broadcast. */
  broadcastSocket: string;
  /** Where the input node listens; without one no film plays and no signal comes in. */
  inputSocket: string;
  maxFilmBytes: number;
  /** Where other machines send to. */
  streams: { rtmpPort: number; srtPorts: PortRange; host: string | null };
  /** A name or a path. */
  ffmpeg: string;
  recordingLeavesBytes: number;
  mostIsolated: number;
  programmeCodec: ProgrammeCodec;
  turn: { urls: string[]; secret: string };
}

/** Generated at first start, kept in the data folder, part of every backup. */
export interface Secrets {
  /** Device links and codes and pass links are derived from it. */
  masterKey: string;
  /** Signs the sign-in cookies. */
  authSecret: string;
}

/**
 * Parses the environment.
 * @throws Error with one line per wrong setting
 */
export function parseConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`wrong settings (see .env.example):\n  ${lines.join('\n  ')}`);
  }
  const value = parsed.data;
  if ((value.TLS_CERT === undefined) !== (value.TLS_KEY === undefined)) {
    throw new Error('wrong settings: TLS_CERT and TLS_KEY go together, one of them is missing');
  }
  if ((value.TURN_URLS === '') !== (value.TURN_SECRET === '')) {
    throw new Error(
      'wrong settings: TURN_URLS and TURN_SECRET go together, one of them is missing',
    );
  }
  return {
    host: value.HOST,
    port: value.PORT,
    databaseUrl: value.DATABASE_URL,
    dataDir: value.DATA_DIR,
    databaseFolder: value.DATABASE_FOLDER,
    nextOrigin: value.NEXT_ORIGIN,
    internalKey: value.INTERNAL_KEY,
    secrets: readSecrets(value.SECRETS_FILE),
    publicUrl: value.PUBLIC_URL,
    tls:
      value.TLS_CERT && value.TLS_KEY
        ? { certFile: value.TLS_CERT, keyFile: value.TLS_KEY }
        : undefined,
    lanCaFile: value.LAN_CA_FILE,
    logLevel: value.LOG_LEVEL,
    maxUploadBytes: value.MAX_UPLOAD_MB * 1024 * 1024,
    trustedProxies: value.TRUSTED_PROXIES,
    broadcastSocket: value.BROADCAST_SOCKET ?? path.join(value.DATA_DIR, 'broadcast.sock'),
    mediaSocket: value.MEDIA_SOCKET ?? path.join(value.DATA_DIR, 'media.sock'),
    inputSocket: value.INPUT_SOCKET ?? path.join(value.DATA_DIR, 'input.sock'),
    maxFilmBytes: value.MAX_FILM_MB * 1024 * 1024,
    streams: {
      rtmpPort: value.RTMP_PORT,
      srtPorts: value.SRT_PORTS,
      host: value.STREAM_HOST ?? null,
    },
    ffmpeg: value.FFMPEG,
    recordingLeavesBytes: value.RECORDING_LEAVES_MB * 1024 ** 2,
    mostIsolated: value.MAX_ISOLATED_SOURCES,
    programmeCodec: value.PROGRAMME_CODEC,
    turn: { urls: listOf(value.TURN_URLS), secret: value.TURN_SECRET },
  };
}

function listOf(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** @throws Error when the file is missing, unreadable or not what this program wrote */
export function readSecrets(file: string): Secrets {
  return secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
