import type { LiveProgram } from '#server/demo/demo-accounts.ts';

/** A program of `--demo --live`: a client of the front door like any other. */
export interface Simulation {
  /** For people. */
  name: string;
  /** Path under server/ without its ending. */
  program: string;
  account: LiveProgram;
  /** Its work has an end. */
  mayFinish: boolean;
  /** What people read once it runs. */
  lines: string[];
}

const ARRIVALS: Simulation = {
  name: 'the simulated arrivals',
  program: 'demo/simulate-arrivals',
  account: 'ARRIVALS',
  mayFinish: true,
  lines: ['simulated delegates arrive at all doors'],
};

/** @param hallCount halls on video; without any, or without a media worker, people only arrive */
export function simulationsOf(options: {
  hallCount: number;
  hasMedia: boolean;
  origin: string;
}): Simulation[] {
  const { hallCount, hasMedia, origin } = options;
  if (hallCount === 0 || !hasMedia) return [ARRIVALS];
  const halls: Simulation = {
    name: 'the simulated halls',
    program: 'demo/simulate-halls',
    account: 'HALLS',
    mayFinish: false,
    lines: [
      `${hallCount} simulated halls join by video, the central one among them`,
      'To direct them: open the link of DIRECTOR above (it works once, then sign in), then',
      `  ${origin}/control-room`,
      '  choose the open session, begin it, put a hall into PREVIEW and press TAKE (? shows the keys)',
    ],
  };
  return [ARRIVALS, halls];
}
