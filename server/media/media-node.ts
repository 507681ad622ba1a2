import { LINE_BOUNDS } from './line.ts';
import { failToRun, runMediaNode } from './run-media-node.ts';

/** The media node's process. */
runMediaNode(LINE_BOUNDS).catch(failToRun);
