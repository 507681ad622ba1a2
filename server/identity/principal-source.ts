import type { Actor, Principal } from '#domain/actor.ts';
import { ANONYMOUS } from '#domain/actor.ts';

/** Reads who a request comes from, by its cookies. */
export type Identify = (headers: { cookie: string | undefined }) => Promise<Principal>;

/**
 * Why a browser is nobody: it was a device of a hall and its access was ended, or it never was one.
 * Asked only when somebody is refused.
 */
export type WhyUnknown = (
  headers: { cookie: string | undefined },
  as: ActAs,
) => Promise<'NOT_SIGNED_IN' | 'DEVICE_REVOKED'>;

/** Which of the two a browser may hold at once is meant: its sign-in or its enrolment as a device. */
export type ActAs = 'account' | 'device';

export const NOBODY: Principal = { account: null, device: null };

export function actorFor(principal: Principal, as: ActAs): Actor {
  return (as === 'device' ? principal.device : principal.account) ?? ANONYMOUS;
}
