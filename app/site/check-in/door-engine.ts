import type { Guest } from '#contract/check-in.ts';
import type { ClientAnswer, Failure } from '../../_live/http-command.ts';
import {
  NO_WORD,
  toSnapshot,
  withChanges,
  withSnapshot,
  type CentreState,
} from './centre-state.ts';
import { Delivery } from './delivery.ts';
import { DoorClock } from './door-clock.ts';
import { START, type DoorModel, type NewMark } from './door-model.ts';
import { DoorStore, type DeviceSelf, type DoorRoster, type OutboxEntry } from './door-store.ts';
import { DoorSync } from './door-sync.ts';
import { continueIdsAfter } from './event-id.ts';
import { newEntry } from './new-entry.ts';
import { viewOfModel } from './model-view.ts';
import { watchMachine } from './watch-machine.ts';
import { exportOutbox, type OutboxFile } from './outbox-export.ts';
import { chooseSession } from '../session-choice.ts';
import { openTabs, type Tabs } from './tabs.ts';

const RECENT = 30;

/** One door: works from this machine's own store, and keeps it and the centre of one mind. */
export class DoorEngine {
  readonly #sync: DoorSync;
  readonly #delivery: Delivery;
  readonly #watchers = new Set<() => void>();
  #tabs: Tabs | null = null;
  #unwatch: (() => void) | null = null;
  #store: DoorStore | null = null;
  #clock = new DoorClock(null);
  #roster: DoorRoster | null = null;
  #centre: CentreState = NO_WORD;
  #chosenSessionId: string | null = null;
  #incarnation: string | null = null;
  #model: DoorModel = START;
  /** Number of the newest reading of the outbox, and how many are under way. */
  #readings = 0;
  #readingCount = 0;

  constructor() {
    this.#sync = new DoorSync({
      onConnection: () => this.#connectionChanged(),
      onSelf: (self) => void this.#learnSelf(self),
      onRoster: (roster) => void this.#learnRoster(roster),
      onSnapshot: (snapshot) => {
        this.#learn(withSnapshot(this.#centre, snapshot));
        void this.#enterIncarnation(snapshot.incarnation);
      },
      onChanged: (changed) => this.#learn(withChanges(this.#centre, changed)),
      readClock: () => this.#clock.read(),
      onContact: (contact) => void this.#clock.learn(contact),
      onFailure: (failure) => this.#failed(failure),
    });
    this.#delivery = new Delivery({
      undelivered: async () => (await this.#store?.undelivered()) ?? [],
      settle: async (changes) => this.#store?.settle(changes),
      send: (input) => this.#sync.send('check-in:append', input),
      exclusively: (task) => this.#tabs?.exclusively(task) ?? task(),
      onStatus: (delivery) => this.#set({ delivery }),
      onDelivered: (answer, [first]) => void this.#delivered(answer, first),
      incarnation: () => this.#incarnation,
      now: () => Date.now(),
    });
  }

  readonly watch = (onChange: () => void): (() => void) => {
    this.#watchers.add(onChange);
    return () => void this.#watchers.delete(onChange);
  };

  readonly read = (): DoorModel => this.#model;

  /** Reads this machine first, so that the door works before (or without) any answer. */
  async start(): Promise<void> {
    try {
      this.#store = await DoorStore.open();
    } catch {
      return this.#set({ phase: 'no-storage' });
    }
    this.#tabs = openTabs({
      onOutbox: () => void this.#reloadOutbox(),
      onLeft: () => window.location.assign('/'),
    });
    const [self, chosen, offsetMs, incarnation] = await Promise.all([
      this.#store.setting('self'),
      this.#store.setting('chosenSessionId'),
      this.#store.setting('clockOffsetMs'),
      this.#store.setting('incarnation'),
    ]);
    this.#incarnation = incarnation;
    this.#clock = new DoorClock(offsetMs, {
      onOffset: (learntMs) => void this.#store?.saveSetting('clockOffsetMs', learntMs),
    });
    this.#chosenSessionId = chosen;
    await this.#store.prune(Date.now());
    await this.#reloadOutbox();
    continueIdsAfter(this.#model.recent[0]?.id);
    if (self) await this.#enter(self);
    this.#set({ phase: this.#roster ? 'ready' : 'empty' });
    this.#sync.open();
    this.#delivery.wake();
    this.#unwatch = watchMachine({ onOnline: this.#wake, onLook: () => this.#checkClock() });
    // Asked once the machine holds something worth keeping; browsers then don't clear it by themselves.
    void navigator.storage?.persist?.();
  }

  stop(): void {
    this.#unwatch?.();
    this.#sync.close();
    this.#delivery.close();
    this.#tabs?.close();
    this.#store?.close();
  }

  /**
   * Writes one mark down. Resolves once it is durable on this machine.
   * @throws DOMException when the machine could not store it, NotThisDoor when it is leaving or has
   *   left the hall: then nothing was marked
   */
  async mark(mark: NewMark): Promise<OutboxEntry> {
    const { self, session } = this.#model;
    if (!this.#store || !self || !session) throw new DOMException('not ready', 'InvalidStateError');
    const place = { siteId: self.siteId, sessionId: session.id };
    const entry = newEntry(mark, { ...place, ...this.#clock.stamp() });
    await this.#store.record(entry, Date.now());
    this.#set({
      undelivered: [...this.#model.undelivered, entry],
      recent: [entry, ...this.#model.recent].slice(0, RECENT),
    });
    // A reading that began before this mark would hide it.
    if (this.#readingCount > 0) void this.#reloadOutbox();
    this.#tabs?.announceOutbox();
    this.#delivery.recorded();
    return entry;
  }

  /** Who a code belongs to that is not on this hall's list; needs the network. */
  async findGuest(checkInCode: string): Promise<ClientAnswer<{ delegate: Guest | null }>> {
    const siteId = this.#model.self?.siteId ?? '';
    const answer = await this.#sync.send('door:find', { siteId, checkInCode });
    if (answer.ok && answer.data.delegate) {
      const { delegate } = answer.data;
      const guests = new Map(this.#centre.guests).set(delegate.id, delegate);
      this.#learn({ ...this.#centre, guests });
    }
    return answer;
  }

  async chooseSession(sessionId: string): Promise<void> {
    this.#chosenSessionId = sessionId;
    await this.#store?.saveSetting('chosenSessionId', sessionId);
    if (this.#model.self) await this.#enter(this.#model.self);
  }

  /** Sends now what waits, also what was held back. */
  deliverNow(): void {
    this.#delivery.wake();
  }

  /** Sends a refused event once more, e.g. after the organisers put the delegate on the list. */
  async retryRefused(id: string): Promise<void> {
    await this.#store?.settle([{ id, state: 'RECORDED', receipt: null, settledAtMs: null }]);
    await this.#reloadOutbox();
    this.#delivery.wake();
  }

  /** Everything the centre does not have, as a file to hand in; from then on the wipe is allowed. */
  async exportUndelivered(): Promise<OutboxFile> {
    if (!this.#store) throw new DOMException('not ready', 'InvalidStateError');
    const file = await exportOutbox(this.#store, Date.now());
    await this.#reloadOutbox();
    return file;
  }

  /**
   * Ends this machine's enrolment and wipes what it holds.
   * @returns `undelivered` when something would be lost; `no-network` when the centre was not told
   */
  async leave(): Promise<'left' | 'undelivered' | 'no-network'> {
    if (!(await this.#store?.beginLeaving(Date.now()))) return 'undelivered';
    const answer = await this.#sync.send('device:leave', {});
    const isGone = answer.ok || answer.code === 'NOT_SIGNED_IN' || answer.code === 'DEVICE_REVOKED';
    if (!isGone) {
      await this.#store?.stay();
      return 'no-network';
    }
    if (!(await this.#store?.wipe())) return 'undelivered';
    this.#tabs?.announceLeft();
    return 'left';
  }

  readonly #wake = () => this.#delivery.wake();

  #connectionChanged(): void {
    const connection = this.#sync.live.state;
    const isBack = connection.kind === 'connected' && this.#model.connection.kind !== 'connected';
    this.#set({ connection, ...(isBack ? { refusal: null } : {}) });
    if (isBack) this.#delivery.wake();
  }

  async #learnSelf(self: DeviceSelf): Promise<void> {
    await this.#store?.saveSetting('self', self);
    this.#set({ refusal: null });
    await this.#enter(self);
    await this.#enterIncarnation(self.incarnation);
  }

  /** After a restore of the centre, this machine still has what the backup has not. */
  async #enterIncarnation(incarnation: string): Promise<void> {
    this.#incarnation = incarnation;
    const again = await this.#store?.enterIncarnation(incarnation);
    if (!again) return;
    await this.#reloadOutbox();
    this.#tabs?.announceOutbox();
    this.#delivery.wake();
  }

  /** Works for the hall and the session that this machine belongs to now. */
  async #enter(self: DeviceSelf): Promise<void> {
    const at = { nowMs: this.#clock.nowMs(), chosenId: this.#chosenSessionId };
    const session = chooseSession(self.sessions, at);
    const { siteId } = self;
    const isOther = session?.id !== this.#model.session?.id || siteId !== this.#model.self?.siteId;
    if (this.#roster?.siteId !== siteId) {
      this.#roster = (await this.#store?.roster(siteId)) ?? null;
    }
    if (session && isOther) {
      const kept = await this.#store?.snapshot(siteId, session.id);
      this.#centre = kept ? withSnapshot(NO_WORD, kept) : NO_WORD;
    }
    this.#set({ self, session });
    if (session) {
      const place = { siteId, sessionId: session.id };
      this.#sync.follow(place, this.#roster?.rosterVersion ?? null);
    }
  }

  async #learnRoster(roster: DoorRoster): Promise<void> {
    await this.#store?.saveRoster(roster);
    if (roster.siteId !== this.#model.self?.siteId) return;
    this.#roster = roster;
    this.#set({ phase: 'ready', refusal: null });
  }

  #learn(centre: CentreState): void {
    this.#centre = centre;
    this.#set({});
    const { self, session } = this.#model;
    if (!self || !session) return;
    const place = { siteId: self.siteId, sessionId: session.id };
    void this.#store?.saveSnapshot(toSnapshot(place, centre));
  }

  #checkClock(): void {
    if (this.#clock.hasJumped()) void this.#sync.measure();
  }

  async #delivered(
    answer: Parameters<typeof withChanges>[1],
    first: OutboxEntry | undefined,
  ): Promise<void> {
    const { self, session } = this.#model;
    // The states first: between the two, the event must not look as if it were nowhere.
    const isShown = first?.siteId === self?.siteId && first?.sessionId === session?.id;
    if (isShown) this.#learn(withChanges(this.#centre, answer));
    await this.#reloadOutbox();
    this.#tabs?.announceOutbox();
  }

  #failed(failure: Failure): void {
    if (failure.code !== 'NO_NETWORK' && failure.code !== 'UNAVAILABLE') {
      this.#set({ refusal: failure });
    }
  }

  async #reloadOutbox(): Promise<void> {
    const number = (this.#readings += 1);
    this.#readingCount += 1;
    const [undelivered = [], refused = [], recent = []] = await Promise.all([
      this.#store?.undelivered(),
      this.#store?.refused(),
      this.#store?.recent(RECENT),
    ]).finally(() => (this.#readingCount -= 1));
    if (number === this.#readings) this.#set({ undelivered, refused, recent });
  }

  #set(change: Partial<DoorModel>): void {
    const model = { ...this.#model, ...change };
    this.#model = { ...model, view: viewOfModel(model, this.#roster, this.#centre) };
    for (const watcher of this.#watchers) watcher();
  }
}
