// From a fresh clone to Node 24 with the locked dependencies. Depends on nothing
// but Node 20 and npm, because it runs before anything is installed.
import { execFile, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { acquireLock } from './owner-lock.mjs';
import { ClearError, reportEnvironment, say, step } from './report.mjs';

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** Locks of this clone; not inside node_modules, which an installation removes. */
const STATE = path.join(ROOT, '.start');
const MINIMUM_MAJOR = 20;
const WANTED_MAJOR = 24;
const WAIT_MS = 250;
const EVIDENCE_LINES = 5;
const STILL_WORKING_MS = 20_000;

/**
 * Checks the machine and installs the locked dependencies when they are missing or stale.
 * @returns {Promise<string>} path of a Node 24
 */
export async function bootstrap() {
  await step('system', checkSystem);
  await step('dependencies', installIfStale);
  const node = findNode24();
  if (node !== process.execPath) say(`going on with Node ${versionOf(node)}`);
  return node;
}

function checkSystem() {
  const { platform, arch, versions } = process;
  if (Number(versions.node.split('.')[0]) < MINIMUM_MAJOR) {
    throw new ClearError(
      `Node ${versions.node} is too old: install Node ${MINIMUM_MAJOR} or newer.`,
    );
  }
  if (platform !== 'linux' || !['x64', 'arm64'].includes(arch)) {
    throw new ClearError(
      `This program runs on Linux (x64 or arm64), not on ${platform}-${arch}. On Windows use WSL 2, elsewhere a virtual machine.`,
    );
  }
  if (!process.report.getReport().header.glibcVersionRuntime) {
    throw new ClearError(
      'This Linux uses musl; the program needs glibc (Debian, Ubuntu, Fedora …).',
    );
  }
  return `Linux ${arch}, Node ${versions.node}, ${process.getuid() === 0 ? 'root' : 'ordinary user'}`;
}

async function installIfStale() {
  if (isInstalled()) return 'up to date';
  openState();
  const release = await takeInstallLock();
  try {
    if (isInstalled()) return 'installed by another start';
    say('installing the locked dependencies …');
    await runNpmCi();
    if (!isInstalled()) throw new ClearError('npm ci ended well but node_modules is not complete.');
    return 'installed';
  } finally {
    release();
  }
}

function openState() {
  try {
    fs.mkdirSync(STATE, { recursive: true });
    fs.accessSync(STATE, fs.constants.W_OK);
  } catch (error) {
    throw new ClearError(`${ROOT} must be writable for the first start (${error.code}).`);
  }
}

/** npm leaves a copy of what it installed as its last act: compare it with what is locked. */
function isInstalled() {
  const installed = readPackages(path.join(ROOT, 'node_modules', '.package-lock.json'));
  if (!installed) return false;
  const locked = readPackages(path.join(ROOT, 'package-lock.json'));
  if (!locked) throw new ClearError('package-lock.json is missing: get the whole repository.');
  return Object.entries(locked).every(([name, entry]) => {
    if (name === '') return true;
    const found = installed[name];
    if (!found) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw new ClearError(`${file} cannot be read (${error.code ?? error.message}).`);
  }
}

async function takeInstallLock() {
  let isTold = false;
  for (;;) {
    const { lock, owner } = acquireLock(path.join(STATE, 'install.lock'));
    if (lock) return lock.release;
    if (!isTold) say(`process ${owner.pid} is installing the dependencies: waiting for it …`);
    isTold = true;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
}

/** Options on the command line win over the user's npm settings, which must not change the result. */
const NPM_CI = [
  ...['ci', '--ignore-scripts', '--engine-strict=false', '--include=dev', '--include=optional'],
  ...['--no-audit', '--no-fund', '--loglevel=error'],
];

function npmCommand() {
  const entry = process.env.npm_execpath;
  if (entry && /npm-cli\.c?js$/.test(entry)) return { command: process.execPath, first: [entry] };
  if (spawnSync('npm', ['--version'], { stdio: 'ignore' }).status === 0) {
    return { command: 'npm', first: [] };
  }
  throw new ClearError('npm is not installed. On Debian or Ubuntu: apt-get install npm');
}

function runNpmCi() {
  const { command, first } = npmCommand();
  const startedAt = Date.now();
  const ticker = setInterval(() => {
    say(`still installing (${Math.round((Date.now() - startedAt) / 1000)} s) …`);
  }, STILL_WORKING_MS);
  return new Promise((resolve, reject) => {
    const options = { cwd: ROOT, env: { ...process.env, NODE_ENV: '' }, maxBuffer: 64e6 };
    execFile(command, [...first, ...NPM_CI], options, (error, stdout, stderr) => {
      clearInterval(ticker);
      if (error) reject(explainNpm(`${stdout}\n${stderr}`));
      else resolve(undefined);
    });
  });
}

const NPM_CAUSES = [
  [/ENOSPC/, 'The disk is full: free some space and start again.'],
  [/EACCES|EPERM|EROFS/, `npm may not write into ${ROOT}/node_modules.`],
  [
    /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|network/i,
    'The npm registry cannot be reached: check the network or the proxy settings of npm.',
  ],
  [/in sync/, 'package.json and package-lock.json disagree: get a clean copy of the repository.'],
];

function explainNpm(output) {
  const lines = output
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim())
    .filter((line) => line !== '' && !/A complete log|^code /.test(line));
  const cause = NPM_CAUSES.find(([sign]) => sign.test(output))?.[1] ?? '';
  const evidence = lines.slice(0, EVIDENCE_LINES).join('\n  ');
  return new ClearError(`The dependencies cannot be installed. ${cause}\n  ${evidence}`);
}

function findNode24() {
  if (Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR) return process.execPath;
  const node = path.join(ROOT, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  if (!versionOf(node)) {
    throw new ClearError(
      `Node ${WANTED_MAJOR} from ${node} does not run here: install Node ${WANTED_MAJOR} and start again with it.`,
    );
  }
  return node;
}

function versionOf(node) {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Goes on with another program under Node 24 and ends as it ends. The program notices by its IPC
 * channel when this process is killed. It has a process group of its own, so that Ctrl-C reaches it
 * once, through here, and not a second time from the terminal.
 * @param {string} node
 * @param {string[]} args script (relative to the project) and its arguments
 * @returns {Promise<number>} exit code
 */
export function goOn(node, [script, ...args]) {
  const child = spawn(node, [path.join(ROOT, script), ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      // A third of a second start is compiling the same modules again.
      NODE_COMPILE_CACHE: path.join(STATE, 'compile-cache'),
      ...process.env,
      ...reportEnvironment(),
    },
    detached: true,
  });
  const pass = FORWARDED.map((signal) => {
    const handler = () => child.kill(signal);
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const off of pass) off();
      resolve(code ?? 128 + (SIGNAL_NUMBERS[signal] ?? 0));
    });
  });
}

const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };
