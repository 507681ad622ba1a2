import type { StreamWish } from '../../input-link/input-port.ts';
import type { Logger } from '../../logger.ts';
import { RtmpDoor } from './rtmp-door.ts';
import { SrtListener } from './srt-listener.ts';
import type { StreamHearing, StreamReceiver } from './stream-receiver.ts';

export type Receive = (wish: StreamWish, hearing: StreamHearing) => StreamReceiver;

/** How signals are received: one RTMP door for all of a port, an SRT listener each. */
export function createReceivers({ ffmpeg, log }: { ffmpeg: string; log: Logger }): Receive {
  const doors = new Map<number, RtmpDoor>();
  return ({ kind, port, place, key }, hearing) => {
    if (kind === 'SRT') return new SrtListener({ ffmpeg, port, key, hearing, log });
    const door = doors.get(port) ?? new RtmpDoor({ port, log });
    doors.set(port, door);
    return door.expect({ place, key }, hearing);
  };
}
