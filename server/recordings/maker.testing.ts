import { openDatabase } from '#db/client.ts';
import { exactly } from '#scripts/environment.ts';
import { createLogger } from '../logger.ts';
import { RecordingMaker } from './recording-maker.ts';

/** A process that makes recordings and nothing else, to be killed; what it needs is in its environment. */
const { DATABASE_URL, ROOT, FFMPEG } = exactly(process.env);

new RecordingMaker({
  db: openDatabase(DATABASE_URL!, { maxConnections: 2 }).db,
  log: createLogger('silent'),
  now: () => new Date(),
  root: ROOT!,
  ffmpeg: FFMPEG!,
  leastFreeBytes: 1,
  isWritten: () => false,
  changed: () => {},
});
