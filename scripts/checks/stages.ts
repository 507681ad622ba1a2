import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkDtlsHandshake } from '../media-worker/dtls-check.ts';
import { provideMediaWorker } from '../media-worker/provide.ts';
import { buildPagesIfStale } from '../supervisor/build-pages.ts';
import { ensureChromium } from './chromium.ts';
import type { Count } from './count.ts';
import { addCounts, readPlaywrightReport, readVitestReport } from './count.ts';
import { checkImportRules } from './import-rules.ts';
import { checkMigrationDrift } from './migration-drift.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

const bin = (file: string) => path.join(ROOT, 'node_modules', file);

/**
 * What `npm test` checks, in order: cheap before dear; the pages' build comes before the types, which
 * Next completes.
 */
export const STAGES: Record<string, () => Promise<Count>> = {
  format: () => program(bin('prettier/bin/prettier.cjs'), ['--check', '--log-level=warn', '.']),
  lint: () => program(bin('eslint/bin/eslint.js'), ['--max-warnings=0', '.']),
  imports: () => faults(checkImportRules),
  migrations: () => faults(checkMigrationDrift),
  build: () => succeeds(() => buildPagesIfStale(ROOT, new AbortController().signal)),
  types: () => program(bin('typescript/bin/tsc'), ['--noEmit']),
  'media-worker': () => succeeds(mediaWorker),
  unit: () => vitest([]),
  browser,
};

/** The long suites behind `npm run prove`. */
export const PROVE_STAGES: Record<string, () => Promise<Count>> = {
  prove: () => vitest(['--config', 'vitest.prove.config.ts']),
};

/** The handshake is made again here, whatever an earlier start remembered. */
async function mediaWorker(): Promise<void> {
  const { binary } = await provideMediaWorker({ dataDir: ROOT, log: console.log });
  await checkDtlsHandshake(binary);
}

async function vitest(args: string[]): Promise<Count> {
  return withReport(async (report) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    await run(bin('vitest/vitest.mjs'), ['run', ...reporters, ...args]);
    return readVitestReport(report);
  });
}

async function browser(): Promise<Count> {
  const chromium = ensureChromium();
  const alone = await playwright(['alone'], chromium);
  const together = await playwright(['media', 'pages'], chromium);
  return addCounts(alone, together);
}

/** Projects that are named together run side by side. */
async function playwright(projects: string[], chromium: string): Promise<Count> {
  return withReport(async (report) => {
    const env = { CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
    const args = ['test', '--reporter=list,json', ...projects.map((name) => `--project=${name}`)];
    await run(bin('@playwright/test/cli.js'), args, env);
    return readPlaywrightReport(report);
  });
}

async function withReport(read: (file: string) => Promise<Count>): Promise<Count> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-report-'));
  try {
    return await read(path.join(folder, 'report.json'));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function program(script: string, args: string[]): Promise<Count> {
  return (await run(script, args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function faults(check: () => Promise<string[]>): Promise<Count> {
  const found = await check();
  for (const line of found) console.log(line);
  return found.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: found.length };
}

async function succeeds(act: () => Promise<unknown>): Promise<Count> {
  await act();
  return { passed: 1, failed: 0 };
}

/** @returns its exit code */
function run(script: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    // The programs are called by path: what they call in turn must find this Node, too.
    env: {
      ...process.env,
      ...env,
      PATH: `${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    },
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
