import type { InputTrouble } from '#contract/input.ts';

/** Of what is received: a decoder's head and frames one by one (RTMP), or bytes as they come (SRT). */
export interface StreamPiece {
  kind: 'HEAD' | 'KEY' | 'FRAME' | 'SOUND' | 'BYTES';
  bytes: Buffer;
  /** By the sender's clock; null where it is inside the bytes. */
  atMs: number | null;
}

/** What is told of a sender. */
export interface StreamHearing {
  onBegin(): void;
  onPiece(piece: StreamPiece): void;
  onEnd(): void;
  /** Somebody came with another key. */
  onRefused(): void;
}

/** Waits for one sender after another. Closing sends away who sends. */
export interface StreamReceiver {
  /** Why nobody can send now; null otherwise. */
  readonly trouble: Extract<InputTrouble, 'PORT_TAKEN' | 'FAILED'> | null;
  close(): void;
}
