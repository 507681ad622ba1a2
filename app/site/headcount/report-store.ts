import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { CommandInput, CommandOutput } from '#contract/registry.ts';
import type { Failure } from '../../_live/http-command.ts';

export type DeviceSelf = CommandOutput<'device:self'>;
export type Latest = CommandOutput<'headcount:latest'>;

/** A report that the centre has not answered yet. */
export interface PendingReport {
  /** Sent again with the same id until there is an answer. */
  commandId: string;
  input: CommandInput<'headcount:report'>;
  /** Why the centre will never take it; such a report waits for nothing but to be seen. */
  refusal?: Failure;
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

  /** Reports that wait for an answer, oldest first. */
  async pending(): Promise<PendingReport[]> {
    return (await this.#all()).filter(({ refusal }) => !refusal);
  }

  /** Reports that the centre refused for good, oldest first, until somebody has seen it. */
  async refused(): Promise<PendingReport[]> {
    return (await this.#all()).filter(({ refusal }) => refusal);
  }

  async #all(): Promise<PendingReport[]> {
    const all = await this.#db.getAll('pending');
    return all.sort((a, b) => (a.input.happenedAt < b.input.happenedAt ? -1 : 1));
  }

  async setAside(report: PendingReport, refusal: Failure): Promise<void> {
    await this.#db.put('pending', { ...report, refusal });
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

  /** The centre's clock minus this phone's, as last measured. */
  async clockOffsetMs(): Promise<number | null> {
    return ((await this.#db.get('kept', 'clockOffsetMs')) as number | undefined) ?? null;
  }

  async saveClockOffsetMs(offsetMs: number): Promise<void> {
    await this.#db.put('kept', offsetMs, 'clockOffsetMs');
  }

  /** When this phone last reported, as it was stamped. */
  async lastStamp(): Promise<string | null> {
    return ((await this.#db.get('kept', 'lastStamp')) as string | undefined) ?? null;
  }

  async saveLastStamp(happenedAt: string): Promise<void> {
    await this.#db.put('kept', happenedAt, 'lastStamp');
  }

  close(): void {
    this.#db.close();
  }
}
