import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseStartOptions } from '../start-options.mjs';
import { dataFolderOwner, takeDataFolder } from './data-folder.ts';
import { checkPort } from './ports.ts';
import { ensureSecrets } from './secrets.ts';
import { readSettings } from './settings.ts';

let folder: string;

beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'diem-cau-settings-'))));
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true, force: true });
});

const read = (args: string[] = []) => readSettings(folder, parseStartOptions(args));

describe('settings', () => {
  it('have a default for everything; empty means not set', () => {
    vi.stubEnv('PORT', '');
    expect(read()).toMatchObject({
      port: 3000,
      dataDir: path.join(folder, 'data'),
      tls: undefined,
    });
  });

  it('keep a demo apart from real data', () => {
    vi.stubEnv('DATA_DIR', '/srv/real');
    expect(read(['--demo']).dataDir).toBe(path.join(folder, '.data-demo'));
    expect(read().dataDir).toBe('/srv/real');
  });

  it('let the command line win', () => {
    vi.stubEnv('PORT', '3001');
    expect(read(['--port', '3002']).port).toBe(3002);
  });

  it.each([
    ['PORT', 'http', /PORT:/],
    ['DATABASE_URL', 'mysql://x', /DATABASE_URL: must begin with postgres/],
    ['TLS_CERT', '/x.pem', /TLS_KEY go together/],
    ['LOG_TO', 'moon', /LOG_TO:/],
  ])('name a wrong %s', (name, value, message) => {
    vi.stubEnv(name, value);
    expect(() => read()).toThrow(message);
  });
});

describe('a port', () => {
  it('that is busy is answered by a line that names it and --port', async () => {
    const other = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as net.AddressInfo;
    await expect(checkPort('127.0.0.1', port)).rejects.toThrow(
      new RegExp(`Port ${port} is in use[^]*--port`),
    );
    other.close();
  });
});

describe('a data folder', () => {
  it('has one owner, whom a second start names', () => {
    const lock = takeDataFolder(folder);
    lock.describe({ address: 'http://localhost:3000' });
    expect(() => takeDataFolder(folder)).toThrow(
      new RegExp(`in use by process ${process.pid} \\(http://localhost:3000\\)[^]*--data`),
    );
    expect(dataFolderOwner(folder)).toEqual({ pid: process.pid, address: 'http://localhost:3000' });
    lock.release();
    expect(dataFolderOwner(folder)).toBeNull();
  });

  it('that leads to a file is answered clearly', () => {
    const file = path.join(folder, 'file');
    fs.writeFileSync(file, '');
    expect(() => takeDataFolder(file)).toThrow(/leads to a file/);
    expect(() => takeDataFolder(path.join(file, 'below'))).toThrow(/leads to a file/);
  });
});

describe('the secrets', () => {
  it('are made once, private, and stay the same', () => {
    const file = ensureSecrets(folder);
    const first = fs.readFileSync(file, 'utf8');
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(ensureSecrets(folder)).toBe(file);
    expect(fs.readFileSync(file, 'utf8')).toBe(first);
  });

  it('are never made anew beside a database', () => {
    fs.mkdirSync(path.join(folder, 'postgres/cluster'), { recursive: true });
    expect(() => ensureSecrets(folder)).toThrow(/is missing[^]*restore it from a backup/);
    expect(fs.existsSync(path.join(folder, 'secrets.json'))).toBe(false);
  });

  it('are never made anew over a torn file', () => {
    const file = path.join(folder, 'secrets.json');
    fs.writeFileSync(file, '{"masterKey":');
    expect(() => ensureSecrets(folder)).toThrow(/restore it from a backup/);
    expect(fs.readFileSync(file, 'utf8')).toBe('{"masterKey":');
  });
});
