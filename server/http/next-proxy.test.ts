import { createServer } from 'node:http';
import type { RequestListener, Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NOBODY } from '../identity/principal-source.ts';
import { createNextProxy } from './next-proxy.ts';

const opened: { close(): unknown }[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const one of opened.splice(0)) one.close();
});

/** A front door with only the proxy, before pages that write down what reaches them. */
async function startProxy() {
  const seen: string[] = [];
  const front = await startFront((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.end(`page ${request.url}`);
  });
  return { seen, front };
}

async function startFront(pages: RequestListener, headTimeoutMs = 60_000): Promise<string> {
  const nextOrigin = await listen(pages);
  const proxy = createNextProxy({ nextOrigin, internalKey: 'k'.repeat(40), headTimeoutMs });
  opened.push(proxy);
  return listen((request, response) => proxy.pass(request, response, NOBODY));
}

async function listen(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  opened.push({ close: () => (server.closeAllConnections(), server.close()) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Sends raw bytes and reads until the other side has closed. */
function exchange(origin: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe('pages behind the front door', () => {
  it('never reads the body of a GET as a request of its own', async () => {
    const { seen, front } = await startProxy();
    const hidden = 'GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n';
    const framings = [
      `Transfer-Encoding: chunked\r\n\r\n${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`,
      `Content-Length: ${hidden.length}\r\n\r\n${hidden}`,
    ];
    for (const framing of framings) {
      const answer = await exchange(
        front,
        `GET /shown HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${framing}`,
      );
      expect(answer).toContain('page /shown');
    }
    // On the same kept connection: whatever had been left on it would have been answered before this.
    expect(await (await fetch(`${front}/after`)).text()).toBe('page /after');
    expect(seen).toEqual(['GET /shown', 'GET /shown', 'GET /after']);
  });

  it('passes only what reads', async () => {
    const { seen, front } = await startProxy();
    expect((await fetch(`${front}/sign-in`, { method: 'PUT', body: 'x' })).status).toBe(405);
    expect((await fetch(`${front}/sign-in`, { method: 'HEAD' })).status).toBe(200);
    expect(seen).toEqual(['HEAD /sign-in']);
  });

  it('shows the page again after a form that was sent before its script ran', async () => {
    const { seen, front } = await startProxy();
    const post = (path: string) =>
      fetch(`${front}${path}`, { method: 'POST', body: 'password=x', redirect: 'manual' });
    const answer = await post('/login?next=%2F');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login?next=%2F']);
    expect((await post('//elsewhere.example')).status).toBe(405);
    expect(seen).toEqual([]);
  });

  it('answers for a page that stays silent, in both languages', async () => {
    const front = await startFront(() => {}, 50);
    const answer = await fetch(`${front}/dashboard`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([504, '15']);
    const text = await answer.text();
    expect(text).toContain('Trang này chưa trả lời');
    expect(text).toContain('This page does not answer');
    expect((await fetch(`${front}/dashboard`, { method: 'HEAD' })).status).toBe(504);
  });

  it('lets a page that has begun take its time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const streaming = Promise.withResolvers<ServerResponse>();
    const front = await startFront((_, response) => {
      response.write('head, ');
      streaming.resolve(response);
    }, 30_000);
    const answer = await fetch(`${front}/streamed`);
    const response = await streaming.promise;
    vi.advanceTimersByTime(45_000);
    response.end('tail');
    expect(await answer.text()).toBe('head, tail');
  });

  it('says that the server restarts while nothing listens', async () => {
    const proxy = createNextProxy({ nextOrigin: 'http://127.0.0.1:9', internalKey: 'k' });
    opened.push(proxy);
    const front = await listen((request, response) => proxy.pass(request, response, NOBODY));
    const answer = await fetch(`${front}/dashboard`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '3']);
    expect(await answer.text()).toContain('The server is restarting');
  });
});
