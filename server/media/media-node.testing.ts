import { failToRun } from '../fail-to-run.ts';
import { runMediaNode } from './run-media-node.ts';

/**
 * The media node's process for tests: a lost line is given up early, one that floods at once. Consent may not be shorter: the
 * library of the test's halls asks for it every 4 to 6 seconds.
 */
runMediaNode({
  untilConnectedMs: 10_000,
  consentTimeoutS: 7,
  untilReturnedMs: 500,
  incoming: { mostBitrate: 4_000_000, lookEveryMs: 200 },
}).catch(failToRun);
