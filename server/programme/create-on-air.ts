import type { ProgrammeCodec } from '#contract/line.ts';
import type { Db } from '#db/client.ts';
import { findDevice } from '#db/queries/device.ts';
import { deviceIdOf } from '#domain/actor.ts';
import type { Logger } from '../logger.ts';
import type { MediaPort } from '../media-link/media-port.ts';
import type { Streams } from '../socket/streams.ts';
import { BusKeeper } from './bus-keeper.ts';
import { followMedia } from './follow-media.ts';
import { LineBook } from './line-book.ts';
import { ProgrammeDesk } from './programme-desk.ts';
import { SessionsOnAir } from './sessions-on-air.ts';

export interface OnAirParts {
  db: Db;
  media: MediaPort;
  streams: Streams;
  log: Logger;
  now(): Date;
  codec: ProgrammeCodec;
  /** Whether something besides halls and directors needs the session's bus. */
  isKept(sessionId: string): boolean;
  /** Called after the commit of every change of a programme. */
  onProgramme(sessionId: string, programme: { endedAt: string | null }): void;
}

/** Everything that sessions in progress need, and that the live handlers share. */
export interface OnAirServices {
  desk: ProgrammeDesk;
  sessions: SessionsOnAir;
  lines: LineBook;
  keeper: BusKeeper;
  /** Ends the lines of somebody whose rights ended. */
  endLinesOf(actorKey: string): void;
  /** Call after the commit: a device was enrolled or ended; its hall may have a console now, or none. */
  deviceChanged(actorKey: string): void;
  close(): void;
}

export function createOnAir(parts: OnAirParts): OnAirServices {
  const lines = new LineBook();
  const desk: ProgrammeDesk = new ProgrammeDesk({
    codec: parts.codec,
    heardOf: (sessionId) => sessions.known(sessionId)?.facts.shownIn('SOUND_HALL') ?? null,
    announce: (change) => {
      // The node first: a take waits for nothing but its key frame.
      keeper.programmeChanged(change);
      sessions.programmeChanged(change);
      parts.onProgramme(change.direction.sessionId, change.programme);
    },
  });
  const sessions: SessionsOnAir = new SessionsOnAir({
    ...parts,
    desk,
    isInStep: () => keeper.isInStep,
  });
  const keeper: BusKeeper = new BusKeeper({ ...parts, desk, sessions, lines });
  const unfollow = followMedia({ ...parts, desk, keeper, sessions, lines });
  void keeper.synchronise();
  return {
    desk,
    sessions,
    lines,
    keeper,
    endLinesOf: (actorKey) => {
      for (const line of lines.linesWhere(({ owner }) => owner === actorKey)) {
        void keeper.endLine(line, { isTakenOver: false });
      }
    },
    deviceChanged: (actorKey) => {
      const deviceId = deviceIdOf(actorKey);
      if (deviceId === null || sessions.all().length === 0) return;
      findDevice(parts.db, deviceId).then(
        (device) => device && sessions.devicesChanged(device.siteId),
        (error: unknown) => {
          parts.log.warn(
            { name: (error as Error).name },
            'control rooms were not told of a device',
          );
        },
      );
    },
    close: () => {
      unfollow();
      keeper.close();
      sessions.close();
    },
  };
}
