import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Layout } from '#domain/programme.ts';
import { exactly } from '#scripts/environment.ts';
import type {
  BroadcastFacts,
  IsolatedWish,
  OutletFacts,
  OutletWish,
} from '../broadcast-link/broadcast-port.ts';
import { BROADCAST_WORDS } from '../broadcast-link/broadcast-port.ts';
import type { BroadcastPort } from '../broadcast-link/broadcast-port.ts';
import { SocketNodePort } from '../private-socket/socket-node-port.ts';
import { directionOf, lineOf, untilEvent } from '../media-link/media-port.testing.ts';
import type { SocketMediaPort } from '../media-link/socket-media-port.ts';
import { TestNode } from '../media/node.testing.ts';
import { RealHalls } from '../media/real-world.testing.ts';
import type { JoinedHall } from '../media/real-world.testing.ts';
import { BLUE_FILM, encodeFilm, FilmProjector, RED_FILM } from './film.testing.ts';
import type { Film } from './film.testing.ts';
import { childrenOf } from './processes.testing.ts';
import { lastMomentOf } from './seen-signal.testing.ts';

const PROGRAM = path.join(import.meta.dirname, 'broadcast-node.ts');
const GOES_ON_MS = 120_000;
const FIRST_PICTURE_MS = 40_000;
const LOOK_EVERY_MS = 50;

export interface FilmedHall {
  film: Film;
  sourceId: string;
  hall: JoinedHall;
  projector: FilmProjector;
}

export const outletOf = (kind: OutletWish['kind'], address: string | null = null): OutletWish => ({
  outletId: `${kind}-${randomUUID()}`,
  kind,
  address,
  signalKind: 'WORDED',
  delaySeconds: 0,
  ...(kind === 'RECORDING' ? { recordingId: randomUUID() } : {}),
});

/**
 * A media node, a broadcast node and halls that film, each as the product runs it; the rig is the front
 * door that directs them and the supervisor that starts them again.
 */
export class BroadcastRig {
  readonly sessionId = randomUUID();
  readonly folder: string;
  readonly halls: FilmedHall[] = [];
  readonly #films: readonly Film[];
  readonly #encoded: ReturnType<typeof encodeFilm>[];
  #media: TestNode | null = null;
  #link: SocketMediaPort | null = null;
  #real: RealHalls | null = null;
  #node: ChildProcess | null = null;
  #port: BroadcastPort;
  #facts: BroadcastFacts | null = null;
  #layout: Layout = 'FULL';
  #outlets: readonly OutletWish[] = [];
  #isolated: readonly IsolatedWish[] = [];
  #number = 0;

  static async start(films: readonly Film[] = [RED_FILM, BLUE_FILM]): Promise<BroadcastRig> {
    const rig = new BroadcastRig(films);
    await rig.startMedia();
    await rig.startNode();
    return rig;
  }

  private constructor(films: readonly Film[]) {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-rig-'));
    this.#films = films;
    this.#encoded = films.map(encodeFilm);
    this.#port = this.#openFrontDoor();
  }

  get facts(): BroadcastFacts | null {
    return this.#facts;
  }

  factsOf({ outletId }: OutletWish): OutletFacts | undefined {
    return this.#facts?.outlets.find((one) => one.outletId === outletId);
  }

  /** Process ids of the composer and of the outlets. */
  get ffmpegPids(): number[] {
    return childrenOf(this.#node!.pid!, 'ffmpeg');
  }

  /** The ffmpeg in whose command line this stands. */
  pidOf(word: string): number {
    const isMeant = (pid: number) => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word);
    const pid = this.ffmpegPids.find(isMeant);
    if (pid === undefined) throw new Error(`no ffmpeg of ${word}`);
    return pid;
  }

  get nodePid(): number {
    return this.#node!.pid!;
  }

  get mediaPids(): number[] {
    return [this.#media!.pid, ...this.#media!.workerPids];
  }

  get composerPid(): number {
    return this.pidOf('-filter_complex');
  }

  /** Until what was recorded last has gone on for so long. */
  async untilRecorded(forMs: number): Promise<void> {
    const file = this.recordings.at(-1)!;
    const untilMs = lastMomentOf(file) + forMs;
    await until(() => {
      if (lastMomentOf(file) < untilMs) throw new Error('the recording does not go on');
    }, GOES_ON_MS);
  }

  /** The files of the recording, the oldest first. */
  get recordings(): string[] {
    const folder = path.join(this.folder, 'broadcast', this.sessionId, 'recording');
    if (!fs.existsSync(folder)) return [];
    const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
    // Each recording has a folder; a file bears the moment at which it began.
    return files
      .filter((name) => name.endsWith('.ts'))
      .sort((a, b) => path.basename(a).localeCompare(path.basename(b)))
      .map((name) => path.join(folder, name));
  }

  get hlsFolder(): string {
    return path.join(this.folder, 'broadcast', this.sessionId, 'hls');
  }

  async startMedia(): Promise<void> {
    const socketPath = path.join(this.folder, 'media');
    fs.rmSync(socketPath, { force: true });
    fs.rmSync(`${socketPath}.tap`, { force: true });
    this.#media = await TestNode.start({ workers: 1, socketPath });
    const { link } = await this.#media.open();
    this.#link = link;
    await link.openSession({ sessionId: this.sessionId, codec: 'H264' });
    this.#real = new RealHalls(link);
    for (const index of this.#films.keys()) this.halls[index] = await this.#film(index);
  }

  async startNode(): Promise<void> {
    const child = fork(PROGRAM, {
      env: exactly({
        PATH: process.env['PATH'],
        BROADCAST_SOCKET: path.join(this.folder, 'broadcast.sock'),
        MEDIA_SOCKET: path.join(this.folder, 'media'),
        DATA_DIR: this.folder,
        LOG_LEVEL: process.env['RIG_LOG'] ?? 'silent',
      }),
      execArgv: [],
    });
    this.#node = child;
    const [message] = (await once(child, 'message')) as [{ type: string; message?: string }];
    if (message.type !== 'ready') throw new Error(message.message);
  }

  /** Resolves when the hall is seen and heard by the others. */
  async take(
    main: FilmedHall | null,
    { inset = null, layout = 'FULL' }: { inset?: FilmedHall | null; layout?: Layout } = {},
  ): Promise<void> {
    const link = this.#link!;
    const isCut = main
      ? ['MAIN', 'SOUND_HALL'].map((slot) =>
          untilEvent(
            link,
            'slot-cut',
            (event) => event.slot === slot && event.sourceId === main.sourceId,
          ),
        )
      : [];
    this.#number += 1;
    const slots = {
      MAIN: main?.sourceId ?? null,
      SOUND_HALL: main?.sourceId ?? null,
      INSET: inset?.sourceId ?? null,
    };
    await link.direct(directionOf({ sessionId: this.sessionId, number: this.#number, slots }));
    this.want(this.#outlets, layout);
    await Promise.all(isCut);
  }

  want(outlets: readonly OutletWish[], layout: Layout = this.#layout): void {
    this.#outlets = outlets;
    this.#layout = layout;
    this.#tell();
  }

  /** Sources that are recorded by themselves. */
  wantIsolated(isolated: readonly IsolatedWish[]): void {
    this.#isolated = isolated;
    this.#tell();
  }

  /** Until each of these runs, with the programme. */
  async untilRunning(outlets: readonly OutletWish[] = this.#outlets): Promise<void> {
    await until(() => {
      const states = outlets.map((outlet) => this.factsOf(outlet)?.state);
      if (this.#facts?.signal !== 'PROGRAMME' || states.some((state) => state !== 'RUNNING')) {
        throw new Error(JSON.stringify(this.#facts));
      }
    }, FIRST_PICTURE_MS);
  }

  async killNode(): Promise<void> {
    const child = this.#node!;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async killMedia(): Promise<void> {
    for (const { projector } of this.halls) projector.stop();
    this.#media?.kill();
    this.#real?.close();
    await this.#media?.stop();
  }

  /** Nobody tells the broadcast node anything, until `openFrontDoor`. */
  killFrontDoor(): void {
    this.#port.close();
    this.#facts = null;
  }

  startFrontDoor(): void {
    this.#port = this.#openFrontDoor();
    this.#tell();
  }

  async stop(): Promise<void> {
    for (const { projector } of this.halls) projector.stop();
    this.#port.close();
    const child = this.#node;
    if (child && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
    this.#real?.close();
    await this.#media?.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  #tell(): void {
    const { sessionId } = this;
    const picture = { layout: this.#layout, mainName: '', insetName: '', notice: null };
    this.#port.want([
      { sessionId, picture, outlets: [...this.#outlets], isolated: [...this.#isolated] },
    ]);
  }

  #openFrontDoor(): BroadcastPort {
    const port = SocketNodePort.open({
      socketPath: path.join(this.folder, 'broadcast.sock'),
      words: BROADCAST_WORDS,
    });
    port.onFacts((all) => {
      this.#facts = all?.find(({ sessionId }) => sessionId === this.sessionId) ?? null;
    });
    return port;
  }

  async #film(index: number): Promise<FilmedHall> {
    const link = this.#link!;
    const hall = await this.#real!.join(lineOf(this.sessionId));
    const { lineId } = hall;
    const sourceId = this.halls[index]?.sourceId ?? randomUUID();
    const tracks = await hall.hall.readyToSend(hall.send!);
    for (const kind of ['PICTURE', 'SOUND'] as const) {
      await link.send({ lineId, sourceId, kind, rtpParameters: tracks[kind] });
    }
    const projector = new FilmProjector({ hall: hall.hall, film: this.#encoded[index]! });
    return { film: this.#films[index]!, sourceId, hall, projector };
  }
}

/** Without a test's clock: benches use the rig too. */
async function until(check: () => void, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await delay(LOOK_EVERY_MS);
  }
}
