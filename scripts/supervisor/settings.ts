import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Environment } from '../environment.ts';
import { ClearError } from '../report.mjs';
import type { StartOptions } from '../start-options.mjs';

const isSet = z
  .enum(['0', '1', 'true', 'false'])
  .default('0')
  .transform((text) => text === '1' || text === 'true');

const environmentSchema = z.object({
  HOST: z.string().min(1).default('0.0.0.0'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  DATA_DIR: z.string().min(1).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  PUBLIC_URL: z.url().optional(),
  TLS_CERT: z.string().min(1).optional(),
  TLS_KEY: z.string().min(1).optional(),
  LOG_TO: z.enum(['file', 'terminal']).default('file'),
  SKIP_MEDIA_WORKER: isSet,
});

/** What the supervisor itself needs; everything else in the environment goes to its children. */
export interface Settings {
  host: string;
  port: number;
  dataDir: string;
  /** A PostgreSQL server of the operator's own; undefined: the embedded one. */
  databaseUrl: string | undefined;
  publicUrl: string | undefined;
  tls: { certFile: string; keyFile: string } | undefined;
  areLogsShown: boolean;
  isMediaWorkerSkipped: boolean;
}

/**
 * Parses environment, `.env` and command line, once; the command line wins.
 * @throws ClearError naming each wrong setting
 */
export function readSettings(root: string, options: StartOptions): Settings {
  const envFile = path.join(root, '.env');
  if (fs.existsSync(envFile)) process.loadEnvFile(envFile);
  const parsed = environmentSchema.safeParse(withoutEmpty(process.env));
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ClearError(`Wrong settings (see .env.example):\n  ${lines.join('\n  ')}`, 2);
  }
  const value = parsed.data;
  if ((value.TLS_CERT === undefined) !== (value.TLS_KEY === undefined)) {
    throw new ClearError('TLS_CERT and TLS_KEY go together: one of them is missing.', 2);
  }
  const defaultDataDir = options.isDemo ? '.data-demo' : (value.DATA_DIR ?? 'data');
  return {
    host: value.HOST,
    port: options.port ?? value.PORT,
    dataDir: path.resolve(root, options.dataDir ?? defaultDataDir),
    databaseUrl: value.DATABASE_URL,
    publicUrl: value.PUBLIC_URL,
    tls:
      value.TLS_CERT && value.TLS_KEY
        ? { certFile: path.resolve(value.TLS_CERT), keyFile: path.resolve(value.TLS_KEY) }
        : undefined,
    areLogsShown: value.LOG_TO === 'terminal',
    isMediaWorkerSkipped: value.SKIP_MEDIA_WORKER,
  };
}

/** `NAME=` in a settings file means: not set. */
function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}
