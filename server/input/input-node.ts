import { failToRun, runInputNode } from './run-input-node.ts';

/** The input node's process. */
runInputNode().catch(failToRun);
