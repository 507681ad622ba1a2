'use client';

import { useCallback, useSyncExternalStore } from 'react';
import type { CommandInput, CommandName } from '#contract/registry.ts';
import { useCommand, useFailureText } from '../../../_live/use-command.ts';
import { useToast } from '../../../_ui/toast.tsx';
import type { BroadcastView } from '../../_state/broadcast-store.ts';
import { useRoomParts } from '../room-context.tsx';

/** A part of how the broadcast stands: draws again only when that part is another one. */
export function useBroadcast<T>(select: (view: BroadcastView) => T): T {
  const { broadcast } = useRoomParts();
  const read = () => select(broadcast.getView());
  return useSyncExternalStore(broadcast.subscribe, read, read);
}

/** A command of the broadcast from a button: says why not, and whether it was done. */
export function useBroadcastCommand<N extends CommandName>(name: N) {
  const { run, isBusy } = useCommand(name);
  const notify = useToast();
  const failureText = useFailureText();
  const send = useCallback(
    async (input: CommandInput<N>) => {
      const answer = await run(input);
      if (!answer.ok) notify({ tone: 'danger', text: failureText(answer) });
      return answer.ok;
    },
    [run, notify, failureText],
  );
  return { send, state: isBusy ? ('busy' as const) : ('idle' as const) };
}
