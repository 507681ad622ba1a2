import type { ProgrammeCodec } from '#contract/line.ts';
import { PICTURE_RATE, timestampAt } from '../../rtp/media-time.ts';
import { isSequenceAfter, payloadOf, timestampDistance, writeRtp } from '../../rtp/rtp-packet.ts';
import type { RtpPacket } from '../../rtp/rtp-packet.ts';
import { readVp8, shiftVp8 } from '../../rtp/vp8-payload.ts';

export interface LayerWriterParts {
  ssrc: number;
  payloadType: number;
  codec: ProgrammeCodec;
  send(packet: Buffer): void;
}

/** 1 ms: what a frame gets that would otherwise go back behind the one before it. */
const SHORTEST_STEP = PICTURE_RATE / 1_000;
/** Timestamps of frames whose packets may still arrive out of order. */
const REMEMBERED_FRAMES = 32;

/**
 * Writes one layer of a picture slot: one stream that never stops and never changes, fed by whichever
 * stream was cut to last. Sequence numbers, timestamps and VP8 counters go on over a cut.
 */
export class LayerWriter {
  readonly ssrc: number;
  readonly #parts: LayerWriterParts;
  #feed: object | null = null;
  #firstSequence = 0;
  #sequenceShift = 0;
  #lastSequence = -1;
  #lastTimestamp: number | null = null;
  #frames = new Map<number, number>();
  #pictureIdShift = 0;
  #tl0Shift = 0;
  #lastPictureId = -1;
  #lastTl0 = -1;
  #mustAlignCounters = false;
  #packets = 0;
  #octets = 0;

  constructor(parts: LayerWriterParts) {
    this.#parts = parts;
    this.ssrc = parts.ssrc;
  }

  /** The stream that feeds the layer now. */
  get feed(): object | null {
    return this.#feed;
  }

  get sent(): { packets: number; octets: number } {
    return { packets: this.#packets, octets: this.#octets };
  }

  /** Goes over to another stream, beginning with this packet: the first of a key frame. */
  cutTo(feed: object, packet: RtpPacket, momentMs: number): void {
    this.#begin(feed);
    this.#firstSequence = packet.sequence;
    this.#sequenceShift = (this.#lastSequence + 1 - packet.sequence) & 0xffff;
    this.write(packet, momentMs);
  }

  /** Writes a packet of the stream that feeds the layer; one from before the cut is left out. */
  write(packet: RtpPacket, momentMs: number): void {
    const { sequence } = packet;
    if (sequence !== this.#firstSequence && !isSequenceAfter(sequence, this.#firstSequence)) return;
    // Beyond half the number space "after the cut" could no longer be told; the start moves along.
    if (((sequence - this.#firstSequence) & 0xffff) > 0x4000) {
      this.#firstSequence = (sequence - 0x2000) & 0xffff;
    }
    const out = (sequence + this.#sequenceShift) & 0xffff;
    const isNew = this.#lastSequence < 0 || isSequenceAfter(out, this.#lastSequence);
    const timestamp = this.#timestampOf(packet.timestamp, { momentMs, isNew });
    this.#emit({ out, timestamp, isMarker: packet.isMarker, payload: payloadOf(packet) });
    if (isNew) this.#lastSequence = out;
  }

  /** Writes one whole frame made here (the slate); `feed` names its player. */
  writeFrame(feed: object, payloads: readonly Buffer[], momentMs: number): void {
    if (this.#feed !== feed) this.#begin(feed);
    const timestamp = this.#after(timestampAt(momentMs, PICTURE_RATE));
    payloads.forEach((payload, index) => {
      const out = (this.#lastSequence + 1) & 0xffff;
      const isMarker = index === payloads.length - 1;
      if (index === 0 && this.#parts.codec === 'VP8') this.#mustAlignCounters = true;
      this.#emit({ out, timestamp, isMarker, payload });
      this.#lastSequence = out;
    });
  }

  #begin(feed: object): void {
    this.#feed = feed;
    this.#frames.clear();
    this.#mustAlignCounters = true;
  }

  #timestampOf(source: number, at: { momentMs: number; isNew: boolean }): number {
    const known = this.#frames.get(source);
    if (known !== undefined) return known;
    const mapped = timestampAt(at.momentMs, PICTURE_RATE);
    const timestamp = at.isNew ? this.#after(mapped) : mapped;
    this.#frames.set(source, timestamp);
    if (this.#frames.size > REMEMBERED_FRAMES) {
      this.#frames.delete(this.#frames.keys().next().value!);
    }
    return timestamp;
  }

  /** A frame never goes back behind the one before it, whatever its source's clock says. */
  #after(mapped: number): number {
    const last = this.#lastTimestamp;
    const next =
      last !== null && timestampDistance(last, mapped) <= 0 ? (last + SHORTEST_STEP) >>> 0 : mapped;
    this.#lastTimestamp = next;
    return next;
  }

  #emit(write: { out: number; timestamp: number; isMarker: boolean; payload: Buffer }): void {
    const { payloadType, ssrc, codec } = this.#parts;
    const { out: sequence, timestamp, isMarker, payload } = write;
    const bytes = writeRtp({ payloadType, ssrc, isMarker, sequence, timestamp }, payload);
    if (codec === 'VP8') this.#continueCounters(bytes.subarray(12));
    this.#packets += 1;
    this.#octets += payload.length;
    this.#parts.send(bytes);
  }

  #continueCounters(payload: Buffer): void {
    const descriptor = readVp8(payload);
    if (!descriptor) return;
    if (this.#mustAlignCounters) {
      this.#mustAlignCounters = false;
      this.#pictureIdShift = this.#lastPictureId + 1 - Math.max(0, descriptor.pictureId);
      this.#tl0Shift = this.#lastTl0 + 1 - Math.max(0, descriptor.tl0Index);
    }
    shiftVp8(payload, descriptor, { pictureId: this.#pictureIdShift, tl0Index: this.#tl0Shift });
    const pictureId = (descriptor.pictureId + this.#pictureIdShift) & 0x7fff;
    if (descriptor.pictureId >= 0 && ((pictureId - this.#lastPictureId) & 0x7fff) < 0x4000) {
      this.#lastPictureId = pictureId;
    }
    const tl0 = (descriptor.tl0Index + this.#tl0Shift) & 0xff;
    if (descriptor.tl0Index >= 0 && ((tl0 - this.#lastTl0) & 0xff) < 0x80) this.#lastTl0 = tl0;
  }
}
