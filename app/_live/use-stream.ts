'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import type { Revision } from '#contract/event.ts';
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  EventName,
  EventPayload,
} from '#contract/registry.ts';
import { LiveStream, type StreamSource, type StreamView } from './live-stream.ts';
import { useLive } from './live-context.ts';

type Revised = { revision: Revision };
/** The commands that answer with a snapshot and its revision. */
export type StreamCommand = {
  [N in CommandName]: CommandOutput<N> extends Revised ? N : never;
}[CommandName];
export type StreamEvent = {
  [N in EventName]: EventPayload<N> extends Revised ? N : never;
}[EventName];

interface UseStreamOptions<C extends StreamCommand, E extends StreamEvent> {
  subscribe: C;
  /** Null: not yet known what to subscribe to. */
  input: CommandInput<C> | null;
  event: E;
  /** Whether an event belongs to this stream, when a page hears several of the same name. */
  matches?: (event: EventPayload<E>) => boolean;
  fold: (state: CommandOutput<C>, event: EventPayload<E>) => CommandOutput<C>;
}

/**
 * A live view: the snapshot of `subscribe`, kept current by `event`. Needs a LiveProvider above.
 * After a gap or a lost connection it asks for the snapshot again by itself.
 */
export function useStream<C extends StreamCommand, E extends StreamEvent>({
  subscribe,
  input,
  event,
  matches,
  fold,
}: UseStreamOptions<C, E>): StreamView<CommandOutput<C>> {
  const live = useLive();
  const [view, setView] = useState<StreamView<CommandOutput<C>>>({ kind: 'loading' });
  const onFold = useEffectEvent(fold);
  const isMine = useEffectEvent((payload: EventPayload<E>) => matches?.(payload) ?? true);
  const inputKey = JSON.stringify(input);
  useEffect(() => {
    const parsed = JSON.parse(inputKey) as CommandInput<C> | null;
    if (!live || parsed === null) return;
    type Source = StreamSource<CommandOutput<C>, EventPayload<E> & Revised>;
    const source: Source = {
      // The two conditional types say the same; the compiler cannot see it for an open C.
      snapshot: live.request.bind(live, subscribe, { input: parsed }) as Source['snapshot'],
      listen: (hear) =>
        live.on(event, (payload) => {
          if (isMine(payload)) hear(payload as EventPayload<E> & Revised);
        }),
      fold: (state, payload) => onFold(state, payload),
    };
    const stream = new LiveStream(live, source, setView);
    return () => {
      stream.close();
      setView({ kind: 'loading' });
    };
  }, [live, subscribe, inputKey, event]);
  return view;
}
