import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';
import { ClearError } from '../report.mjs';

const run = promisify(execFile);

/** Debian and Ubuntu packages that the build needs. */
const APT_PACKAGES = [
  ...['g++', 'binutils', 'pkg-config', 'libssl-dev', 'libuv1-dev', 'libsrtp2-dev', 'libabsl-dev'],
  ...['libflatbuffers-dev', 'flatbuffers-compiler'],
];
const PROGRAMS = ['g++', 'strip', 'flatc', 'pkg-config'];
const LIBRARIES = ['openssl', 'libuv', 'libsrtp2', 'absl_strings', 'absl_optional', 'flatbuffers'];

const INSTALL_COMMAND = `apt-get install -y --no-install-recommends ${APT_PACKAGES.join(' ')}`;

function missing(): string[] {
  const works = (command: string, args: string[]) =>
    spawnSync(command, args, { stdio: 'ignore' }).status === 0;
  return [
    ...PROGRAMS.filter((program) => !works(program, ['--version'])),
    ...LIBRARIES.filter((library) => !works('pkg-config', ['--exists', library])),
  ];
}

/**
 * Makes sure that the media worker can be compiled here; installs what is missing when this is root.
 * @throws ClearError with the exact command for an administrator
 */
export async function ensureBuildPackages(log: (line: string) => void): Promise<void> {
  if (missing().length === 0) return;
  if (process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get')) {
    log('installing the packages that the media worker is compiled with …');
    await installAsRoot().catch((error: Error) => log(`apt-get: ${error.message.split('\n')[0]}`));
  }
  const left = missing();
  if (left.length === 0) return;
  throw new ClearError(
    `The media worker must be compiled here and ${left.join(', ')} is missing. As root, on Debian or Ubuntu:\n` +
      `  ${INSTALL_COMMAND}\n` +
      '  Or set MEDIASOUP_WORKER_BIN to a mediasoup-worker of the same version.',
  );
}

async function installAsRoot(): Promise<void> {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, maxBuffer: 64e6 };
  await run('apt-get', ['update', '-qq'], options);
  await run('sh', ['-c', `${INSTALL_COMMAND} -qq`], options);
}
