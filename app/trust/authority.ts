import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';

export interface LocalAuthority {
  /** DER bytes, the form that Windows, Android and iOS all open. */
  der: Buffer;
  /** `AB:CD:…` (SHA-256), to compare with what the device shows. */
  fingerprint: string;
  expiresAt: Date;
}

/** The authority that `npm start -- --lan` made; null when this installation uses none. */
export async function readLocalAuthority(): Promise<LocalAuthority | null> {
  const file = process.env['LAN_CA_FILE'];
  if (!file) return null;
  const certificate = new X509Certificate(await readFile(file));
  return {
    der: certificate.raw,
    fingerprint: certificate.fingerprint256,
    expiresAt: new Date(certificate.validTo),
  };
}
