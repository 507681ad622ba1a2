import type { CommandName, CommandInput, CommandOutput } from '#contract/registry.ts';
import type { ClientAnswer, Failure } from '../../_live/http-command.ts';
import { LiveConnection } from '../../_live/live-connection.ts';
import { LiveStream, type StreamView } from '../../_live/live-stream.ts';
import { sendCommand } from '../../_live/send-command.ts';
import type { EventPayload } from '#contract/registry.ts';
import type { Reading } from './door-clock.ts';
import type { DeviceSelf, DoorRoster } from './door-store.ts';

type Snapshot = CommandOutput<'door:subscribe'>;
type Changed = EventPayload<'door:changed'>;

export interface DoorSyncParts {
  /** This machine's clocks, now. */
  readClock(): Reading;
  /** Called when the line comes or goes. */
  onConnection(): void;
  onSelf(self: DeviceSelf): void;
  onRoster(roster: DoorRoster): void;
  onSnapshot(snapshot: Snapshot): void;
  onChanged(changed: Changed): void;
  onContact(contact: { asked: Reading; serverTime: string }): void;
  /** The centre does not know this machine (any more), or answers nothing. */
  onFailure(failure: Failure): void;
}

/** Also without any event, a door looks every so often: a roster or a session may have changed. */
const LOOK_EVERY_MS = 120_000;
/** A snapshot younger than this needs no second one. */
const FRESH_MS = 30_000;

interface Place {
  siteId: string;
  sessionId: string;
}

/** The door's line to the centre: who it is, its list, and the stream of its hall's attendance. */
export class DoorSync {
  readonly live = new LiveConnection('device');
  readonly #parts: DoorSyncParts;
  #stream: LiveStream<Snapshot, Changed> | null = null;
  #place: Place | null = null;
  #rosterVersion: string | null = null;
  #isReadingRoster = false;
  #askedAtMs = 0;
  #lastSeen: Snapshot | null = null;
  #stops: (() => void)[] = [];

  constructor(parts: DoorSyncParts) {
    this.#parts = parts;
  }

  open(): void {
    let wasConnected = false;
    const onLine = () => {
      const isConnected = this.live.state.kind === 'connected';
      if (isConnected && !wasConnected) void this.look();
      wasConnected = isConnected;
      this.#parts.onConnection();
    };
    const timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.#stops = [this.live.watch(onLine), () => clearInterval(timer)];
    this.live.open();
  }

  close(): void {
    this.#stream?.close();
    for (const stop of this.#stops) stop();
    this.live.close();
  }

  send<N extends CommandName>(
    name: N,
    input: CommandInput<N>,
  ): Promise<ClientAnswer<CommandOutput<N>>> {
    return sendCommand({ live: this.live, as: 'device' }, name, input);
  }

  /** Asks who this machine is, and through `onSelf` for the place to follow. */
  async look(): Promise<void> {
    const answer = await this.send('device:self', {});
    if (!answer.ok) return this.#parts.onFailure(answer);
    this.#parts.onSelf(answer.data);
    if (this.#place && this.#rosterVersion === null) await this.#readRoster(this.#place.siteId);
  }

  /** Looks, and asks for the centre's time though the last snapshot is still fresh. */
  async measure(): Promise<void> {
    this.#askedAtMs = -Infinity;
    if (this.live.state.kind === 'connected') await this.look();
  }

  /** Follows the attendance of a hall in a session; asks for a snapshot unless it has a fresh one. */
  follow(place: Place, rosterVersion: string | null): void {
    const isSame =
      this.#place?.siteId === place.siteId && this.#place.sessionId === place.sessionId;
    if (isSame && Math.abs(Date.now() - this.#askedAtMs) < FRESH_MS) return;
    if (this.#place?.siteId !== place.siteId) this.#rosterVersion = rosterVersion;
    this.#place = place;
    this.#stream?.close();
    this.#stream = new LiveStream<Snapshot, Changed>(
      this.live,
      {
        snapshot: () => this.#subscribe(place),
        listen: (hear) =>
          this.live.on('door:changed', (changed) => {
            const { siteId, sessionId } = changed;
            if (siteId === place.siteId && sessionId === place.sessionId) hear(changed);
          }),
        fold: (state, changed) => {
          this.#parts.onChanged(changed);
          return state;
        },
      },
      (view) => this.#seen(view),
    );
  }

  #seen(view: StreamView<Snapshot>): void {
    if (view.kind === 'failed') return this.#parts.onFailure(view.failure);
    if (view.kind !== 'live' || view.state === this.#lastSeen) return;
    this.#lastSeen = view.state;
    this.#parts.onSnapshot(view.state);
    if (view.state.rosterVersion !== this.#rosterVersion && this.#place) {
      void this.#readRoster(this.#place.siteId);
    }
  }

  async #subscribe(place: Place) {
    const asked = this.#parts.readClock();
    this.#askedAtMs = Date.now();
    const answer = await this.live.request('door:subscribe', { input: place });
    if (answer?.ok) {
      const { serverTime } = answer.data;
      this.#parts.onContact({ asked, serverTime });
    }
    return answer;
  }

  async #readRoster(siteId: string): Promise<void> {
    if (this.#isReadingRoster) return;
    this.#isReadingRoster = true;
    const answer = await this.send('door:roster', { siteId });
    this.#isReadingRoster = false;
    if (!answer.ok) return this.#parts.onFailure(answer);
    this.#rosterVersion = answer.data.rosterVersion;
    this.#parts.onRoster({ siteId, ...answer.data });
  }
}
