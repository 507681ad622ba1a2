import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/** The account that database processes run under; null: the account of this process. */
export interface SystemUser {
  name: string;
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root; the first of these that exists is used instead. */
const PREFERRED = ['postgres', 'nobody'];

/**
 * @param owned an existing database folder, whose owner is kept when it is not root
 * @returns null unless this process is root
 */
export function databaseUser(owned: string): SystemUser | null {
  if (process.getuid?.() !== 0) return null;
  const accounts = readAccounts();
  const owner = fs.existsSync(owned) ? fs.statSync(owned) : null;
  if (owner && owner.uid !== 0) {
    const name = accounts.find((account) => account.uid === owner.uid)?.name ?? `uid ${owner.uid}`;
    return { name, uid: owner.uid, gid: owner.gid };
  }
  const preferred = PREFERRED.map((name) => accounts.find((account) => account.name === name));
  return (
    preferred.find((account) => account !== undefined) ?? { name: 'nobody', uid: 65534, gid: 65534 }
  );
}

function readAccounts(): SystemUser[] {
  return fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name, , uid, gid]) => ({ name: name ?? '', uid: Number(uid), gid: Number(gid) }));
}

/** Options for node:child_process that start a program under that account. */
export function runAs(user: SystemUser | null): { uid?: number; gid?: number; cwd: string } {
  // The caller's folder may be closed to the account: every program needs a folder it can stand in.
  return user ? { uid: user.uid, gid: user.gid, cwd: '/' } : { cwd: '/' };
}

/** Whether the account can reach and write a folder (every folder above must let it through). */
export function canWriteFolder(user: SystemUser | null, folder: string): boolean {
  const script = 'test -w "$1" && test -x "$1"';
  const { status } = spawnSync('/bin/sh', ['-c', script, 'sh', folder], {
    ...runAs(user),
    stdio: 'ignore',
  });
  return status === 0;
}

/** Gives a folder or file to the account; does nothing without one. */
export function giveTo(user: SystemUser | null, path: string): void {
  if (user) fs.chownSync(path, user.uid, user.gid);
}
