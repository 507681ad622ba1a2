import type AVPacket from 'node-media-server/src/core/avpacket.js';
import Rtmp from 'node-media-server/src/protocol/rtmp.js';

const MOST_CHUNK_STREAMS = 16;
const MOST_EARLY_MESSAGE_BYTES = 8 * 1024;
/** A key frame of 4K at 60 Mbit/s is smaller. */
const MOST_MESSAGE_BYTES = 4 * 1024 * 1024;
const SCRIPT_TYPES: readonly number[] = [15, 18];

export type PublishAnswer = 'TAKEN' | 'WRONG_KEY' | 'BUSY';

interface GuardParts {
  /** Asked before anything is answered; `TAKEN` from here on its media is told. */
  onPublish: (asked: { place: string; key: string }) => PublishAnswer;
  onPacket: (packet: AVPacket) => void;
  onOver: () => void;
  write: (bytes: Buffer) => void;
}

/** Why a caller is sent away. Nothing of what it sent is in it. */
export class RtmpFault extends Error {
  readonly reason: 'WRONG_KEY' | 'BUSY' | 'PLAYS' | 'EARLY_MEDIA' | 'TOO_LONG' | 'MALFORMED';

  constructor(reason: RtmpFault['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * node-media-server's RTMP protocol for one caller who may only publish, and only with a key: before
 * that no media is read, and no message that is long. Whatever is wrong is thrown, and ends the caller.
 */
export class GuardedRtmp extends Rtmp {
  readonly #parts: GuardParts;
  #isTaken = false;

  constructor(parts: GuardParts) {
    super();
    this.#parts = parts;
    this.onOutputCallback = parts.write;
    this.onPacketCallback = parts.onPacket;
  }

  get isTaken(): boolean {
    return this.#isTaken;
  }

  /** @throws RtmpFault */
  read(bytes: Buffer): void {
    try {
      if (this.parserData(bytes) !== null) throw new RtmpFault('MALFORMED');
    } catch (error) {
      throw error instanceof RtmpFault ? error : new RtmpFault('MALFORMED');
    }
  }

  override packetAlloc(): void {
    const most = this.#isTaken ? MOST_MESSAGE_BYTES : MOST_EARLY_MESSAGE_BYTES;
    const isTooLong = this.parserPacket.header.length > most;
    if (isTooLong || this.inPackets.size > MOST_CHUNK_STREAMS) throw new RtmpFault('TOO_LONG');
    super.packetAlloc();
  }

  override controlHandler(): void {
    super.controlHandler();
    if (this.inChunkSize < 1 || this.inChunkSize > 0xffffff) throw new RtmpFault('MALFORMED');
  }

  override dataHandler(): void {
    if (!this.#isTaken) throw new RtmpFault('EARLY_MEDIA');
    // Words about the media; it speaks for itself.
    if (!SCRIPT_TYPES.includes(this.parserPacket.header.type)) super.dataHandler();
  }

  override onPublish({ streamName }: { streamName: unknown }): void {
    if (this.#isTaken || typeof streamName !== 'string' || typeof this.streamApp !== 'string') {
      throw new RtmpFault('MALFORMED');
    }
    const asked = {
      place: this.streamApp.replaceAll('/', ''),
      key: streamName.split('?')[0]!.replaceAll('/', ''),
    };
    this.streamId = this.parserPacket.header.stream_id;
    const answer = this.#parts.onPublish(asked);
    if (answer !== 'TAKEN') {
      const why = answer === 'BUSY' ? 'Somebody sends here already.' : 'Wrong stream key.';
      this.sendStatusMessage(this.streamId, 'error', 'NetStream.Publish.BadName', why);
      throw new RtmpFault(answer);
    }
    this.#isTaken = true;
    this.streamName = 'in';
    this.respondPublish();
  }

  /** Nothing can be played from here. */
  override onPlay(): void {
    throw new RtmpFault('PLAYS');
  }

  override onDeleteStream(): void {
    if (this.#isTaken) this.#parts.onOver();
  }
}
