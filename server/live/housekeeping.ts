import { lt } from 'drizzle-orm';
import type { Db } from '#db/client.ts';
import { accountSession, accountVerification } from '#db/schema/account.ts';
import { commandAnswer } from '#db/schema/command-answer.ts';
import type { Logger } from '../logger.ts';

const HOUR_MS = 3_600_000;
/** Far longer than any client repeats a command. */
const ANSWERS_KEPT_MS = 7 * 24 * HOUR_MS;

/** Removes what nobody can ask for any more: old answers, expired sign-ins. Once an hour. */
export function startHousekeeping(parts: { db: Db; log: Logger; now: () => Date }): {
  close(): void;
} {
  const clean = () => {
    removeExpired(parts).catch((error: unknown) => {
      parts.log.warn(
        { errorName: error instanceof Error ? error.name : '' },
        'housekeeping failed',
      );
    });
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
