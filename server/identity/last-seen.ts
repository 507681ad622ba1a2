import type { Db } from '#db/client.ts';
import { touchDevices } from '#db/queries/device.ts';
import { deviceIdOf } from '#domain/actor.ts';
import type { Logger } from '../logger.ts';

const WRITE_EVERY_MS = 60_000;
const GATHER_MS = 500;

/** Writes down when devices were last seen: at most once a minute each, all of them in one statement. */
export interface LastSeen {
  /** @param writtenAt what the database said when the device was read */
  saw(deviceId: string, writtenAt: Date | null): void;
  close(): void;
}

export function createLastSeen(parts: {
  db: Db;
  log: Logger;
  now: () => Date;
  /** Keys of the actors whose sockets are open: they are seen without asking for anything. */
  connectedKeys(): string[];
}): LastSeen {
  const pending = new Set<string>();
  const write = async () => {
    const deviceIds = [...pending];
    pending.clear();
    if (deviceIds.length > 0) await touchDevices(parts.db, { deviceIds, at: parts.now() });
  };
  const writeQuietly = () =>
    void write().catch(() => parts.log.warn('devices could not be marked as seen'));
  const timer = setInterval(() => {
    for (const key of parts.connectedKeys()) {
      const deviceId = deviceIdOf(key);
      if (deviceId !== null) pending.add(deviceId);
    }
    writeQuietly();
  }, WRITE_EVERY_MS);
  timer.unref();
  return {
    saw(deviceId, writtenAt) {
      const ageMs = parts.now().getTime() - (writtenAt?.getTime() ?? 0);
      if (ageMs < WRITE_EVERY_MS || pending.has(deviceId)) return;
      // The first of a burst writes for all that come within the same moment.
      if (pending.size === 0) setTimeout(writeQuietly, GATHER_MS).unref();
      pending.add(deviceId);
    },
    close: () => clearInterval(timer),
  };
}
