import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { request as openRequest } from 'node:http';
import type { ClientRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ImportOffice } from './import-office.fixture.ts';

let office: ImportOffice;
let body: Buffer;
beforeAll(async () => void (office = await ImportOffice.open()));
afterAll(() => office.close());
beforeEach(async () => {
  await office.newRound();
  body = await readFile((await office.workbook(0)).path);
});

const uploads = () => join(office.folder, 'uploads');
const partsOf = async (jobId: string) =>
  (await readdir(uploads())).filter((name) => name.startsWith(`${jobId}.part.`));

/** A connection that has brought half of the file. */
async function half(jobId: string): Promise<ClientRequest> {
  const before = (await partsOf(jobId).catch(() => [])).length;
  const sending = openRequest(`${office.uploadUrl(jobId)}?kind=ROSTER&fileName=a.xlsx`, {
    method: 'PUT',
    headers: { 'content-length': body.length },
  });
  sending.on('error', () => {});
  sending.write(body.subarray(0, body.length >> 1));
  await expect.poll(() => partsOf(jobId).catch(() => [])).toHaveLength(before + 1);
  return sending;
}

describe('one file over two connections', () => {
  it('is read when the second brings it whole, whatever becomes of the first', async () => {
    const jobId = randomUUID();
    const first = await half(jobId);
    expect((await office.put(body, { jobId })).status).toBe(200);
    first.destroy();
    await expect.poll(() => partsOf(jobId)).toEqual([]);
    const job = await office.settled(jobId);
    expect(job.state.status).toBe('PREVIEW');
    expect(await readFile(join(uploads(), `${jobId}.upload`))).toEqual(body);
  });

  it('is read when the second breaks and the first goes on', async () => {
    const jobId = randomUUID();
    const first = await half(jobId);
    const second = await half(jobId);
    second.destroy();
    await expect.poll(() => partsOf(jobId)).toHaveLength(1);
    expect((await office.ask('import:get', { jobId })).state.status).toBe('UPLOADING');
    first.end(body.subarray(body.length >> 1));
    await once(first, 'response');
    expect((await office.settled(jobId)).state.status).toBe('PREVIEW');
  });

  it('is interrupted when both break, and leaves nothing behind', async () => {
    const jobId = randomUUID();
    for (const sending of [await half(jobId), await half(jobId)]) sending.destroy();
    await expect
      .poll(async () => (await office.ask('import:get', { jobId })).state)
      .toMatchObject({ status: 'FAILED', failureCode: 'UPLOAD_INTERRUPTED' });
    expect(await partsOf(jobId)).toEqual([]);
  });
});

it('forgets parts that a stop of the server cut off', async () => {
  const jobId = randomUUID();
  await mkdir(uploads(), { recursive: true });
  await writeFile(join(uploads(), `${jobId}.part.x`), 'a');
  await office.restart();
  await expect.poll(() => partsOf(jobId)).toEqual([]);
});
