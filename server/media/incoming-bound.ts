import type { types } from 'mediasoup';

export interface IncomingBound {
  /** Bits a second that the other side is told to keep to. */
  mostBitrate: number;
  lookEveryMs: number;
}

/**
 * A studio with five cameras in two layers (1.4 Mbit/s each), a screen (1.5), the desk's sound (0.13)
 * and a fifth for headers and packets sent again come to 10.4 Mbit/s; a hall sends 1.5.
 */
export const INCOMING_BOUND: IncomingBound = { mostBitrate: 12_000_000, lookEveryMs: 10_000 };

/** A browser may overshoot while it tries what its network carries; nobody sends twice as much by mistake. */
const FLOOD_TIMES = 2;
/** One look alone may have met what had piled up while the worker stood still. */
const FLOOD_LOOKS = 2;

/**
 * Bounds what comes by a transport. Browsers keep to the bitrate they are told; for a program that does
 * not, `onFlooded` is called once. Looks only while `isSending`. It ends with its transport.
 */
export async function boundIncoming(
  transport: types.WebRtcTransport,
  parts: { bound: IncomingBound; isSending: () => boolean; onFlooded: () => void },
): Promise<void> {
  const { mostBitrate, lookEveryMs } = parts.bound;
  let floods = 0;
  const look = async () => {
    if (!parts.isSending()) return;
    const [stat] = await transport.getStats();
    floods = stat && stat.recvBitrate > FLOOD_TIMES * mostBitrate ? floods + 1 : 0;
    if (floods < FLOOD_LOOKS) return;
    clearInterval(timer);
    parts.onFlooded();
  };
  const timer = setInterval(() => {
    // A transport that closed meanwhile brings nothing any more.
    look().catch(() => {});
  }, lookEveryMs);
  transport.observer.once('close', () => clearInterval(timer));
  await transport.setMaxIncomingBitrate(mostBitrate);
}
