import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readSecrets } from '#server/config.ts';
import { ROOT } from '../bootstrap.mjs';
import { ClearError, exitWith, say, step } from '../report.mjs';
import { parseStartOptions } from '../start-options.mjs';
import { restoringFile, secretsFileOf } from '../supervisor/secrets.ts';
import { readSettings } from '../supervisor/settings.ts';
import { understood, withDatabase } from './with-database.ts';
import { writeBackup } from './write-backup.ts';

const USAGE = 'npm run backup [-- --to FILE] [--data DIR]';

async function main(): Promise<void> {
  const { values } = understood(
    () => parseArgs({ options: { to: { type: 'string' }, data: { type: 'string' } } }),
    USAGE,
  );
  const options = parseStartOptions(values.data === undefined ? [] : ['--data', values.data]);
  const settings = readSettings(ROOT, options);
  const file = path.resolve(values.to ?? path.join(settings.dataDir, 'backups', defaultName()));
  if (fs.existsSync(file)) throw new ClearError(`${file} exists already: choose another name.`);
  if (fs.existsSync(restoringFile(settings.dataDir))) {
    throw new ClearError('A restore runs or was interrupted: run npm start first, which ends it.');
  }
  const secretsFile = secretsFileOf(settings.dataDir);
  if (!fs.existsSync(secretsFile)) {
    throw new ClearError(`There is nothing to save: the program never ran on ${settings.dataDir}.`);
  }
  const manifest = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  await step('backup', () =>
    withDatabase(settings, async (databaseUrl) => {
      const result = await writeBackup({
        databaseUrl,
        secrets: readSecrets(secretsFile),
        programVersion: manifest.version,
        file,
      });
      const megabytes = (result.bytes / 1e6).toFixed(1);
      return `${result.tables} tables, ${result.rows} rows, ${megabytes} MB, read back and whole`;
    }),
  );
  say(file);
  say('It holds personal data and the keys of all links: keep it as carefully as the data itself.');
  process.exit(0);
}

/** Sorts by time; UTC. */
function defaultName(): string {
  const moment = new Date().toISOString().replace(/[-:]/g, '').slice(0, 15);
  return `diem-cau-${moment}Z.backup`;
}

main().catch(exitWith);
