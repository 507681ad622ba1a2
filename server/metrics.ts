import type pg from 'pg';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Server } from 'socket.io';
import { WATCH_STEPS } from '#domain/watch.ts';
import type { WatchStep } from '#domain/watch.ts';

/** Figures for a Prometheus collector: process, open sockets, database connections, viewers. */
export function createMetrics(parts: {
  io: Server;
  pool: pg.Pool;
  viewers: (step: WatchStep) => number;
}) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  gauge('diem_cau_sockets', 'Open sockets', () => parts.io.engine.clientsCount);
  gauge(
    'diem_cau_database_connections',
    'Open connections to the database',
    () => parts.pool.totalCount,
  );
  gauge(
    'diem_cau_database_waiting',
    'Queries that wait for a connection',
    () => parts.pool.waitingCount,
  );
  new Gauge({
    name: 'diem_cau_watch_viewers',
    help: 'Viewers of watch pages served from here, reckoned from fetched playlists',
    labelNames: ['step'],
    registers: [registry],
    collect() {
      for (const step of WATCH_STEPS) this.set({ step }, parts.viewers(step));
    },
  });
  return {
    read: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
