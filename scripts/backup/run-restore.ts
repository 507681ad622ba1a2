import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../bootstrap.mjs';
import { ClearError, exitWith, say, step } from '../report.mjs';
import { parseStartOptions } from '../start-options.mjs';
import { writeDurably } from '../supervisor/secrets.ts';
import { readSettings } from '../supervisor/settings.ts';
import { restoreArchive } from './restore-archive.ts';
import { verifyArchive } from './verify-archive.ts';
import { understood, withOwnDatabase } from './with-database.ts';

const USAGE = 'npm run restore -- FILE [--replace] [--data DIR]';

async function main(): Promise<void> {
  const { values, positionals } = understood(
    () =>
      parseArgs({
        allowPositionals: true,
        options: { replace: { type: 'boolean' }, data: { type: 'string' } },
      }),
    USAGE,
  );
  const [file] = positionals;
  if (!file || positionals.length > 1) throw new ClearError(USAGE, 2);
  const options = parseStartOptions(values.data === undefined ? [] : ['--data', values.data]);
  const settings = readSettings(ROOT, options);
  let header!: Awaited<ReturnType<typeof verifyArchive>>['header'];
  await step('backup file', async () => {
    ({ header } = await verifyArchive(file));
    return `whole, of ${header.createdAt}`;
  });
  const secretsFile = path.join(settings.dataDir, 'secrets.json');
  await step('restore', () =>
    withOwnDatabase(settings, async (databaseUrl) => {
      const rows = await restoreArchive({
        databaseUrl,
        file,
        header,
        mayReplace: values.replace === true,
        beforeCommit: () => keepSecrets(secretsFile, header.secrets),
      });
      return `${rows} rows`;
    }),
  );
  say('npm start goes on with them.');
  process.exit(0);
}

/** The keys belong to the rows: links of people are derived from both. Earlier ones are kept aside. */
function keepSecrets(file: string, secrets: object): void {
  const content = JSON.stringify(secrets, null, 2);
  if (fs.existsSync(file)) {
    if (fs.readFileSync(file, 'utf8') === content) return;
    fs.copyFileSync(file, `${file}.before-restore-${Date.now()}`);
  }
  writeDurably(file, content);
}

main().catch(exitWith);
