import { randomUUID } from 'node:crypto';
import { commandOverHttp, dataOf, type HttpIdentity } from '#contract/program-client.ts';
import type { CommandOutput } from '#contract/registry.ts';

export type ImportJob = CommandOutput<'import:get'>;

export interface ImportFile {
  conferenceId: string;
  kind: 'SITES' | 'ROSTER';
  fileName: string;
  bytes: Buffer;
}

const POLL_MS = 50;
const BUSY = ['UPLOADING', 'READING', 'COMMITTING'];

/** Sends a file and waits for its preview. @throws Error when the file is refused */
export async function previewFile(identity: HttpIdentity, file: ImportFile): Promise<ImportJob> {
  const jobId = randomUUID();
  const query = new URLSearchParams({ kind: file.kind, fileName: file.fileName });
  const address = `${identity.origin}/api/uploads/conferences/${file.conferenceId}/imports/${jobId}?${query}`;
  const response = await fetch(address, {
    method: 'PUT',
    headers: { cookie: identity.cookie },
    body: new Uint8Array(file.bytes),
  });
  if (!response.ok) throw new Error(`the upload was refused: ${await response.text()}`);
  return settled(identity, jobId, 'PREVIEW');
}

/** Writes a preview to the list and waits for the end. @throws Error when it does not go in */
export async function commitJob(identity: HttpIdentity, job: ImportJob): Promise<ImportJob> {
  const input = { jobId: job.id, reading: job.reading, missing: 'KEEP' } as const;
  dataOf((await commandOverHttp(identity, 'import:commit', input)).answer);
  return settled(identity, job.id, 'COMMITTED');
}

/** Brings a file in whole. */
export async function importFile(identity: HttpIdentity, file: ImportFile): Promise<ImportJob> {
  return commitJob(identity, await previewFile(identity, file));
}

async function settled(
  identity: HttpIdentity,
  jobId: string,
  wanted: 'PREVIEW' | 'COMMITTED',
): Promise<ImportJob> {
  for (;;) {
    const job = dataOf((await commandOverHttp(identity, 'import:get', { jobId })).answer);
    if (job.state.status === wanted) return job;
    if (!BUSY.includes(job.state.status))
      throw new Error(`import ended as ${JSON.stringify(job.state)}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
