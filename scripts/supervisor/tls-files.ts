import { X509Certificate, createPrivateKey } from 'node:crypto';
import fs from 'node:fs';
import { ClearError } from '../report.mjs';

export interface TlsFiles {
  certFile: string;
  keyFile: string;
  /** The local authority's certificate, which people's devices are asked to trust (`--lan`). */
  caFile?: string;
}

/**
 * @throws ClearError when a file is missing or unreadable, the two do not belong together, or the
 * certificate is outside its time
 */
export function checkTlsFiles({ certFile, keyFile }: TlsFiles): void {
  const certificate = parse('TLS_CERT', certFile, (pem) => new X509Certificate(pem));
  const key = parse('TLS_KEY', keyFile, (pem) => createPrivateKey(pem));
  if (!certificate.checkPrivateKey(key)) {
    throw new ClearError(`TLS_KEY (${keyFile}) is not the key of TLS_CERT (${certFile}).`);
  }
  if (Date.parse(certificate.validTo) < Date.now()) {
    throw new ClearError(`TLS_CERT (${certFile}) has expired on ${certificate.validTo}.`);
  }
}

function parse<T>(name: string, file: string, read: (pem: string) => T): T {
  let pem: string;
  try {
    pem = fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new ClearError(
      `${name} (${file}) cannot be read: ${(error as NodeJS.ErrnoException).code}`,
    );
  }
  try {
    return read(pem);
  } catch {
    throw new ClearError(`${name} (${file}) is not in PEM form.`);
  }
}
