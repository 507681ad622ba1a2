export interface StartOptions {
  isDemo: boolean;
  isLive: boolean;
  isLan: boolean;
  isHelp: boolean;
  /** Simulated halls on video, with `--live`. */
  hallCount: number;
  port: number | undefined;
  dataDir: string | undefined;
}
export const START_HELP: string;
export function parseStartOptions(args: string[]): StartOptions;
