import type { WatchStep } from '#domain/watch.ts';

/** What went wrong: nothing more comes from the server, or the picture itself cannot go on. */
export type EngineFault = 'NOTHING_COMES' | 'BROKEN';

export interface EngineParts {
  video: HTMLVideoElement;
  /** Of the list of steps. */
  address: string;
  onFault: (fault: EngineFault) => void;
}

/** Fills a video element from the lists, at the clearest step that the line carries. */
export interface Engine {
  /** Goes on after NOTHING_COMES; what is still buffered plays meanwhile. */
  resume(): void;
  /** When the picture that is seen was made, by the signal’s own clock; null while unknown. */
  madeAtMs(): number | null;
  /** Of the picture that plays; null while unknown. */
  step(): WatchStep | null;
  /** To where the others are, after a pause. */
  toLive(): void;
  close(): void;
}
