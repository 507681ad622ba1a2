import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureLanTls } from './lan-tls.ts';
import { checkTlsFiles } from './tls-files.ts';

let folder: string;

beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-lan-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const ensure = (addresses: string[]) =>
  ensureLanTls({ dataDir: folder, names: ['localhost'], addresses });
const read = (file: string) => fs.readFileSync(file, 'utf8');

describe('the certificate for a local network', () => {
  it('is accepted by whoever trusts the authority, for each address', async () => {
    const { certFile, keyFile, caFile } = await ensure(['127.0.0.1']);
    const server = https.createServer({ cert: read(certFile), key: read(keyFile) }, (_, response) =>
      response.end('ok'),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    for (const host of ['127.0.0.1', 'localhost']) {
      const request = https.get({
        host,
        port,
        family: 4,
        path: '/',
        ca: read(caFile!),
        agent: false,
      });
      const [response] = (await once(request, 'response')) as [
        { statusCode: number; resume(): void },
      ];
      expect(response.statusCode).toBe(200);
      response.resume();
    }
    server.close();
  });

  it('stays while the addresses stay; a new address renews it under the same authority', async () => {
    const first = await ensure(['127.0.0.1', '192.0.2.7']);
    const [certificate, authority] = [read(first.certFile), read(first.caFile!)];
    await ensure(['127.0.0.1']);
    expect(read(first.certFile)).toBe(certificate);
    await ensure(['127.0.0.1', '192.0.2.8']);
    expect(read(first.certFile)).not.toBe(certificate);
    expect(read(first.caFile!)).toBe(authority);
    expect(new X509Certificate(read(first.certFile)).checkIP('192.0.2.8')).toBe('192.0.2.8');
  });

  it('keeps the keys private', async () => {
    const { keyFile } = await ensure(['127.0.0.1']);
    for (const file of [keyFile, path.join(path.dirname(keyFile), 'ca.key')]) {
      expect(fs.statSync(file).mode & 0o077).toBe(0);
    }
  });
});

describe('a certificate that was given', () => {
  it('is checked before anything is started', async () => {
    const mine = await ensure(['127.0.0.1']);
    expect(() => checkTlsFiles(mine)).not.toThrow();
    const other = path.join(path.dirname(mine.keyFile), 'ca.key');
    expect(() => checkTlsFiles({ ...mine, keyFile: other })).toThrow(/is not the key of/);
    expect(() => checkTlsFiles({ ...mine, certFile: '/nowhere.pem' })).toThrow(/ENOENT/);
    fs.writeFileSync(mine.certFile, 'nonsense');
    expect(() => checkTlsFiles(mine)).toThrow(/not in PEM form/);
  });
});
