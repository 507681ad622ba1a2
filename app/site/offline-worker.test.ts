import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { describe, expect, it } from 'vitest';

const SCRIPT = path.resolve(import.meta.dirname, '../../public/site/offline-worker.js');
const ORIGIN = 'https://diemcau.example';
const PAGE = '/site/check-in';

interface Build {
  html: string;
  files: string[];
}

/** A build of the pages: its door page starts with these, and loads the reader later. */
function build(name: string): Build {
  const file = (part: string) => `${ORIGIN}/_next/static/chunks/${name}-${part}`;
  const tags = `<link rel="stylesheet" href="${new URL(file('look.css')).pathname}" data-x/>
    <script src="${new URL(file('start.js')).pathname}" async=""></script>
    <script>self.__flight.push("/_next/static/chunks/${name}-never-loaded.js")</script>`;
  return { html: tags, files: ['look.css', 'start.js', 'reader.js'].map(file) };
}

/** The worker's script in a world of its own: a server with one build at a time, and a disk. */
class World {
  served: Build | null = null;
  readonly disk = new Map<string, Response>();
  readonly #listeners = new Map<string, (event: unknown) => void>();

  constructor() {
    const cache = {
      match: async (key: string) => this.disk.get(this.#address(key))?.clone(),
      put: async (key: string, response: Response) =>
        void this.disk.set(this.#address(key), response),
      add: async (file: string) => {
        const response = await this.#fetch(file);
        if (!response.ok) throw new TypeError('not there');
        this.disk.set(file, response);
      },
      keys: async () => [...this.disk.keys()].map((url) => ({ url })),
      delete: async ({ url }: { url: string }) => this.disk.delete(url),
    };
    const self = {
      location: { origin: ORIGIN },
      addEventListener: (name: string, hear: (event: unknown) => void) =>
        void this.#listeners.set(name, hear),
    };
    const caches = { open: async () => cache, match: cache.match };
    const fetch = (address: string) => this.#fetch(this.#address(address));
    vm.runInNewContext(readFileSync(SCRIPT, 'utf8'), { self, caches, fetch, URL, Response });
  }

  /** What a page of that build asks for. @returns the worker's answer */
  async keep({ files }: Build): Promise<string> {
    let answer = 'nothing';
    let work: Promise<unknown> = Promise.resolve();
    this.#listeners.get('message')?.({
      data: { kind: 'keep', page: PAGE, files },
      ports: [{ postMessage: (said: string) => (answer = said) }],
      waitUntil: (promise: Promise<unknown>) => (work = promise),
    });
    await work;
    return answer;
  }

  /** Whether the page opens from the disk: it is there, with every file that it names. */
  async opens(): Promise<boolean> {
    const html = await this.disk.get(this.#address(PAGE))?.clone().text();
    const named = [...(html ?? '').matchAll(/(?:href|src)="([^"]+)"/g)].map(([, name]) => name!);
    return html !== undefined && named.every((name) => this.disk.has(this.#address(name)));
  }

  async #fetch(address: string): Promise<Response> {
    if (!this.served) throw new TypeError('Failed to fetch');
    if (address === this.#address(PAGE)) return new Response(this.served.html);
    return new Response('', { status: this.served.files.includes(address) ? 200 : 404 });
  }

  #address(key: string): string {
    return new URL(key, ORIGIN).href;
  }
}

describe('the offline worker', () => {
  it('keeps a page with all its files, the reader too', async () => {
    const world = new World();
    const first = build('a');
    world.served = first;
    expect(await world.keep(first)).toBe('kept');
    expect(await world.opens()).toBe(true);
    expect(first.files.every((file) => world.disk.has(file))).toBe(true);
  });

  it('says so when the network is gone, and keeps the page when asked again', async () => {
    const world = new World();
    expect(await world.keep(build('a'))).toBe('not-kept');
    expect(await world.opens()).toBe(false);
    world.served = build('a');
    expect(await world.keep(build('a'))).toBe('kept');
    expect(await world.opens()).toBe(true);
  });

  it('leaves a kept page whole when the server was upgraded under an open one', async () => {
    const world = new World();
    const [first, second] = [build('a'), build('b')];
    world.served = first;
    await world.keep(first);
    world.served = second;
    expect(await world.keep(first)).toBe('kept');
    expect(await world.opens()).toBe(true);
    expect(first.files.every((file) => world.disk.has(file))).toBe(true);
  });

  it('keeps the new page for an open one of the former build that was never kept', async () => {
    const world = new World();
    world.served = build('b');
    expect(await world.keep(build('a'))).toBe('kept');
    expect(await world.opens()).toBe(true);
  });

  it('changes to the new page with its first load, and drops the files of the former', async () => {
    const world = new World();
    const [first, second] = [build('a'), build('b')];
    world.served = first;
    await world.keep(first);
    world.served = second;
    expect(await world.keep(second)).toBe('kept');
    expect(await world.opens()).toBe(true);
    expect(first.files.some((file) => world.disk.has(file))).toBe(false);
  });
});
