import { randomUUID } from 'node:crypto';
import type { Tx } from '#db/client.ts';
import { insertDeviceLinks, missingDeviceLinks } from '#db/queries/device.ts';
import type { TokenSubject } from '#contract/derived-token.ts';
import { codeHash, deviceCode } from './derived-secret.ts';

/**
 * Makes the device links that a hall, or every hall of a conference, still lacks. Harmless to repeat,
 * also at once; 766 halls take two statements.
 */
export async function ensureDeviceLinks(
  tx: Tx,
  place: { siteId: string } | { conferenceId: string },
  masterKey: string,
): Promise<void> {
  const missing = await missingDeviceLinks(tx, place);
  if (missing.length === 0) return;
  const links = missing.map((link) => {
    const id = randomUUID();
    return { ...link, id, codeHash: linkCodeHash(masterKey, { id, issue: 1 }) };
  });
  await insertDeviceLinks(tx, links);
}

/** What the database keeps of a link's code. */
export function linkCodeHash(masterKey: string, link: TokenSubject): Buffer {
  return codeHash(masterKey, deviceCode(masterKey, link));
}
