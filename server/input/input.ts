import type { InputFacts, InputWish } from '../input-link/input-port.ts';
import type { Logger } from '../logger.ts';

/** One source that the input node brings into the bus, for as long as it is wanted. */
export interface Input {
  readonly facts: InputFacts;
  /** What is wanted of it changed. */
  want(wish: InputWish): void;
  close(): void;
}

export interface InputParts {
  mediaSocketPath: string;
  /** Null where it is not installed. */
  ffmpeg: string | null;
  log: Logger;
}
