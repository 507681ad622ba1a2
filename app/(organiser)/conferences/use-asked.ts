'use client';

import { useCallback, useEffect, useState } from 'react';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import { useCommand } from '../../_live/use-command.ts';

export type Asked<O> =
  { kind: 'loading' } | { kind: 'failed'; text: string } | { kind: 'ready'; data: O };

/**
 * The answer of a reading command, asked when the component appears and again by `again()`.
 * @param key changes when the input does: the input itself is compared by nobody
 */
export function useAsked<N extends CommandName>(
  name: N,
  input: CommandInput<N>,
  key: string,
): { asked: Asked<CommandOutput<N>>; again: () => void } {
  const { run, progress } = useCommand(name, 'account');
  const [answer, setAnswer] = useState<{ key: string; data: CommandOutput<N> } | null>(null);
  const [count, setCount] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    void run(input).then((given) => {
      if (isCurrent && given.ok) setAnswer({ key, data: given.data });
    });
    return () => {
      isCurrent = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `key` stands for `input`
  }, [run, key, count]);
  const again = useCallback(() => setCount((before) => before + 1), []);
  if (answer?.key === key) return { asked: { kind: 'ready', data: answer.data }, again };
  if (progress.kind === 'failed') return { asked: { kind: 'failed', text: progress.text }, again };
  return { asked: { kind: 'loading' }, again };
}
