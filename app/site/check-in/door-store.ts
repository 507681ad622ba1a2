import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type {
  AttendanceState,
  CheckInEvent,
  DoorDelegate,
  Guest,
  Receipt,
  WalkInState,
} from '#contract/check-in.ts';
import type { CommandOutput } from '#contract/registry.ts';

export type DeviceSelf = CommandOutput<'device:self'>;

/** One check-in of this machine, from the press of the button until the centre has it. */
export interface OutboxEntry {
  id: string;
  siteId: string;
  sessionId: string;
  event: CheckInEvent;
  /**
   * RECORDED: durable here, not yet at the centre. DELIVERED: committed there. REFUSED: the centre
   * said no for good; kept, with the reason.
   */
  state: 'RECORDED' | 'DELIVERED' | 'REFUSED';
  /** Who it is about, for a person who reads an exported file. */
  label: string;
  receipt: Receipt | null;
  /** The device's clock when the answer came. */
  settledAtMs: number | null;
  exportedAtMs: number | null;
  /** The centre's life that had it last, also when it is to be sent again; unknown of older entries. */
  deliveredTo?: string | null;
}

export interface DoorRoster {
  siteId: string;
  rosterVersion: string;
  delegates: DoorDelegate[];
}

/** What the centre said last of one hall in one session. */
export interface DoorSnapshot {
  siteId: string;
  sessionId: string;
  attendance: AttendanceState[];
  walkIns: WalkInState[];
  guests: Guest[];
  /** The centre's clock at the last word. */
  serverTime: string;
}

export interface DoorSettings {
  self: DeviceSelf | null;
  chosenSessionId: string | null;
  /** The centre's clock minus this machine's, as last measured. */
  clockOffsetMs: number | null;
  /** The life of the centre's memory, as last told. */
  incarnation: string | null;
}

interface Schema extends DBSchema {
  outbox: { key: string; value: OutboxEntry; indexes: { state: string } };
  rosters: { key: string; value: DoorRoster };
  snapshots: { key: [string, string]; value: DoorSnapshot };
  settings: { key: keyof DoorSettings; value: DoorSettings[keyof DoorSettings] };
}

const NAME = 'diem-cau-door';
const VERSION = 1;
const DELIVERED_KEPT_MS = 7 * 24 * 3_600_000;

/** Everything that a door must still know after the browser was killed and the network is gone. */
export class DoorStore {
  readonly #db: IDBPDatabase<Schema>;

  private constructor(db: IDBPDatabase<Schema>) {
    this.#db = db;
  }

  /** @throws DOMException when the browser keeps no data for this page (private window, disk full) */
  static async open(): Promise<DoorStore> {
    const db = await openDB<Schema>(NAME, VERSION, {
      upgrade(database) {
        database.createObjectStore('outbox', { keyPath: 'id' }).createIndex('state', 'state');
        database.createObjectStore('rosters', { keyPath: 'siteId' });
        database.createObjectStore('snapshots', { keyPath: ['siteId', 'sessionId'] });
        database.createObjectStore('settings');
      },
      // A newer page in another tab must not wait for this one.
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    return new DoorStore(db);
  }

  /** Resolves once the event is on the disk, not only in the memory of the browser. */
  async record(entry: OutboxEntry): Promise<void> {
    const tx = this.#db.transaction('outbox', 'readwrite', { durability: 'strict' });
    await Promise.all([tx.store.add(entry), tx.done]);
  }

  /** Not yet at the centre, oldest first. */
  undelivered(): Promise<OutboxEntry[]> {
    return this.#db.getAllFromIndex('outbox', 'state', 'RECORDED');
  }

  refused(): Promise<OutboxEntry[]> {
    return this.#db.getAllFromIndex('outbox', 'state', 'REFUSED');
  }

  /** Neither at the centre nor in a file: what would be lost, or stranded, with this machine. */
  async unsaved(): Promise<OutboxEntry[]> {
    return (await this.undelivered()).filter(({ exportedAtMs }) => exportedAtMs === null);
  }

  /** The last ones made at this machine, newest first. */
  async recent(limit: number): Promise<OutboxEntry[]> {
    const found: OutboxEntry[] = [];
    let cursor = await this.#db.transaction('outbox').store.openCursor(null, 'prev');
    for (; cursor && found.length < limit; cursor = await cursor.continue()) {
      found.push(cursor.value);
    }
    return found;
  }

  /** Moves entries on; one that another tab already moved is left alone. */
  async settle(
    changes: readonly (Pick<OutboxEntry, 'id'> & Partial<OutboxEntry>)[],
  ): Promise<void> {
    const tx = this.#db.transaction('outbox', 'readwrite', { durability: 'strict' });
    for (const change of changes) {
      const entry = await tx.store.get(change.id);
      if (entry && entry.state !== 'DELIVERED') await tx.store.put({ ...entry, ...change });
    }
    await tx.done;
  }

  /**
   * Learns which life of the centre answers. What an earlier one acknowledged may be gone with it, so
   * it waits in the outbox again. @returns how many events do
   */
  async enterIncarnation(incarnation: string): Promise<number> {
    const tx = this.#db.transaction(['outbox', 'settings'], 'readwrite', { durability: 'strict' });
    const outbox = tx.objectStore('outbox');
    const delivered = await outbox.index('state').getAll('DELIVERED');
    const lost = delivered.filter((entry) => entry.deliveredTo !== incarnation);
    for (const entry of lost) {
      await outbox.put({ ...entry, state: 'RECORDED', receipt: null, settledAtMs: null });
    }
    await tx.objectStore('settings').put(incarnation, 'incarnation');
    await tx.done;
    return lost.length;
  }

  /** Forgets what the centre has had for a week. */
  async prune(nowMs: number): Promise<void> {
    const tx = this.#db.transaction('outbox', 'readwrite');
    for (const entry of await tx.store.index('state').getAll('DELIVERED')) {
      if ((entry.settledAtMs ?? nowMs) < nowMs - DELIVERED_KEPT_MS) await tx.store.delete(entry.id);
    }
    await tx.done;
  }

  roster(siteId: string): Promise<DoorRoster | undefined> {
    return this.#db.get('rosters', siteId);
  }

  async saveRoster(roster: DoorRoster): Promise<void> {
    await this.#db.put('rosters', roster);
  }

  snapshot(siteId: string, sessionId: string): Promise<DoorSnapshot | undefined> {
    return this.#db.get('snapshots', [siteId, sessionId]);
  }

  async saveSnapshot(snapshot: DoorSnapshot): Promise<void> {
    await this.#db.put('snapshots', snapshot);
  }

  async setting<K extends keyof DoorSettings>(key: K): Promise<DoorSettings[K] | null> {
    return ((await this.#db.get('settings', key)) ?? null) as DoorSettings[K] | null;
  }

  async saveSetting<K extends keyof DoorSettings>(key: K, value: DoorSettings[K]): Promise<void> {
    await this.#db.put('settings', value, key);
  }

  /**
   * Wipes the machine of this hall's data.
   * @returns false, wiping nothing, while an event is neither delivered nor exported
   */
  async wipe(): Promise<boolean> {
    const tx = this.#db.transaction(['outbox', 'rosters', 'snapshots', 'settings'], 'readwrite');
    const outbox = tx.objectStore('outbox');
    const waiting = await outbox.index('state').getAll('RECORDED');
    const isSafe = waiting.every((entry) => entry.exportedAtMs !== null);
    if (isSafe) {
      await Promise.all([
        outbox.clear(),
        tx.objectStore('rosters').clear(),
        tx.objectStore('snapshots').clear(),
        tx.objectStore('settings').clear(),
      ]);
    }
    await tx.done;
    return isSafe;
  }

  close(): void {
    this.#db.close();
  }
}
