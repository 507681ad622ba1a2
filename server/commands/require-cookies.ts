import type { CommandContext, CookieWriter } from './handler.ts';
import { Refusal } from './refusal.ts';

/**
 * The browser's cookies, for a command that sets one.
 * @throws Refusal ONLY_OVER_HTTP when the command came over a socket
 */
export function requireCookies({ cookies }: CommandContext): CookieWriter {
  if (!cookies) throw new Refusal('ONLY_OVER_HTTP');
  return cookies;
}
