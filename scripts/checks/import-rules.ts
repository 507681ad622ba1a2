import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const ROOT = path.resolve(import.meta.dirname, '../..');
const CONFIG = path.join(ROOT, '.dependency-cruiser.cjs');
const CRUISER = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const FOLDERS = ['app', 'contract', 'domain', 'db', 'server', 'scripts', 'bench', 'e2e'];
/** With an unfit TypeScript the tool sees no module and finds no fault. */
const FEWEST_MODULES = 200;

/** For each rule, files that break it and nothing else need be right about. */
const PLANTED: Record<string, Record<string, string>> = {
  'no-circles': { 'db/a.ts': "import './b.ts';", 'db/b.ts': "import './a.ts';" },
  'every-import-is-found': { 'server/lost.ts': "import './nowhere.ts';" },
  'domain-imports-nothing': { 'domain/rule.ts': "import '../db/a.ts';" },
  'contract-imports-domain-and-zod': { 'contract/noun.ts': "import '../db/a.ts';" },
  'db-imports-domain-and-drizzle': { 'db/query.ts': "import '../contract/noun.ts';" },
  'server-imports-contract-domain-db': { 'server/door.ts': "import '../app/page.tsx';" },
  'app-never-imports-server': { 'app/page.tsx': "import '../server/lost.ts';" },
  'app-reads-only-queries': { 'app/write.ts': "import '../db/a.ts';" },
  'live-nouns-do-not-know-each-other': {
    'server/live/queue.ts': "import './programme.ts';",
    'server/live/programme.ts': 'export {};',
  },
  'only-media-imports-mediasoup': {
    'server/worker.ts': "import 'mediasoup';",
    'node_modules/mediasoup/package.json': '{"name":"mediasoup","version":"1.0.0","main":"x.js"}',
    'node_modules/mediasoup/x.js': '',
  },
  'media-knows-no-delegate': { 'server/media/bus.ts': "import '../../db/a.ts';" },
  'broadcast-reads-the-programme-alone': {
    'server/broadcast/read.ts': "import '../media/bus.ts';",
  },
  'clients-speak-the-contract': { 'e2e/journey.ts': "import '../server/lost.ts';" },
  'nobody-imports-tests': {
    'server/borrow.ts': "import './door.test.ts';",
    'server/door.test.ts': 'export {};',
  },
};

interface CruiseResult {
  summary: {
    totalCruised: number;
    violations: { from: string; to: string; rule: { name: string } }[];
  };
}

/**
 * Checks who imports whom, and that every rule is able to fail.
 * @returns one line per fault; empty when all is well
 */
export async function checkImportRules(): Promise<string[]> {
  const { summary } = await cruise(
    ROOT,
    FOLDERS.filter((name) => fs.existsSync(path.join(ROOT, name))),
  );
  const faults = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  if (summary.totalCruised < FEWEST_MODULES) {
    faults.push(`only ${summary.totalCruised} modules were seen: the check is blind`);
  }
  return [...faults, ...clientFilesThatRead(), ...(await rulesThatDoNotFail())];
}

async function cruise(cwd: string, folders: string[]): Promise<CruiseResult> {
  const args = [CRUISER, '--config', CONFIG, '--output-type', 'json', ...folders];
  const { stdout } = await run(process.execPath, args, { cwd, maxBuffer: 256e6 });
  return JSON.parse(stdout) as CruiseResult;
}

/** A rule without a planted violation, or one that let its violation pass. */
async function rulesThatDoNotFail(): Promise<string[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-planted-'));
  try {
    for (const [file, text] of Object.values(PLANTED).flatMap((files) => Object.entries(files))) {
      fs.mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      fs.writeFileSync(path.join(folder, file), `${text}\n`);
    }
    fs.writeFileSync(path.join(folder, 'tsconfig.json'), '{}');
    const { summary } = await cruise(folder, ['app', 'contract', 'domain', 'db', 'server', 'e2e']);
    const caught = new Set(summary.violations.map(({ rule }) => rule.name));
    return ruleNames()
      .filter((name) => !caught.has(name))
      .map((name) => `the rule ${name} let its planted violation pass`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function ruleNames(): string[] {
  const config = createRequire(import.meta.url)(CONFIG) as { forbidden: { name: string }[] };
  return config.forbidden.map(({ name }) => name);
}

/** Only the server may read the database: no file with "use client" imports it. */
function clientFilesThatRead(): string[] {
  const app = path.join(ROOT, 'app');
  return fs
    .readdirSync(app, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && isClientReadingDatabase(path.join(app, name)))
    .map((name) => `a client component imports the database: app/${name}`);
}

function isClientReadingDatabase(file: string): boolean {
  const text = fs.readFileSync(file, 'utf8');
  return /^\s*['"]use client['"]/.test(text) && /^import (?!type\b)[^;]*from '#db\//m.test(text);
}
