import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { NOBODY } from '../identity/principal-source.ts';
import { createRequestListener } from './create-request-listener.ts';
import type { ListenerParts } from './create-request-listener.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

it('gives up an answer that nobody reads', async () => {
  const closed = new Promise<boolean>((resolve) => {
    const listener = createRequestListener({
      identify: () => Promise.resolve(NOBODY),
      next: {
        // More than all buffers on the way take, so that its end needs a reader.
        pass: (_request, response) => {
          response.on('close', () => resolve(response.writableFinished));
          response.end(Buffer.alloc(64 * 1024 * 1024));
        },
        close: () => {},
      },
      isSecure: false,
      stalledAfterMs: 200,
    } as Partial<ListenerParts> as ListenerParts);
    const server = createServer(listener);
    closers.push(() => server.close());
    server.listen(0, '127.0.0.1', () => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => {
        socket.pause();
        socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
      });
      socket.on('error', () => {});
      closers.push(() => socket.destroy());
    });
  });
  expect(await closed).toBe(false);
});
