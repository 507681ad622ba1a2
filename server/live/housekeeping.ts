import { lt } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { accountSession, accountVerification } from '#db/schema/account.ts';
import { commandAnswer } from '#db/schema/command-answer.ts';
import type { Logger } from '../logger.ts';

const HOUR_MS = 3_600_000;
/** Far longer than any client repeats a command. */
const ANSWERS_KEPT_MS = 7 * 24 * HOUR_MS;

interface HousekeepingParts {
  db: Db;
  log: Logger;
  now: () => Date;
  /** What else grows old: files and rows of imports. */
  forgetOld(now: Date): Promise<void>;
}

/**
 * Removes what nobody can ask for any more: old answers, expired sign-ins, old imports. Once an hour:
 * the program runs for months.
 */
export function startHousekeeping(parts: HousekeepingParts): { close(): void } {
  const failed = (error: unknown) => {
    parts.log.warn({ errorName: error instanceof Error ? error.name : '' }, 'housekeeping failed');
  };
  const clean = () => {
    removeExpired(parts).catch(failed);
    parts.forgetOld(parts.now()).catch(failed);
  };
  const timer = setInterval(clean, HOUR_MS);
  timer.unref();
  return { close: () => clearInterval(timer) };
}

export async function removeExpired({ db, now }: { db: Db; now: () => Date }): Promise<void> {
  const keptSince = new Date(now().getTime() - ANSWERS_KEPT_MS);
  await db.delete(commandAnswer).where(lt(commandAnswer.createdAt, keptSince));
  await db.delete(accountSession).where(lt(accountSession.expiresAt, now()));
  await db.delete(accountVerification).where(lt(accountVerification.expiresAt, now()));
}
