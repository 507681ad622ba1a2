import { failToRun, runBroadcastNode } from './run-broadcast-node.ts';

/** The broadcast node's process. */
runBroadcastNode().catch(failToRun);
