import { failToRun } from '../fail-to-run.ts';
import { LINE_BOUNDS } from './line.ts';
import { runMediaNode } from './run-media-node.ts';

/** The media node's process. */
runMediaNode(LINE_BOUNDS).catch(failToRun);
