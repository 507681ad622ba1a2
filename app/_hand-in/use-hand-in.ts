'use client';

import { useCallback, useState } from 'react';
import { readOutboxFile, type ReadOutboxFile } from '#contract/outbox-file.ts';
import { sendOverHttp, type ActAs } from '../_live/http-command.ts';
import { handIn, type HandedIn } from './hand-in.ts';

export type ReadFile = Extract<ReadOutboxFile, { kind: 'read' }>;
type Known = ReadonlyMap<string, HandedIn>;

export type HandInState =
  | { kind: 'waiting' }
  | {
      kind: 'wrong';
      reason: 'other-file' | 'damaged' | 'empty' | 'too-large' | 'other-hall';
      /** The hall whose file it is; empty where that is not the reason. */
      siteName: string;
    }
  | { kind: 'sending'; file: ReadFile; known: Known }
  | { kind: 'done'; file: ReadFile; known: Known };

/** A door makes some 700 bytes for each check-in. */
const MAX_BYTES = 30 * 1024 * 1024;

/** Reads a chosen file, refuses what is no outbox of this hall, and sends the rest to the centre. */
export function useHandIn({ siteId, as }: { siteId: string; as: ActAs }) {
  const [state, setState] = useState<HandInState>({ kind: 'waiting' });
  const take = useCallback(
    async (chosen: File) => {
      if (chosen.size > MAX_BYTES) {
        return setState({ kind: 'wrong', reason: 'too-large', siteName: '' });
      }
      const file = readOutboxFile(await chosen.text());
      if (file.kind !== 'read') {
        return setState({ kind: 'wrong', reason: file.kind, siteName: '' });
      }
      if (!file.entries.some((entry) => entry.siteId === siteId)) {
        return setState({ kind: 'wrong', reason: 'other-hall', siteName: file.siteName });
      }
      setState({ kind: 'sending', file, known: new Map() });
      const known = await handIn(file.entries, {
        send: (input) => sendOverHttp('check-in:append', input, { as }),
        onProgress: (sofar) => setState({ kind: 'sending', file, known: sofar }),
      });
      setState({ kind: 'done', file, known });
    },
    [siteId, as],
  );
  return { state, take };
}
