import type { z } from 'zod';
import type { ErrorCode } from '#contract/errors.ts';
import type { lineCommands } from '#contract/line.ts';
import type { LiveConnection } from '../_live/live-connection.ts';

export type LineCommandName = keyof typeof lineCommands;
export type LineInput<N extends LineCommandName> = z.input<(typeof lineCommands)[N]['input']>;
export type LineOutput<N extends LineCommandName> = z.output<(typeof lineCommands)[N]['output']>;

/** The centre as a line sees it; `centreOf` makes it of the page's connection. */
export interface LineCentre {
  /** @throws LineRefusal when the centre says no; LineSilence when no answer came */
  request<N extends LineCommandName>(name: N, input: LineInput<N>): Promise<LineOutput<N>>;
  isConnected(): boolean;
  /** Picture and sound lost their way or found another: that of the commands may be gone as well. */
  networkChanged(): void;
  /** Calls back when the connection is there or gone. @returns the way to stop */
  watch(onChange: () => void): () => void;
  onLineClosed(hear: (closed: { lineId: string; isTakenOver: boolean }) => void): () => void;
}

export class LineRefusal extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    super(code);
    this.code = code;
  }
}

/** No answer: what was asked may have been done or not. */
export class LineSilence extends Error {}

/** The page's connection, as a line uses it. */
export function centreOf(live: LiveConnection): LineCentre {
  return {
    async request(name, input) {
      const answer = await live.request(name, { input });
      if (!answer) throw new LineSilence(name);
      if (!answer.ok) throw new LineRefusal(answer.code);
      return answer.data;
    },
    isConnected: () => live.state.kind === 'connected',
    networkChanged: () => live.networkChanged(),
    watch: (onChange) => live.watch(onChange),
    onLineClosed: (hear) => live.on('line:closed', hear),
  };
}
