import { readdirSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { enrolDevice } from '#contract/program-client.ts';
import { mapAtOnce } from '../at-once.ts';
import type { Measured, Row } from '../result.ts';
import { type Stack } from '../stack.ts';
import type { Workplace } from '../workplace.ts';

const APP = path.join(import.meta.dirname, '..', '..', 'app');
const KIB = 1024;
/** Whoever is signed in is sent on from these. */
const FOR_STRANGERS = /^\/(login|setup|d|pass|join)\b/;

export const title = 'JavaScript of each page';

/**
 * Opens every page as who would open it and adds up the scripts that its HTML asks for, in bytes
 * on the wire (gzip), without those that a page loads later by itself.
 */
export async function run(workplace: Workplace): Promise<Measured> {
  const stack = await workplace.stack();
  const door = await enrolDevice(stack.administrator, {
    siteId: stack.round.halls[1]!.id,
    deviceKind: 'DOOR',
    label: 'Đo lường',
  });
  const cookie = `${stack.administrator.cookie}; ${door.cookie}`;
  const skipped: string[] = [];
  const rows: Row[] = [];
  const baseline = '/login';
  for (const route of pageRoutes()) {
    const address = addressOf(route, stack);
    const page = await get(stack.origin + address, FOR_STRANGERS.test(route) ? '' : cookie);
    if (page.status !== 200) {
      skipped.push(`${route} (${page.status})`);
      continue;
    }
    const scripts = [...new Set(scriptsOf(page.body.toString()))];
    const sizes = await mapAtOnce(
      scripts,
      4,
      async (script) => (await get(new URL(script, stack.origin).href, cookie)).body.length,
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const compared = route === baseline ? {} : { baseline };
    rows.push({
      what: route,
      value: total / KIB,
      unit: `KiB in ${scripts.length} files`,
      ...compared,
    });
  }
  rows.sort((a, b) => (a.what === baseline ? -1 : b.what === baseline ? 1 : b.value - a.value));
  return { rows, notes: skipped.length > 0 ? [`Not measured: ${skipped.join(', ')}.`] : [] };
}

/** `/conferences/[conferenceId]` … of every page file. */
function pageRoutes(): string[] {
  return readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'page.tsx')
    .map((file) => path.dirname(file))
    .map((folder) => `/${folder === '.' ? '' : folder}`.replace(/\/\([^)]+\)/g, '') || '/')
    .filter((route) => !route.startsWith('/dev-'))
    .sort();
}

/** A secret in the path is made up: the page that refuses it loads the same scripts. */
function addressOf(route: string, { round }: Stack): string {
  const known: Record<string, string> = {
    conferenceId: round.conference.id,
    sessionId: round.conference.sessions[0]!.id,
    siteId: round.halls[1]!.id,
    unitId: round.halls[1]!.unitId,
    delegateId: round.delegates[0]!.id,
  };
  return route.replace(/\[(\w+)\]/g, (_, name: string) => known[name] ?? 'made-up-secret');
}

function scriptsOf(html: string): string[] {
  return [...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map((match) =>
    match[1]!.replaceAll('&amp;', '&'),
  );
}

/** The answer's body as it came over the wire; the page itself is asked for uncompressed. */
function get(address: string, cookie: string): Promise<{ status: number; body: Buffer }> {
  const isScript = address.includes('.js');
  const headers = { cookie, 'accept-encoding': isScript ? 'gzip' : 'identity' };
  return new Promise((resolve, reject) => {
    http
      .get(address, { headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }),
        );
        response.on('error', reject);
      })
      .on('error', reject);
  });
}
