import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { migrate } from '#db/migrate.ts';
import { ROOT } from '../bootstrap.mjs';
import type { HeldLock } from '../owner-lock.mjs';
import type { RunningPostgres } from '../postgres/ensure-postgres.ts';
import { ensurePostgres } from '../postgres/ensure-postgres.ts';
import { ClearError, say, secondsSinceStart, step } from '../report.mjs';
import type { StartOptions } from '../start-options.mjs';
import { buildPagesIfStale, declareServing } from './build-pages.ts';
import { SupervisedChild } from './child.ts';
import { takeDataFolder } from './data-folder.ts';
import { LogFile } from './log-file.ts';
import { checkPort, freePort } from './ports.ts';
import { ensureSecrets } from './secrets.ts';
import type { Settings } from './settings.ts';
import { printWelcome, seedWhenDemo } from './welcome.ts';

const DRAIN_TIMEOUT_MS = 10_000;
const PAGES_STOP_TIMEOUT_MS = 3_000;
const ROTATE_EVERY_MS = 60_000;
const DATABASE_PAUSES_MS = [200, 400, 800, 1_600, 3_200, 6_400, 10_000];

/** All parts of the running program: starts them in order, keeps them alive, stops them in order. */
export class Application {
  readonly #options: StartOptions;
  readonly #settings: Settings;
  /** Front to back: the order of stopping. */
  #children: SupervisedChild[] = [];
  #logFiles: LogFile[] = [];
  #lock: HeldLock | null = null;
  #postgres: RunningPostgres | null = null;
  #isStopping = false;
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
    if (port !== 0)
      await step(
        `port ${port}`,
        () => checkPort(host, port),
        () => 'free',
      );
    const secretsFile = ensureSecrets(dataDir);
    const databaseUrl = await step('database', () => this.#openDatabase());
    await step(
      'schema',
      () => migrate(databaseUrl),
      (n) => (n ? `${n} changes` : 'up to date'),
    );
    if (this.#options.isDemo)
      await step(
        'demo round',
        () => seedWhenDemo(databaseUrl),
        (text) => text,
      );
    await step(
      'pages',
      () => buildPagesIfStale(ROOT),
      (text) => text,
    );
    declareServing(ROOT);
    const listeningPort = await step('programs', () =>
      this.#startPrograms(databaseUrl, secretsFile),
    );
    this.#rotation = setInterval(() => this.#logFiles.forEach((f) => f.rotate()), ROTATE_EVERY_MS);
    const origin = this.#origin(listeningPort);
    this.#lock.describe({ address: origin });
    await printWelcome({
      origin,
      port: listeningPort,
      databaseUrl,
      secretsFile,
      settings: this.#settings,
    });
    say(`ready after ${secondsSinceStart().toFixed(1)} s; Ctrl-C stops everything`);
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
    clearInterval(this.#rotation);
    if (this.#children.length > 0) say('stopping …');
    const [frontDoor, pages] = this.#children;
    await frontDoor?.stop(DRAIN_TIMEOUT_MS);
    await pages?.stop(PAGES_STOP_TIMEOUT_MS);
    await this.#postgres?.stop();
    this.#lock?.release();
    if (this.#children.length > 0) say('stopped');
  }

  async #openDatabase(): Promise<string> {
    if (this.#settings.databaseUrl) return this.#settings.databaseUrl;
    const postgres = await ensurePostgres({ dataDir: this.#settings.dataDir, log: say });
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

  async #startPrograms(databaseUrl: string, secretsFile: string): Promise<number> {
    const nextPort = await freePort();
    const common: NodeJS.ProcessEnv = {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      DATABASE_URL: databaseUrl,
      DATA_DIR: this.#settings.dataDir,
      INTERNAL_KEY: randomBytes(32).toString('base64url'),
      NEXT_PORT: String(nextPort),
      NEXT_ORIGIN: `http://127.0.0.1:${nextPort}`,
      SECRETS_FILE: secretsFile,
      HOST: this.#settings.host,
    };
    let port = this.#settings.port;
    const pages = this.#child('the pages', 'next-process', () => common);
    const frontDoor = this.#child('the front door', 'front-door', () => ({
      ...common,
      ...this.#tlsEnvironment(),
      PORT: String(port),
    }));
    this.#children = [frontDoor, pages];
    await pages.start();
    if (this.#isStopping) throw new ClearError('stopped during the start');
    ({ port } = await frontDoor.start());
    return port;
  }

  #child(name: string, program: string, environment: () => NodeJS.ProcessEnv): SupervisedChild {
    const { dataDir, areLogsShown } = this.#settings;
    const folder = path.join(dataDir, 'log');
    const logFile = new LogFile({ folder, name: program, isShown: areLogsShown });
    this.#logFiles.push(logFile);
    const script = path.join(ROOT, 'server', `${program}.ts`);
    return new SupervisedChild({ name, script, environment, logFile, log: say });
  }

  #tlsEnvironment(): NodeJS.ProcessEnv {
    const { tls } = this.#settings;
    return tls ? { TLS_CERT: tls.certFile, TLS_KEY: tls.keyFile } : {};
  }

  #origin(port: number): string {
    const { publicUrl, tls } = this.#settings;
    return publicUrl ?? `${tls ? 'https' : 'http'}://localhost:${port}`;
  }
}
