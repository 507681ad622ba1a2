import { StringDecoder } from 'node:string_decoder';
import type { Socket } from 'node:net';

/**
 * Calls back with each line that arrives. A line longer than the bound ends the connection: the other
 * side does not speak this language.
 */
export function readLines(
  socket: Socket,
  { mostCharacters, onLine }: { mostCharacters: number; onLine: (line: string) => void },
): void {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  let length = 0;
  socket.on('data', (chunk: Buffer) => {
    const [first = '', ...others] = decoder.write(chunk).split('\n');
    parts.push(first);
    length += first.length;
    for (const other of others) {
      const line = parts.join('');
      parts = [other];
      length = other.length;
      if (line !== '') onLine(line);
    }
    if (length > mostCharacters) socket.destroy(new Error('a message is too long'));
  });
}
