import type { ProgrammeCodec } from '#contract/line.ts';
import type { PictureSlot, Slot, SoundSlot } from '#domain/programme.ts';

/**
 * The media node as the rest of the server sees it. It knows sessions, lines, sources and slots, never
 * a delegate. RTP, ICE and DTLS parameters pass through as the browser and mediasoup write them.
 *
 * A session, a line and a source keep the id that the caller gave; opening one twice is harmless, so
 * that a front door that restarted adopts what it finds. Refusals are `MediaRefusal`s.
 */
export interface MediaPort {
  /** Opens the session's bus, with the slate and silence in its slots. The codec stands until it closes. */
  openSession(session: MediaSession): Promise<{ rtpCapabilities: RtpBlob }>;
  /** Ends every line of the session and its bus. */
  closeSession(sessionId: string): Promise<void>;
  /** Opens one browser's line. A line of the same id that is still there is closed before. */
  openLine(line: OpenLine): Promise<LineTransports>;
  connectLine(connect: {
    lineId: string;
    direction: LineDirection;
    dtlsParameters: RtpBlob;
  }): Promise<void>;
  /** New ICE parameters, when the browser's network changed. */
  restartLine(restart: { lineId: string; direction: LineDirection }): Promise<RtpBlob>;
  closeLine(lineId: string): Promise<void>;
  /** Takes a track of a source from the line; an earlier track of that source and kind is replaced. */
  send(send: SendTrack): Promise<{ producerId: string }>;
  /** @returns the source that the track was of; null when the line sends no such track */
  stopSending(stop: { lineId: string; producerId: string }): Promise<{ sourceId: string | null }>;
  /** One paused consumer a slot, in the order of `SLOTS`; RETURN is left out for lines without a hall. */
  receiveProgramme(receive: {
    lineId: string;
    rtpCapabilities: RtpBlob;
  }): Promise<ProgrammeTrack[]>;
  /** Paused consumers of one source, to look at it alone. */
  receiveSource(receive: {
    lineId: string;
    sourceId: string;
    rtpCapabilities: RtpBlob;
  }): Promise<SourceTrack[]>;
  resume(resume: { lineId: string; consumerIds: string[] }): Promise<void>;
  stopReceiving(stop: { lineId: string; consumerIds: string[] }): Promise<void>;
  /** Highest picture layer that the line wants of a consumer: 0 low, 1 high. */
  preferLayer(prefer: { lineId: string; consumerId: string; layer: 0 | 1 }): Promise<void>;
  /**
   * What the director wants, whole: the node compares and carries out the difference. An older
   * `number` than the last is ignored, so that late messages can't undo a take.
   */
  direct(direction: MediaDirection): Promise<void>;
  /** What there is now; the front door compares it with the database after a restart of either. */
  snapshot(): Promise<MediaSnapshot>;
  /** Adds a listener; the answer removes it. */
  onEvent(listener: (event: MediaEvent) => void): () => void;
}

export interface MediaSession {
  sessionId: string;
  codec: ProgrammeCodec;
}

export type LineDirection = 'SEND' | 'RECEIVE';

/** Parameters of WebRTC, as the browser's library and mediasoup write them; checked by mediasoup. */
export type RtpBlob = Record<string, unknown>;

export interface OpenLine {
  lineId: string;
  sessionId: string;
  /** The hall that the line belongs to; null for the control room. */
  siteId: string | null;
  /** Who opened it, as `actorKey` writes it: only they may use it. */
  owner: string;
  canSend: boolean;
}

export interface LineTransports {
  rtpCapabilities: RtpBlob;
  send: RtpBlob | null;
  receive: RtpBlob;
}

export interface SendTrack {
  lineId: string;
  sourceId: string;
  kind: 'PICTURE' | 'SOUND';
  rtpParameters: RtpBlob;
}

export interface ProgrammeTrack {
  slot: Slot;
  consumerId: string;
  producerId: string;
  kind: 'audio' | 'video';
  rtpParameters: RtpBlob;
}

export interface SourceTrack {
  consumerId: string;
  producerId: string;
  kind: 'audio' | 'video';
  rtpParameters: RtpBlob;
}

export interface MediaDirection {
  sessionId: string;
  /** The programme's number: rises with each change. */
  number: number;
  slots: Record<Slot, string | null>;
  /** Sources that must be sending although they are in no slot: preview, standby. */
  warm: string[];
  /** What is heard of a hall is muted: silent at once, also while a take waits. */
  isHallHushed: boolean;
  /** For the halls on air: what they must not receive. Every other hall lacks only RETURN. */
  withheld: { siteId: string; slots: Slot[] }[];
}

export interface MediaSnapshot {
  /** New at each start of the node. */
  epoch: string;
  sessions: SessionFacts[];
  lines: LineFacts[];
  sources: SourceFacts[];
}

export interface SessionFacts {
  sessionId: string;
  codec: ProgrammeCodec;
  /** Of the last direction carried out; 0 before the first. */
  number: number;
  /** What each slot shows in fact; null is the slate, or silence. */
  shown: Record<Slot, string | null>;
}

export interface SourceFacts {
  sourceId: string;
  lineId: string;
  hasPicture: boolean;
  hasSound: boolean;
  /** As the last `source-wanted` said: a front door that restarted must not pause what is on air. */
  isWanted: boolean;
}

export interface LineFacts {
  lineId: string;
  sessionId: string;
  siteId: string | null;
  owner: string;
  canSend: boolean;
  isConnected: boolean;
}

export type MediaEvent =
  /** The line's transports are up, or their connection was lost. */
  | { type: 'line-changed'; lineId: string; sessionId: string; isConnected: boolean }
  /** The line is gone (its worker died, or it was lost for good): its owner must open one anew. */
  | { type: 'line-closed'; lineId: string; sessionId: string; siteId: string | null }
  /** Whether somebody watches or hears the source now: its browser sends only then. */
  | { type: 'source-wanted'; sourceId: string; lineId: string; isWanted: boolean }
  | {
      type: 'source-changed';
      sourceId: string;
      sessionId: string;
      hasPicture: boolean;
      hasSound: boolean;
    }
  /** The slot now shows that source: its key frame went out. */
  | {
      type: 'slot-cut';
      sessionId: string;
      slot: Slot;
      sourceId: string | null;
      /** From `direct` to the first packet of the new source. */
      waitedMs: number;
    }
  /** No key frame came in 3 s: the slot keeps what it showed. */
  | { type: 'slot-failed'; sessionId: string; slot: PictureSlot; sourceId: string }
  /** The source in the slot sends nothing any more; the slot shows the slate until it comes back. */
  | { type: 'slot-starved'; sessionId: string; slot: Slot; sourceId: string }
  /** dBov of the last quarter of a second, −127 (silence) to 0, for slots that were heard. */
  | { type: 'levels'; sessionId: string; slots: Partial<Record<SoundSlot, number>> }
  /** The node was started anew, or came back: everything must be opened and directed again. */
  | { type: 'reset'; epoch: string };

/** A refusal of the media node; its code is one of the contract's. */
export class MediaRefusal extends Error {
  readonly code: 'LINE_NOT_FOUND' | 'INVALID_MEDIA' | 'MEDIA_UNAVAILABLE' | 'SOURCE_NOT_SENDING';
  constructor(code: MediaRefusal['code']) {
    super(code);
    this.code = code;
  }
}
