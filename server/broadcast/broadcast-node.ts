import { failToRun } from '../fail-to-run.ts';
import { runBroadcastNode } from './run-broadcast-node.ts';

/** The broadcast node's process. */
runBroadcastNode().catch(failToRun);
