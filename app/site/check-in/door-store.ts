import {
  openDB,
  type DBSchema,
  type IDBPDatabase,
  type IDBPObjectStore,
  type StoreNames,
} from 'idb';
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
  /** While the machine is being given up, no tab records; ends by itself, should the browser die. */
  leavingUntilMs: number | null;
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

/** Longer than the centre is asked to end the enrolment. */
const LEAVING_MS = 60_000;

/** The machine is (or is about to be) no door of that hall: nothing was recorded. */
export class NotThisDoor extends Error {}

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

  /**
   * Resolves once the event is on the disk, not only in the memory of the browser.
   * @throws NotThisDoor when the machine left the hall, perhaps by another tab: nobody would send it
   */
  async record(entry: OutboxEntry, nowMs: number): Promise<void> {
    const tx = this.#db.transaction(['outbox', 'settings'], 'readwrite', { durability: 'strict' });
    const settings = tx.objectStore('settings');
    const self = (await settings.get('self')) as DeviceSelf | null | undefined;
    const leavingUntilMs = ((await settings.get('leavingUntilMs')) ?? 0) as number;
    const isLeaving = nowMs < leavingUntilMs && leavingUntilMs <= nowMs + LEAVING_MS;
    if (self?.siteId !== entry.siteId || isLeaving) {
      await tx.done;
      throw new NotThisDoor();
    }
    await Promise.all([tx.objectStore('outbox').add(entry), tx.done]);
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
    return [...(await this.undelivered()), ...(await this.refused())].filter(isUnsaved);
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
   * Begins to give the machine up: from now on no tab records, until `stay()` or a minute has passed.
   * @returns false, changing nothing, while something is neither at the centre nor in a file
   */
  async beginLeaving(nowMs: number): Promise<boolean> {
    const tx = this.#db.transaction(['outbox', 'settings'], 'readwrite', { durability: 'strict' });
    const isSafe = !(await hasUnsaved(tx.objectStore('outbox')));
    if (isSafe) await tx.objectStore('settings').put(nowMs + LEAVING_MS, 'leavingUntilMs');
    await tx.done;
    return isSafe;
  }

  async stay(): Promise<void> {
    await this.#db.delete('settings', 'leavingUntilMs');
  }

  /** The machine was enrolled anew: unless as a door of the same hall, it records for that no more. */
  async enrolledAs({
    siteId,
    deviceKind,
  }: Pick<DeviceSelf, 'siteId' | 'deviceKind'>): Promise<void> {
    const tx = this.#db.transaction('settings', 'readwrite');
    const self = (await tx.store.get('self')) as DeviceSelf | null | undefined;
    if (deviceKind !== 'DOOR' || self?.siteId !== siteId) await tx.store.delete('self');
    await tx.done;
  }

  /**
   * Wipes the machine of this hall's data.
   * @returns false, wiping nothing, while something is neither at the centre nor in a file
   */
  async wipe(): Promise<boolean> {
    const tx = this.#db.transaction(['outbox', 'rosters', 'snapshots', 'settings'], 'readwrite');
    const outbox = tx.objectStore('outbox');
    const isSafe = !(await hasUnsaved(outbox));
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

/** Whether it would be lost with this machine: the centre does not have it, and no file does. */
export function isUnsaved({ state, exportedAtMs }: OutboxEntry): boolean {
  return state !== 'DELIVERED' && exportedAtMs === null;
}

async function hasUnsaved(
  outbox: Pick<
    IDBPObjectStore<Schema, ArrayLike<StoreNames<Schema>>, 'outbox', 'readwrite'>,
    'index'
  >,
): Promise<boolean> {
  const byState = outbox.index('state');
  const held = await Promise.all([byState.getAll('RECORDED'), byState.getAll('REFUSED')]);
  return held.flat().some(isUnsaved);
}
