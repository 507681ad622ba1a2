import { X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { writeDurably } from './secrets.ts';
import type { TlsFiles } from './tls-files.ts';

const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 3650;
/** Browsers refuse server certificates that are valid for longer than 398 days. */
const CERTIFICATE_DAYS = 390;
const RENEW_BEFORE_DAYS = 30;
/** A phone's clock may be behind. */
const BACKDATED_DAYS = 1;

interface LanOptions {
  dataDir: string;
  names: string[];
  addresses: string[];
}

/**
 * Keeps a local authority in `<data>/lan/` (made once, so that devices trust it once) and a certificate
 * of it for this machine, renewed when an address was added or its end comes near.
 */
export async function ensureLanTls({ dataDir, names, addresses }: LanOptions): Promise<TlsFiles> {
  const folder = path.join(dataDir, 'lan');
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = (name: string) => path.join(folder, name);
  const files = {
    certFile: file('server.crt'),
    keyFile: file('server.key'),
    caFile: file('ca.crt'),
  };
  if (!isUsable(files.caFile, [])) await makeAuthority(files.caFile, file('ca.key'));
  if (isUsable(files.certFile, [...names, ...addresses]) && isOf(files)) return files;

  const authority = {
    cert: fs.readFileSync(files.caFile, 'utf8'),
    key: fs.readFileSync(file('ca.key'), 'utf8'),
  };
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    ...validFor(CERTIFICATE_DAYS),
    ca: authority,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...names.map((value) => ({ type: 2 as const, value })),
          ...addresses.map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  writeDurably(files.keyFile, made.private);
  writeDurably(files.certFile, `${made.cert.trim()}\n${authority.cert}`);
  return files;
}

async function makeAuthority(certFile: string, keyFile: string): Promise<void> {
  const year = new Date().getFullYear();
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: `Điểm cầu – mạng nội bộ ${year}` }], {
    ...validFor(AUTHORITY_DAYS),
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  writeDurably(keyFile, made.private);
  writeDurably(certFile, made.cert);
}

function validFor(days: number) {
  const now = Date.now();
  return {
    keyType: 'ec' as const,
    curve: 'P-256' as const,
    algorithm: 'sha256',
    notBeforeDate: new Date(now - BACKDATED_DAYS * DAY_MS),
    notAfterDate: new Date(now + days * DAY_MS),
  };
}

function isUsable(certFile: string, hosts: string[]): boolean {
  if (!fs.existsSync(certFile)) return false;
  const certificate = new X509Certificate(fs.readFileSync(certFile));
  if (Date.parse(certificate.validTo) < Date.now() + RENEW_BEFORE_DAYS * DAY_MS) return false;
  return hosts.every((host) => certificate.checkHost(host) ?? certificate.checkIP(host));
}

function isOf({ certFile, caFile }: { certFile: string; caFile: string }): boolean {
  const authority = new X509Certificate(fs.readFileSync(caFile));
  return new X509Certificate(fs.readFileSync(certFile)).checkIssued(authority);
}
