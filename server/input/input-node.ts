import { failToRun } from '../fail-to-run.ts';
import { runInputNode } from './run-input-node.ts';

/** The input node's process. */
runInputNode().catch(failToRun);
