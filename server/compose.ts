import path from 'node:path';
import type { OpenDatabase } from '#db/client.ts';
import type { WatchStep } from '#domain/watch.ts';
import { CheckInWriter } from './check-in/check-in-writer.ts';
import { DoorAnnouncer } from './check-in/door-announcer.ts';
import type { Handlers } from './commands/handler.ts';
import type { Config } from './config.ts';
import { createHallMessageRoute } from './exports/hall-messages.ts';
import { createRosterRoute } from './exports/roster.ts';
import { exportRoutes } from './exports/export-routes.ts';
import type { HttpRoute } from './http/route.ts';
import { createIdentity } from './identity/create-identity.ts';
import type { Identify, WhyUnknown } from './identity/principal-source.ts';
import { createImports } from './import/create-imports.ts';
import { createAccountHandlers } from './live/account.ts';
import { createAgendaItemHandlers } from './live/agenda-item.ts';
import { createCheckInHandlers } from './live/check-in.ts';
import { createConferenceHandlers } from './live/conference.ts';
import { createControlRoomHandlers } from './live/control-room.ts';
import { createDelegateHandlers } from './live/delegate.ts';
import { createDeviceHandlers } from './live/device.ts';
import { createDeviceLinkHandlers } from './live/device-link.ts';
import { createFigureHandlers, LiveFigures } from './live/figures.ts';
import { createFollowingHandlers } from './live/following.ts';
import { createHallHandlers } from './live/hall.ts';
import { createHeadcountHandlers } from './live/headcount.ts';
import { startHousekeeping } from './live/housekeeping.ts';
import { createImportHandlers } from './live/import.ts';
import { createLineHandlers } from './live/line.ts';
import { createPeopleHandlers } from './live/people.ts';
import { createProgrammeHandlers } from './live/programme.ts';
import { createSessionHandlers } from './live/session.ts';
import { createSignInHandlers } from './live/sign-in.ts';
import { createSiteHandlers } from './live/site.ts';
import { createSpeakerHandlers } from './live/speaker.ts';
import { createUnitHandlers } from './live/unit.ts';
import type { Logger } from './logger.ts';
import type { MediaPort } from './media-link/media-port.ts';
import type { BroadcastPort } from './broadcast-link/broadcast-port.ts';
import { BroadcastDesk } from './broadcasting/broadcast-desk.ts';
import { WatchFigures } from './broadcasting/watch-figures.ts';
import { createWatchRoutes } from './broadcasting/watch-routes.ts';
import { WatchedSessions } from './broadcasting/watched-sessions.ts';
import { createBroadcastHandlers } from './live/broadcast.ts';
import { createFilmRoute } from './input-desk/film-route.ts';
import { InputDesk } from './input-desk/input-desk.ts';
import type { InputPort } from './input-link/input-port.ts';
import { createInputHandlers } from './live/input.ts';
import { createRecordingHandlers } from './live/recording.ts';
import { RecordingDesk } from './recordings/recording-desk.ts';
import { createRecordingRoutes } from './recordings/recording-routes.ts';
import { createOnAir } from './programme/create-on-air.ts';
import { recheckOwners } from './programme/recheck-owners.ts';
import type { RecheckParts } from './socket/recheck-sockets.ts';
import type { Streams } from './socket/streams.ts';

export interface ComposeParts {
  config: Config;
  database: OpenDatabase;
  log: Logger;
  now: () => Date;
  streams: Streams;
  /** The media node; the caller closes it after `close()`. */
  media: MediaPort;
  /** The broadcast node; closed by the caller as well. */
  broadcast: BroadcastPort;
  /** The input node; closed by the caller as well. */
  input: InputPort;
  /** Ends every socket of an actor, by its key. */
  disconnect(actorKey: string): void;
  /** Whether a socket of that actor is open. */
  isConnected(actorKey: string): boolean;
  /** Keys of all actors with an open socket. */
  connectedKeys(): string[];
}

export interface Composed extends Pick<RecheckParts, 'onEnded' | 'recheckAbsent'> {
  handlers: Handlers;
  identify: Identify;
  whyUnknown: WhyUnknown;
  routes: HttpRoute[];
  /** About how many watch a step of the watch pages now. */
  viewers(step: WatchStep): number;
  close(): Promise<void>;
}

/** The one place where the live parts meet: none of them imports another. */
export function compose(parts: ComposeParts): Composed {
  const announcer = new DoorAnnouncer(parts.streams);
  const { streams, log, now, media } = parts;
  const { db } = parts.database;
  const figures = new LiveFigures({ db, streams, log });
  const codec = parts.config.programmeCodec;
  const onAir = createOnAir({
    ...{ db, media, streams, log, now, codec },
    isKept: (sessionId) => broadcasts.isWanted(sessionId),
    onProgramme: (sessionId, programme) => {
      broadcasts.programmeChanged(sessionId);
      if (programme.endedAt !== null) void recordings.sessionEnded(sessionId);
    },
    onBuses: () => void inputs.tellNode(),
  });
  const broadcasts: BroadcastDesk = new BroadcastDesk({
    ...{ db, streams, log },
    port: parts.broadcast,
    mostIsolated: parts.config.mostIsolated,
    programmeOf: async (sessionId) => (await onAir.sessions.get(sessionId)).latest.programme,
    openBus: (sessionId) => onAir.keeper.open(sessionId),
  });
  const films = path.join(parts.config.dataDir, 'films');
  const inputs: InputDesk = new InputDesk({
    ...{ db, streams, log, now },
    port: parts.input,
    folder: films,
    rtmpPort: parts.config.streams.rtmpPort,
    openSessionIds: () => onAir.keeper.openSessionIds,
    codecOf: async (sessionId) => (await onAir.sessions.get(sessionId)).latest.programme.codec,
    onSource: ({ sessionId, sourceId, siteId }) => {
      onAir.sessions.known(sessionId)?.facts.siteOfSource.set(sourceId, siteId);
    },
  });
  const recordingsChanged = (sessionId: string) => {
    recordings.changed(sessionId);
    onAir.sessions.tell(sessionId, (session) => void session.watchChanged());
  };
  const leastFreeBytes = parts.config.recordingLeavesBytes;
  const recordings: RecordingDesk = new RecordingDesk({
    ...{ db, streams, log, now, leastFreeBytes },
    port: parts.broadcast,
    root: path.join(parts.config.dataDir, 'broadcast'),
    ffmpeg: parts.config.ffmpeg,
    settled: (sessionId) => {
      broadcasts.changed(sessionId);
      recordingsChanged(sessionId);
    },
  });
  const watched = new WatchedSessions();
  const watchFigures = new WatchFigures();
  const rosterChanged = ({ conferenceId }: { conferenceId: string }) => {
    figures.onRosterChanged(conferenceId);
    onAir.sessions.rosterChanged(conferenceId);
  };
  const writer = new CheckInWriter({
    pool: parts.database.pool,
    now,
    onCommitted: ({ sessionId, changes }) => {
      announcer.add(sessionId, changes);
      const siteIds = new Set(changes.flatMap((change) => change.siteIds));
      figures.onCommitted({ sessionId, siteIds });
    },
    onAnnounceFailed: (error) => {
      log.error({ name: (error as Error).name }, 'committed check-ins could not be announced');
    },
  });
  const identity = createIdentity({
    db,
    secrets: parts.config.secrets,
    log,
    now,
    connectedKeys: parts.connectedKeys,
    disconnect: (actorKey) => {
      parts.disconnect(actorKey);
      onAir.endLinesOf(actorKey);
      onAir.deviceChanged(actorKey);
    },
  });
  const imports = createImports({ ...parts, rosterChanged });
  imports.resume();
  const housekeeping = startHousekeeping({
    db,
    log,
    now,
    forgetOld: imports.forgetOld,
  });
  const handlers: Partial<Handlers> = {
    ...createAccountHandlers(identity),
    ...createSignInHandlers(identity),
    ...createDeviceHandlers({
      identity,
      isConnected: parts.isConnected,
      onEnrolled: onAir.deviceChanged,
    }),
    ...createDeviceLinkHandlers(identity),
    ...createConferenceHandlers(),
    ...createSessionHandlers({ rosterChanged }),
    ...createAgendaItemHandlers(),
    ...createUnitHandlers({
      disconnect: identity.changed,
      unitsChanged: () => figures.onUnitsChanged(),
    }),
    ...createSiteHandlers({ disconnect: identity.changed, rosterChanged }),
    ...createDelegateHandlers({
      masterKey: parts.config.secrets.masterKey,
      rosterChanged,
    }),
    ...createCheckInHandlers({ writer, streams: parts.streams }),
    ...createImportHandlers(imports),
    ...createHeadcountHandlers({ onCommitted: (committed) => figures.onCommitted(committed) }),
    ...createFigureHandlers({ figures, streams }),
    ...createPeopleHandlers(),
    ...createLineHandlers({ ...onAir, db, media, now, streams, turn: parts.config.turn }),
    ...createProgrammeHandlers({ ...onAir, streams }),
    ...createSpeakerHandlers(onAir),
    ...createHallHandlers({ ...onAir, streams }),
    ...createFollowingHandlers(onAir),
    ...createControlRoomHandlers({ ...onAir, streams }),
    ...createInputHandlers({
      ...{ inputs, streams, sessions: onAir.sessions },
      settings: parts.config.streams,
    }),
    ...createBroadcastHandlers({
      mostIsolated: parts.config.mostIsolated,
      broadcasts,
      streams,
      watchChanged: (sessionId) => {
        watched.forgetAll();
        onAir.sessions.tell(sessionId, (session) => void session.watchChanged());
      },
      recordingsChanged,
    }),
    ...createRecordingHandlers({ recordings, streams }),
  };
  return {
    handlers: handlers as Handlers,
    identify: identity.identify,
    whyUnknown: identity.whyUnknown,
    onEnded: onAir.endLinesOf,
    recheckAbsent: () =>
      recheckOwners(onAir, { isConnected: parts.isConnected, isKnown: identity.isKnown }),
    routes: [
      createRosterRoute(),
      createHallMessageRoute({ masterKey: parts.config.secrets.masterKey }),
      ...imports.routes,
      ...exportRoutes,
      createFilmRoute({
        folder: films,
        ffmpeg: parts.config.ffmpeg,
        maxBytes: parts.config.maxFilmBytes,
        onAdded: ({ sourceId, sessionId, siteId }) => {
          onAir.sessions.known(sessionId)?.sourceKept({ sourceId, siteId });
          inputs.changed(sessionId);
        },
      }),
      ...createWatchRoutes({
        folder: path.join(parts.config.dataDir, 'broadcast'),
        watched,
        figures: watchFigures,
      }),
      ...createRecordingRoutes({ maker: recordings.maker, leastFreeBytes }),
    ],
    viewers: (step) => watchFigures.viewers(step),
    close: async () => {
      await imports.close();
      housekeeping.close();
      identity.close();
      await writer.drain();
      announcer.flush();
      figures.close();
      await recordings.close();
      broadcasts.close();
      inputs.close();
      onAir.close();
    },
  };
}
