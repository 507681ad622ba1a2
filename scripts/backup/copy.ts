import type { Socket } from 'node:net';
import type pg from 'pg';

/** The part of pg's connection that COPY needs; pg itself leaves COPY to its users. */
interface Wire {
  stream: Socket;
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

abstract class Copy {
  readonly #text: string;
  readonly #settle: (error?: Error) => void;
  #error: Error | undefined;

  constructor(text: string, settle: (error?: Error) => void) {
    this.#text = text;
    this.#settle = settle;
  }

  submit(wire: Wire): void {
    wire.query(this.#text);
  }

  handleError(error: Error): void {
    this.#error ??= error;
    // The server is ready for the next query after an error, too, but pg no longer tells this one.
    this.#settle(this.#error);
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#settle(this.#error);
  }
}

class CopyOut extends Copy {
  readonly #write: (chunk: Buffer) => Promise<void> | null;

  constructor(
    text: string,
    parts: { write: (chunk: Buffer) => Promise<void> | null; settle: (error?: Error) => void },
  ) {
    super(text, parts.settle);
    this.#write = parts.write;
  }

  handleCopyData({ chunk }: { chunk: Buffer }, wire: Wire): void {
    const full = this.#write(chunk);
    if (!full) return;
    wire.stream.pause();
    full.then(
      () => wire.stream.resume(),
      (error: Error) => wire.stream.destroy(error),
    );
  }
}

class CopyIn extends Copy {
  readonly #chunks: AsyncIterable<Buffer>;

  constructor(
    text: string,
    parts: { chunks: AsyncIterable<Buffer>; settle: (error?: Error) => void },
  ) {
    super(text, parts.settle);
    this.#chunks = parts.chunks;
  }

  handleCopyInResponse(wire: Wire): void {
    this.#send(wire).then(
      () => wire.endCopyFrom(),
      (error: Error) => wire.sendCopyFail(error.message),
    );
  }

  async #send(wire: Wire): Promise<void> {
    for await (const chunk of this.#chunks) {
      wire.sendCopyFromChunk(chunk);
      if (wire.stream.writableNeedDrain) {
        await new Promise((resolve) => wire.stream.once('drain', resolve));
      }
    }
  }
}

function submit(client: pg.Client, make: (settle: (error?: Error) => void) => Copy): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => (error ? reject(error) : resolve());
    client.query(make(settle) as unknown as pg.Submittable);
  });
}

/**
 * Runs `COPY … TO STDOUT`.
 * @param write takes a chunk; answers a promise when the caller must wait until there is room again
 */
export function copyOut(
  client: pg.Client,
  text: string,
  write: (chunk: Buffer) => Promise<void> | null,
): Promise<void> {
  return submit(client, (settle) => new CopyOut(text, { write, settle }));
}

/** Runs `COPY … FROM STDIN` with these chunks; an error of theirs ends the statement. */
export function copyIn(
  client: pg.Client,
  text: string,
  chunks: AsyncIterable<Buffer>,
): Promise<void> {
  return submit(client, (settle) => new CopyIn(text, { chunks, settle }));
}
