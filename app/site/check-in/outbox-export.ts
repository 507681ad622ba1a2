import type { OutboxFileContent } from '#contract/outbox-file.ts';
import type { DoorStore } from './door-store.ts';

export interface OutboxFile {
  fileName: string;
  text: string;
}

/**
 * Everything of this machine that the centre does not have, as a file to hand in; from then on the
 * machine may be wiped.
 */
export async function exportOutbox(store: DoorStore, nowMs: number): Promise<OutboxFile> {
  const held = [...(await store.undelivered()), ...(await store.refused())];
  const { siteCode = '', siteName = '' } = (await store.setting('self')) ?? {};
  const madeAt = new Date(nowMs).toISOString();
  const entries = held.map(({ exportedAtMs: _, ...entry }) => entry);
  const file: OutboxFileContent = { kind: 'diem-cau-outbox', siteCode, siteName, madeAt, entries };
  await store.settle(held.map(({ id }) => ({ id, exportedAtMs: nowMs })));
  return {
    fileName: `diem-danh-${siteCode}-${madeAt.slice(0, 19).replaceAll(':', '')}.json`,
    text: JSON.stringify(file, null, 2),
  };
}

/** Hands the file to the browser to keep. */
export function saveFile({ fileName, text }: OutboxFile): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(link.href);
}
