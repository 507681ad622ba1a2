import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { ClearError } from '../report.mjs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const INSTALL = 'apt-get install -y --no-install-recommends chromium';

/**
 * The system's Chromium, installed when it is missing and this is root.
 * @throws ClearError with the exact command for an administrator
 */
export function ensureChromium(): string {
  const found = process.env['CHROMIUM'] ?? PLACES.find((place) => fs.existsSync(place));
  if (found) return found;
  if (process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get')) {
    console.log('installing chromium …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('sh', ['-c', `apt-get update -qq && ${INSTALL} -qq`], { stdio: 'ignore', env });
  }
  const installed = PLACES.find((place) => fs.existsSync(place));
  if (installed) return installed;
  throw new ClearError(
    `The browser tests need Chromium. As root:\n  ${INSTALL}\n  Or set CHROMIUM.`,
  );
}
