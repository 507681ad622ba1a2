import { once } from 'node:events';
import { createServer, request as openRequest } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import ExcelJS from 'exceljs';
import { afterEach, expect, it } from 'vitest';
import type { RouteContext } from '../http/route.ts';
import { sendSheet } from './workbook.ts';

let server: Server;
afterEach(() => void server.close());

/** A server that answers one request with `send`; its origin. */
async function serve(send: (response: ServerResponse) => void): Promise<string> {
  server = createServer((_request, response) => send(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function startSheet(response: ServerResponse) {
  return sendSheet({ response } as RouteContext, {
    fileName: 'a.xlsx',
    title: 'A',
    columns: [{ header: 'Mã', width: 10 }],
  });
}

it('sends a whole workbook', async () => {
  const origin = await serve((response) => {
    const sheet = startSheet(response);
    sheet.add(['007']);
    void sheet.finish();
  });
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(await (await fetch(origin)).arrayBuffer());
  expect(book.getWorksheet('A')?.getCell('A2').value).toBe('007');
});

it('ends, too, when the reader went away in the middle', async () => {
  let finished!: Promise<unknown>;
  const ended = new Promise<void>((resolve) => {
    void serve((response) => {
      const sheet = startSheet(response);
      response.flushHeaders();
      response.once('close', () => {
        for (let row = 0; row < 5_000; row += 1) sheet.add([`row ${row}`]);
        finished = sheet.finish().catch((error: unknown) => error);
        resolve();
      });
    }).then((origin) => {
      const asking = openRequest(origin).on('error', () => {});
      asking.on('response', () => asking.destroy());
      asking.end();
    });
  });
  await ended;
  expect(await finished).toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
});
