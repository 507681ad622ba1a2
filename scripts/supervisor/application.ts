import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { migrate } from '#db/migrate.ts';
import { readSecrets } from '#server/config.ts';
import { ROOT } from '../bootstrap.mjs';
import { provideMediaWorker } from '../media-worker/provide.ts';
import type { Environment } from '../environment.ts';
import type { HeldLock } from '../owner-lock.mjs';
import type { RunningPostgres } from '../postgres/ensure-postgres.ts';
import { ensurePostgres } from '../postgres/ensure-postgres.ts';
import { ClearError, say, secondsSinceStart, step } from '../report.mjs';
import type { StartOptions } from '../start-options.mjs';
import { buildPagesIfStale } from './build-pages.ts';
import type { ChildOptions } from './child.ts';
import { SupervisedChild } from './child.ts';
import { takeDataFolder } from './data-folder.ts';
import { answersOverIpc } from './health-probe.ts';
import { LogFile } from './log-file.ts';
import { ensureLanTls } from './lan-tls.ts';
import { checkPort, freePort, networkAddresses } from './ports.ts';
import { privateSocketsOf } from './private-sockets.ts';
import { settleSecretSwap } from './secret-swap.ts';
import { ensureSecrets } from './secrets.ts';
import type { Settings } from './settings.ts';
import type { Simulation } from './simulations.ts';
import { simulationsOf } from './simulations.ts';
import type { TlsFiles } from './tls-files.ts';
import { checkTlsFiles } from './tls-files.ts';
import { checkReachable, liveToken, printWelcome, seedWhenDemo } from './welcome.ts';

const DRAIN_TIMEOUT_MS = 10_000;
const ROTATE_EVERY_MS = 60_000;
const DATABASE_PAUSES_MS = [200, 400, 800, 1_600, 3_200, 6_400, 10_000];

type ChildParts = Pick<ChildOptions, 'name' | 'environment' | 'mayFinish' | 'probe'> & {
  /** Path under server/ without its ending. */
  program: string;
};

interface ProgramParts {
  databaseUrl: string;
  secretsFile: string;
  mediaWorker: string;
  /** The build of the pages that is served. */
  pagesDir: string;
}

/** All parts of the running program: starts them in order, keeps them alive, stops them in order. */
export class Application {
  readonly #options: StartOptions;
  readonly #settings: Settings;
  /** Front to back: the order of stopping. */
  #children: SupervisedChild[] = [];
  #logFiles: LogFile[] = [];
  #lock: HeldLock | null = null;
  #postgres: RunningPostgres | null = null;
  #tls: TlsFiles | undefined;
  #isStopping = false;
  readonly #interruption = new AbortController();
  #stopped: Promise<void> | null = null;
  #rotation: NodeJS.Timeout | undefined;

  constructor(parts: { options: StartOptions; settings: Settings }) {
    this.#options = parts.options;
    this.#settings = parts.settings;
  }

  /**
   * Resolves when people can use it.
   * @throws ClearError or another error with a line for people
   */
  async start(): Promise<void> {
    const { dataDir, host, port } = this.#settings;
    this.#lock = takeDataFolder(dataDir);
    if (port !== 0) await step(`port ${port} is free`, () => checkPort(host, port));
    this.#tls = await this.#prepareTls();
    const secretsFile = ensureSecrets(dataDir);
    const mediaWorker = await step('media worker', () => this.#provideMediaWorker());
    const databaseUrl = await this.#prepareDatabase();
    const pagesDir = await step('pages', () => buildPagesIfStale(ROOT, this.#interruption.signal));
    const parts = { databaseUrl, secretsFile, mediaWorker, pagesDir };
    const listeningPort = await this.#startPrograms(parts);
    this.#rotation = setInterval(() => this.#logFiles.forEach((f) => f.rotate()), ROTATE_EVERY_MS);
    const origin = this.#origin(listeningPort);
    this.#lock.describe({ address: origin });
    const { isDemo } = this.#options;
    const secrets = readSecrets(secretsFile);
    const caFile = this.#tls?.caFile;
    await printWelcome({ origin, port: listeningPort, host, databaseUrl, secrets, isDemo, caFile });
    say(`ready after ${secondsSinceStart().toFixed(1)} s; Ctrl-C stops everything`);
    if (this.#options.isLive)
      await this.#startSimulations({ ...parts, port: listeningPort, origin });
  }

  /** Front to back, within bounds; safe to call at any moment of a start. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopInOrder();
    return this.#stopped;
  }

  /** The impatient second Ctrl-C. The database replays its journal at the next start. */
  killNow(): never {
    for (const child of this.#children) child.kill();
    if (this.#postgres) process.kill(this.#postgres.pid, 'SIGQUIT');
    this.#lock?.release();
    process.exit(1);
  }

  async #stopInOrder(): Promise<void> {
    this.#isStopping = true;
    this.#interruption.abort();
    clearInterval(this.#rotation);
    if (this.#children.length > 0) say('stopping …');
    for (const child of this.#children) await child.stop(DRAIN_TIMEOUT_MS);
    await this.#postgres?.stop();
    this.#lock?.release();
    if (this.#children.length > 0) say('stopped');
  }

  async #prepareTls(): Promise<TlsFiles | undefined> {
    const { dataDir, tls } = this.#settings;
    if (this.#options.isLan && tls) {
      throw new ClearError(
        '--lan makes a certificate; TLS_CERT and TLS_KEY give one: use either.',
        2,
      );
    }
    if (tls) {
      checkTlsFiles(tls);
      return tls;
    }
    if (!this.#options.isLan) return undefined;
    const names = [os.hostname(), 'localhost'];
    const addresses = [...networkAddresses(), '127.0.0.1'];
    return step('certificate for this network', () => ensureLanTls({ dataDir, names, addresses }));
  }

  async #provideMediaWorker(): Promise<string> {
    if (this.#settings.isMediaWorkerSkipped) return '';
    const { dataDir } = this.#settings;
    const { binary, origin } = await provideMediaWorker({ dataDir, log: say });
    if (origin !== 'in place') say(`the media worker is ${origin}`);
    return binary;
  }

  async #prepareDatabase(): Promise<string> {
    const databaseUrl = await this.#openDatabase();
    await this.#settleKeys(databaseUrl);
    const changes = await migrate(databaseUrl);
    if (changes > 0) say(`brought the database to this version (${changes} changes)`);
    if (this.#options.isDemo) await step('demo round', () => seedWhenDemo(databaseUrl));
    return databaseUrl;
  }

  /** A restore may have been killed between the rows and their keys. */
  async #settleKeys(databaseUrl: string): Promise<void> {
    const { dataDir } = this.#settings;
    const outcome = await settleSecretSwap({ dataDir, databaseUrl });
    if (outcome === 'finished') say('finished an interrupted restore: its keys are in place');
    if (outcome === 'undone') say('an interrupted restore changed nothing: the keys stay');
    ensureSecrets(dataDir);
  }

  async #openDatabase(): Promise<string> {
    const { databaseUrl, dataDir } = this.#settings;
    if (databaseUrl) {
      await step('database of DATABASE_URL', () => checkReachable(databaseUrl));
      return databaseUrl;
    }
    const postgres = await step('database', () => ensurePostgres({ dataDir, log: say }));
    if (postgres.isAdopted) say(`took over the running database (process ${postgres.pid})`);
    this.#watchDatabase(postgres);
    return postgres.url;
  }

  #watchDatabase(postgres: RunningPostgres): void {
    this.#postgres = postgres;
    void postgres.exited.then(() => this.#reviveDatabase());
  }

  async #reviveDatabase(): Promise<void> {
    for (let attempt = 0; !this.#isStopping; attempt++) {
      const pauseMs = DATABASE_PAUSES_MS[attempt] ?? DATABASE_PAUSES_MS.at(-1)!;
      say(`the database ended: started again in ${pauseMs / 1000} s`);
      await delay(pauseMs);
      if (this.#isStopping) return;
      try {
        const { dataDir } = this.#settings;
        return this.#watchDatabase(await ensurePostgres({ dataDir, log: say }));
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
      }
    }
  }

  async #startPrograms(parts: ProgramParts): Promise<number> {
    const common = await this.#commonEnvironment(parts);
    let port = this.#settings.port;
    const pages = this.#child({
      name: 'the pages',
      program: 'next-process',
      probe: answersOverIpc,
      environment: () => ({ ...common, LAN_CA_FILE: this.#tls?.caFile }),
    });
    const frontDoor = this.#child({
      name: 'the front door',
      program: 'front-door',
      probe: answersOverIpc,
      environment: () => ({ ...common, PORT: String(port) }),
    });
    // A broadcast ends before the pictures that it is made of.
    const media = parts.mediaWorker
      ? [this.#broadcastNode(common), this.#inputNode(common), this.#mediaNode(common)]
      : [];
    this.#children = [frontDoor, pages, ...media];
    // At the same moment: none needs another to be there.
    const answers = this.#children.map((child) => child.start());
    const named = parts.mediaWorker
      ? 'front door, pages, media, broadcast and inputs'
      : 'front door, pages';
    const [ready] = await step(named, () => Promise.all(answers));
    if (!ready) throw new Error('nothing was started');
    port = ready.port;
    return port;
  }

  /** It outlives a front door that died, and pictures go on meanwhile. */
  #mediaNode(common: Environment): SupervisedChild {
    return this.#child({
      name: 'the media node',
      program: 'media/media-node',
      probe: answersOverIpc,
      environment: () => common,
    });
  }

  /** Signals and what is sent of them outlive a front door that died, too. */
  #broadcastNode(common: Environment): SupervisedChild {
    // Its ffmpeg talks to machines elsewhere: nothing that opens this one is handed down to it.
    const keys = { DATABASE_URL: undefined, INTERNAL_KEY: undefined, SECRETS_FILE: undefined };
    return this.#child({
      name: 'the broadcast node',
      program: 'broadcast/broadcast-node',
      probe: answersOverIpc,
      environment: () => ({ ...common, ...keys }),
    });
  }

  /** It reads strangers' films and signals: a process that may die without anything else. */
  #inputNode(common: Environment): SupervisedChild {
    const keys = { DATABASE_URL: undefined, INTERNAL_KEY: undefined, SECRETS_FILE: undefined };
    return this.#child({
      name: 'the input node',
      program: 'input/input-node',
      probe: answersOverIpc,
      environment: () => ({ ...common, ...keys }),
    });
  }

  async #commonEnvironment(parts: ProgramParts): Promise<Environment> {
    const nextPort = await freePort();
    return {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      DATABASE_URL: parts.databaseUrl,
      DATA_DIR: this.#settings.dataDir,
      DATABASE_FOLDER: this.#postgres?.folder,
      INTERNAL_KEY: randomBytes(32).toString('base64url'),
      NEXT_PORT: String(nextPort),
      NEXT_ORIGIN: `http://127.0.0.1:${nextPort}`,
      PAGES_DIR: parts.pagesDir,
      SECRETS_FILE: parts.secretsFile,
      MEDIASOUP_WORKER_BIN: parts.mediaWorker,
      ...(parts.mediaWorker ? this.#socketsEnvironment() : {}),
      HOST: this.#settings.host,
      ...this.#tlsEnvironment(),
    };
  }

  /** Simulated people and halls (`--demo --live`). */
  async #startSimulations(parts: ProgramParts & { port: number; origin: string }): Promise<void> {
    const { hallCount } = this.#options;
    const asked = { hallCount, hasMedia: parts.mediaWorker !== '', origin: parts.origin };
    for (const simulation of simulationsOf(asked)) await this.#simulate(simulation, parts);
  }

  async #simulate(
    { account, lines, ...child }: Simulation,
    { databaseUrl, secretsFile, origin, port }: ProgramParts & { port: number; origin: string },
  ): Promise<void> {
    const secrets = readSecrets(secretsFile);
    const token = await liveToken({ program: account, databaseUrl, secrets, origin });
    const environment = {
      ...process.env,
      NODE_ENV: 'production',
      DATA_DIR: this.#settings.dataDir,
      LIVE_ORIGIN: `${this.#tls ? 'https' : 'http'}://localhost:${port}`,
      LIVE_HALLS: String(this.#options.hallCount),
      ...(token ? { LIVE_ACCOUNT_TOKEN: token } : {}),
      ...(this.#tls?.caFile ? { NODE_EXTRA_CA_CERTS: this.#tls.caFile } : {}),
    };
    this.#children.unshift(this.#child({ ...child, environment: () => environment }));
    await this.#children[0]!.start();
    for (const line of lines) say(line);
  }

  #child(parts: ChildParts): SupervisedChild {
    const { dataDir, areLogsShown } = this.#settings;
    const folder = path.join(dataDir, 'log');
    const name = path.basename(parts.program);
    const logFile = new LogFile({ folder, name, isShown: areLogsShown });
    this.#logFiles.push(logFile);
    const script = path.join(ROOT, 'server', `${parts.program}.ts`);
    return new SupervisedChild({ ...parts, script, logFile, log: say });
  }

  #socketsEnvironment(): Environment {
    const { media, broadcast, input } = privateSocketsOf(this.#settings.dataDir);
    return { MEDIA_SOCKET: media, BROADCAST_SOCKET: broadcast, INPUT_SOCKET: input };
  }

  #tlsEnvironment(): Environment {
    if (!this.#tls) return {};
    const { certFile, keyFile, caFile } = this.#tls;
    return { TLS_CERT: certFile, TLS_KEY: keyFile, ...(caFile ? { LAN_CA_FILE: caFile } : {}) };
  }

  #origin(port: number): string {
    return this.#settings.publicUrl ?? `${this.#tls ? 'https' : 'http'}://localhost:${port}`;
  }
}
