import { randomUUID } from 'node:crypto';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import { device, deviceLink, site } from '#db/schema/site.ts';
import type { Actor, DeviceKind, Principal } from '#domain/actor.ts';
import type { BroadcastFacts, BroadcastWish } from '../broadcast-link/broadcast-port.ts';
import type { InputFacts, InputWish } from '../input-link/input-port.ts';
import { MemoryNodePort } from '../private-socket/memory-node-port.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../logger.ts';
import { MemoryMediaPort } from '../media-link/memory-media-port.ts';
import { createTestDatabase, dataOf, startTestServer } from './harness.ts';
import type { TestServer, TestSocket } from './harness.ts';
import { accountWith, deviceOf, seedRound } from './round.ts';
import type { Round, RoundSite } from './round.ts';

/** A client of a session: a socket with its actor, and what it is answered. */
export interface LiveClient extends TestSocket {
  /** The front door knows it no longer, as after its sign-in expired. */
  expire(): void;
  ask<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>>;
  /** The code of the refusal; null when the command was done. */
  refusal<N extends CommandName>(name: N, input: CommandInput<N>): Promise<string | null>;
}

/** A hall whose console is on the line, with its main source. */
export interface JoinedHall {
  client: LiveClient;
  lineId: string;
  sourceId: string;
}

/**
 * A session with a central hall and two others, on real sockets and a real database; the media node
 * and the broadcast node are in memory and outlive the front door.
 */
export class OnAirBench {
  readonly media = new MemoryMediaPort();
  readonly broadcast = new MemoryNodePort<BroadcastWish, BroadcastFacts>();
  readonly input = new MemoryNodePort<InputWish, InputFacts>();
  readonly #principals = new Map<string, Principal>();
  readonly #sockets = new Set<TestSocket>();
  readonly #database: Awaited<ReturnType<typeof createTestDatabase>>;
  readonly #log: Logger | undefined;
  server!: TestServer;
  round!: Round;
  central!: RoundSite;
  near!: RoundSite;
  second!: RoundSite;
  sessionId = '';

  static async open(log?: Logger): Promise<OnAirBench> {
    const bench = new OnAirBench(await createTestDatabase(), log);
    await bench.start();
    await bench.#seed();
    return bench;
  }

  /** With a director, and the near hall on the line. */
  static async openWithHall(): Promise<{
    bench: OnAirBench;
    director: LiveClient;
    hall: JoinedHall;
  }> {
    const bench = await OnAirBench.open();
    return { bench, director: await bench.director(), hall: await bench.join(bench.near) };
  }

  private constructor(database: Awaited<ReturnType<typeof createTestDatabase>>, log?: Logger) {
    this.#database = database;
    this.#log = log;
  }

  async start(config: Partial<Config> = {}): Promise<void> {
    const identify = ({ cookie }: { cookie?: string | undefined }) =>
      Promise.resolve(this.#principals.get(cookie ?? '') ?? { account: null, device: null });
    this.server = await startTestServer({
      ...{ database: this.#database, identify, config },
      ...{ media: this.media, broadcast: this.broadcast, input: this.input },
      ...(this.#log ? { log: this.#log } : {}),
    });
  }

  /** The front door ends and another one begins, on the same database and beside the same node. */
  async restart(config: Partial<Config> = {}): Promise<void> {
    await this.stop();
    await this.start(config);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.close();
    this.#sockets.clear();
    await this.server.close();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#database.drop();
  }

  console(place: RoundSite): Promise<LiveClient> {
    return this.connect(deviceOf(place, 'CONSOLE'));
  }

  device(place: RoundSite, kind: DeviceKind): Promise<LiveClient> {
    return this.connect(deviceOf(place, kind));
  }

  director(): Promise<LiveClient> {
    const scope = { kind: 'CONFERENCE', conferenceId: this.round.near.conferenceId } as const;
    return this.connect(accountWith({ role: 'DIRECTOR', scope }));
  }

  /** A cookie by which the front door knows the actor, for requests without a socket. */
  cookieOf(actor: Actor): string {
    const cookie = `who=${randomUUID()}`;
    this.#principals.set(cookie, {
      account: actor.kind === 'account' ? actor : null,
      device: actor.kind === 'device' ? actor : null,
    });
    return cookie;
  }

  async connect(actor: Actor): Promise<LiveClient> {
    const cookie = this.cookieOf(actor);
    const actAs = actor.kind === 'device' ? 'device' : 'account';
    const socket = await this.server.connect({ cookie, actAs });
    this.#sockets.add(socket);
    return {
      ...socket,
      expire: () => void this.#principals.delete(cookie),
      ask: async (name, input) => dataOf(await socket.request(name, input)),
      refusal: async (name, input) => {
        const answer = await socket.request(name, input);
        return answer.ok ? null : answer.code;
      },
    };
  }

  /** The console opens its line, is up, and offers picture and sound. */
  async join(place: RoundSite, client?: LiveClient): Promise<JoinedHall> {
    const own = client ?? (await this.console(place));
    const lineId = await this.openLine(own);
    const { sourceId } = await this.send(own, { lineId, kind: 'PICTURE' });
    await this.send(own, { lineId, kind: 'SOUND' });
    return { client: own, lineId, sourceId };
  }

  async openLine(client: LiveClient): Promise<string> {
    const lineId = randomUUID();
    await client.ask('line:open', { lineId, sessionId: this.sessionId });
    this.media.setConnected(lineId, true);
    return lineId;
  }

  send(
    client: LiveClient,
    track: { lineId: string; kind: 'PICTURE' | 'SOUND'; source?: SourceOffer },
  ) {
    return client.ask('line:send', {
      lineId: track.lineId,
      kind: track.kind,
      source: track.source ?? { key: 'main', kind: 'HALL', name: 'Máy quay' },
      rtpParameters: { codecs: [] },
    });
  }

  take(director: LiveClient, mainSourceId: string | null) {
    const { sessionId } = this;
    const taken = { mainSourceId, insetSourceId: null, layout: 'FULL', sound: 'FOLLOWS' } as const;
    return director.ask('programme:take', { sessionId, ...taken });
  }

  async #seed(): Promise<void> {
    this.round = await seedRound(this.server.database.db);
    const { pool } = this.server.database;
    // The round's own were not made by the commands under test.
    await pool.query(
      'delete from speaker_request; delete from source; delete from recording; delete from broadcast',
    );
    this.near = this.round.near;
    this.central = this.round.sibling;
    this.sessionId = this.near.sessionId;
    await pool.query(`update site set tier = 'CENTRAL' where id = $1`, [this.central.siteId]);
    this.second = await this.#addHall('HN-03');
  }

  async #addHall(code: string): Promise<RoundSite> {
    const { db } = this.server.database;
    const [siteId, linkId, deviceId] = [randomUUID(), randomUUID(), randomUUID()];
    const { conferenceId } = this.near;
    const name = `Điểm cầu ${code}`;
    const hash = () => Buffer.from(randomUUID());
    await db.insert(site).values({
      ...{ id: siteId, conferenceId, code, name, searchKey: name },
      ...({ tier: 'COMMUNE', mode: 'HYBRID' } as const),
    });
    await db
      .insert(deviceLink)
      .values({ id: linkId, siteId, deviceKind: 'CONSOLE', codeHash: hash() });
    await db
      .insert(device)
      .values({ id: deviceId, siteId, kind: 'CONSOLE', linkId, linkIssue: 1, tokenHash: hash() });
    return { ...this.near, siteId, deviceIds: { ...this.near.deviceIds, CONSOLE: deviceId } };
  }
}

type SourceOffer = CommandInput<'line:send'>['source'];
