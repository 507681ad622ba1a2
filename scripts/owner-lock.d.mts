export interface LockOwner {
  pid: number;
  info: Record<string, unknown>;
}

export interface HeldLock {
  release(): void;
  describe(info: Record<string, unknown>): void;
}

export type LockAttempt = { lock: HeldLock; owner: null } | { lock: null; owner: LockOwner };

export function acquireLock(file: string, info?: Record<string, unknown>): LockAttempt;
export function lockOwner(file: string): LockOwner | null;
