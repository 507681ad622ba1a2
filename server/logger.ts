import pino from 'pino';

export type Logger = pino.Logger;

/** Structured log lines. Callers pass ids only: never names, phones, tokens or links. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['*.password', '*.token', '*.phone', '*.cookie', 'req.headers'],
      remove: true,
    },
  });
}
