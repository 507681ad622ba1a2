import { writeSync } from 'node:fs';
import pino from 'pino';

export type Logger = pino.Logger;

const STDOUT = 1;

/**
 * Where lines go. pino's own output waits without end for a full disk to take its rest when the process
 * ends; a line that is not taken is lost here, and the work goes on.
 */
const output = {
  write(line: string): void {
    try {
      writeSync(STDOUT, line);
    } catch {
      // Nobody could be told.
    }
  },
};

/** Structured log lines. Callers pass ids only: never names, phones, tokens or links. */
export function createLogger(level: string): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['*.password', '*.token', '*.phone', '*.cookie', 'req.headers'],
      remove: true,
    },
  };
  return pino(options, output);
}
