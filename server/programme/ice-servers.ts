import { createHmac } from 'node:crypto';

/** A line that outlives its credential keeps its relay; only a new one needs a new credential. */
const VALID_FOR_S = 24 * 3600;

export interface TurnSettings {
  /** As a browser takes them, e.g. `turn:turn.example.gov.vn:3478`; none: no relay. */
  urls: string[];
  /** Shared with the TURN server. */
  secret: string;
}

/**
 * Credentials for the TURN server that end by themselves, so that none can be passed on for long
 * (the TURN REST API, draft-uberti-behave-turn-rest-00, as coturn's `use-auth-secret` checks it).
 */
export function iceServersOf(
  { urls, secret }: TurnSettings,
  { lineId, now }: { lineId: string; now: Date },
): Record<string, unknown>[] {
  if (urls.length === 0) return [];
  const username = `${Math.floor(now.getTime() / 1000) + VALID_FOR_S}:${lineId}`;
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  return [{ urls, username, credential }];
}
