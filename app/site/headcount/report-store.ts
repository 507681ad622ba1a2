import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { CommandInput, CommandOutput } from '#contract/registry.ts';

export type DeviceSelf = CommandOutput<'device:self'>;
export type Latest = CommandOutput<'headcount:latest'>;

/** A report that the centre has not answered yet. */
export interface PendingReport {
  /** Sent again with the same id until there is an answer. */
  commandId: string;
  input: CommandInput<'headcount:report'>;
}

interface Schema extends DBSchema {
  pending: { key: string; value: PendingReport };
  kept: { key: string; value: unknown };
}

/** What a phone keeps of its reports, so that a blink of the network loses none. */
export class ReportStore {
  readonly #db: IDBPDatabase<Schema>;

  private constructor(db: IDBPDatabase<Schema>) {
    this.#db = db;
  }

  /** @throws DOMException when the browser keeps no data for this page */
  static async open(): Promise<ReportStore> {
    const db = await openDB<Schema>('diem-cau-headcount', 1, {
      upgrade(database) {
        database.createObjectStore('pending', { keyPath: 'commandId' });
        database.createObjectStore('kept');
      },
    });
    return new ReportStore(db);
  }

  /** Resolves once the report is on the disk. */
  async add(report: PendingReport): Promise<void> {
    const tx = this.#db.transaction('pending', 'readwrite', { durability: 'strict' });
    await Promise.all([tx.store.put(report), tx.done]);
  }

  /** Oldest first. */
  async pending(): Promise<PendingReport[]> {
    const all = await this.#db.getAll('pending');
    return all.sort((a, b) => (a.input.happenedAt < b.input.happenedAt ? -1 : 1));
  }

  async remove(commandId: string): Promise<void> {
    await this.#db.delete('pending', commandId);
  }

  async self(): Promise<DeviceSelf | null> {
    return ((await this.#db.get('kept', 'self')) as DeviceSelf | undefined) ?? null;
  }

  async saveSelf(self: DeviceSelf): Promise<void> {
    await this.#db.put('kept', self, 'self');
  }

  async latest(sessionId: string): Promise<Latest | null> {
    return ((await this.#db.get('kept', `latest/${sessionId}`)) as Latest | undefined) ?? null;
  }

  async saveLatest(sessionId: string, latest: Latest): Promise<void> {
    await this.#db.put('kept', latest, `latest/${sessionId}`);
  }

  close(): void {
    this.#db.close();
  }
}
