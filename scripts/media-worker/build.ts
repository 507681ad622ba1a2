import { execFile, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const SHIMS = path.join(import.meta.dirname, 'shims');
const LIBRARIES = ['openssl', 'libuv', 'libsrtp2', 'absl_strings', 'absl_optional'];
const SOURCE_ROOTS = ['src', 'deps/libwebrtc/libwebrtc'];
/** What one compiler process may take at its peak. */
const COMPILER_MEMORY_BYTES = 1.2e9;
const PROGRESS_EVERY_MS = 20_000;

const COMPILE_FLAGS = ['-std=c++20', '-O3', '-DNDEBUG', '-fPIE', '-ffunction-sections', '-w'];
const DEFINES = ['-DMS_EXECUTABLE', '-DMS_LITTLE_ENDIAN', '-DFLATBUFFERS_LOCALE_INDEPENDENT=1'];
const LINK_FLAGS = ['-pie', '-pthread', '-Wl,--gc-sections,--as-needed'];
const FLATC_FLAGS = [
  ...['--cpp', '--cpp-field-case-style', 'lower', '--reflect-names', '--scoped-enums'],
  ...['--filename-suffix', ''],
];

/**
 * mediasoup's BIO callback answers 1 to every control call. Its own OpenSSL is
 * built without kernel TLS; a distribution's is built with it, reads that 1 as
 * "kernel TLS is on", allocates no write buffer and crashes in the first DTLS
 * handshake. The callback must pass on what the BIO answered.
 */
const BIO_PATCH = {
  file: 'src/RTC/DtlsTransport.cpp',
  find: '(operationType == BIO_CB_RETURN)',
  replaceBy: '((operationType & BIO_CB_RETURN) != 0)',
};

interface BuildOptions {
  /** `worker/` of the installed mediasoup package. */
  workerDir: string;
  /** Where objects are kept; an interrupted build goes on from them. */
  outDir: string;
  log: (line: string) => void;
}

/**
 * Compiles mediasoup's worker from the sources in its npm package against the
 * distribution's libraries: the job of its meson.build, whose dependencies come
 * from hosts that many networks cannot reach. 4–5 minutes on 2 cores.
 * @returns the path of the stripped binary
 * @throws Error with the compiler's last lines
 */
export async function buildMediaWorker({ workerDir, outDir, log }: BuildOptions): Promise<string> {
  const generatedDir = path.join(outDir, 'generated');
  fs.mkdirSync(path.join(generatedDir, 'fbs/FBS'), { recursive: true });
  generateSchemas(workerDir, path.join(generatedDir, 'fbs/FBS'));
  const patched = applyBioPatch(workerDir, generatedDir);

  const flags = [
    ...COMPILE_FLAGS,
    ...DEFINES,
    ...includeFlags(workerDir, generatedDir),
    ...packageFlags('--cflags'),
  ];
  const sources = sourcesLargestFirst(workerDir);
  const objects = await compileAll({ workerDir, outDir, flags, sources, patched, log });
  const binary = path.join(outDir, 'mediasoup-worker');
  await run('g++', [...LINK_FLAGS, '-o', binary, ...objects, ...packageFlags('--libs')]);
  await run('strip', [binary]);
  return binary;
}

function packageFlags(kind: '--cflags' | '--libs'): string[] {
  const output = execFileSync('pkg-config', [kind, ...LIBRARIES], { encoding: 'utf8' });
  return output.split(/\s+/).filter((flag) => flag !== '');
}

function includeFlags(workerDir: string, generatedDir: string): string[] {
  return [
    SHIMS,
    path.join(generatedDir, 'fbs'),
    ...['include', 'deps/libwebrtc', 'deps/libwebrtc/libwebrtc'].map((d) =>
      path.join(workerDir, d),
    ),
  ].map((dir) => `-I${dir}`);
}

function generateSchemas(workerDir: string, target: string): void {
  const folder = path.join(workerDir, 'fbs');
  const schemas = fs.readdirSync(folder).filter((name) => name.endsWith('.fbs'));
  execFileSync('flatc', [...FLATC_FLAGS, '-o', target, ...schemas], { cwd: folder });
}

function applyBioPatch(workerDir: string, generatedDir: string): string {
  const original = fs.readFileSync(path.join(workerDir, BIO_PATCH.file), 'utf8');
  if (!original.includes(BIO_PATCH.find)) {
    throw new Error(`${BIO_PATCH.file} no longer holds the line that must be patched`);
  }
  const target = path.join(generatedDir, path.basename(BIO_PATCH.file));
  fs.writeFileSync(target, original.replace(BIO_PATCH.find, BIO_PATCH.replaceBy));
  return target;
}

/** Long compilations first, so that none is left alone at the end. */
function sourcesLargestFirst(workerDir: string): string[] {
  const files = SOURCE_ROOTS.flatMap((root) =>
    fs
      .readdirSync(path.join(workerDir, root), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(cpp|cc)$/.test(name))
      .map((name) => path.join(root, name)),
  );
  const size = (file: string) => fs.statSync(path.join(workerDir, file)).size;
  return files.toSorted((a, b) => size(b) - size(a));
}

interface CompileAllOptions extends BuildOptions {
  flags: string[];
  sources: string[];
  /** Path of the patched copy of BIO_PATCH.file. */
  patched: string;
}

async function compileAll(options: CompileAllOptions): Promise<string[]> {
  const { workerDir, outDir, flags, sources, patched, log } = options;
  const startedAt = Date.now();
  const waiting = sources.map((source) => ({
    source: source === BIO_PATCH.file ? patched : path.join(workerDir, source),
    object: path.join(outDir, 'objects', `${source.replaceAll(path.sep, '__')}.o`),
  }));
  fs.mkdirSync(path.join(outDir, 'objects'), { recursive: true });
  const objects = waiting.map(({ object }) => object);
  let done = 0;
  let reportedAt = Date.now();

  const compileWaiting = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (!fs.existsSync(next.object)) await compile(next, flags);
      done += 1;
      if (Date.now() - reportedAt < PROGRESS_EVERY_MS && done < objects.length) continue;
      reportedAt = Date.now();
      const seconds = Math.round((reportedAt - startedAt) / 1000);
      log(`compiled ${done} of ${objects.length} files (${seconds} s)`);
    }
  };
  const lanes = Array.from({ length: compilerCount() }, () => compileWaiting());
  try {
    await Promise.all(lanes);
  } catch (error) {
    waiting.length = 0;
    await Promise.allSettled(lanes);
    throw error;
  }
  return objects;
}

function compilerCount(): number {
  const fitting = Math.floor(os.freemem() / COMPILER_MEMORY_BYTES);
  return Math.max(1, Math.min(os.availableParallelism(), fitting));
}

interface Unit {
  source: string;
  object: string;
}

/** The object appears under its name only when it is whole. */
function compile({ source, object }: Unit, flags: string[]): Promise<void> {
  const unfinished = `${object}.unfinished`;
  const args = ['-n', '10', 'g++', ...flags, '-c', '-o', unfinished, source];
  return new Promise((resolve, reject) => {
    const child = spawn('nice', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) {
        fs.renameSync(unfinished, object);
        resolve();
        return;
      }
      const lastLines = complaints.trim().split('\n').slice(-12).join('\n');
      reject(new Error(`g++ failed on ${path.basename(source)} (code ${code}):\n${lastLines}`));
    });
  });
}
