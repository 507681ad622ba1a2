import { id } from './primitives.ts';

/**
 * Which life of the centre's memory answers. It changes when a backup is restored: what was
 * acknowledged under another one may be gone, and must be sent again.
 */
export const incarnation = id;

export const EXAMPLE_INCARNATION = '5b0f4c1e-7a52-4d3b-9c86-2f1e0a9d7b34';
