import { parseArgs } from 'node:util';
import { ROOT } from '../bootstrap.mjs';
import { ClearError, exitWith, say, step } from '../report.mjs';
import { parseStartOptions } from '../start-options.mjs';
import { readSettings } from '../supervisor/settings.ts';
import { restoreWithKeys } from './restore-with-keys.ts';
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
  const { dataDir } = settings;
  const mayReplace = values.replace === true;
  await step('restore', () =>
    withOwnDatabase(settings, async (databaseUrl) => {
      const rows = await restoreWithKeys({ dataDir, databaseUrl, file, header, mayReplace });
      return rows === null ? 'in place, though the connection broke' : `${rows} rows`;
    }),
  );
  say('npm start goes on with them.');
  process.exit(0);
}

main().catch(exitWith);
