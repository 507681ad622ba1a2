'use client';

import { useCallback, useEffect, useState } from 'react';
import type { Person, PersonFilter } from '#contract/figures.ts';
import { useCommand } from '../../_live/use-command.ts';

export interface PeopleQuery {
  sessionId: string;
  siteId?: string | undefined;
  unitId?: string | undefined;
  status?: PersonFilter | undefined;
  search: string;
}

interface Listed {
  key: string;
  people: Person[];
  next: string | null;
  atMs: number;
}

const TYPING_PAUSE_MS = 250;

/** The people behind the figures, a page after the other; asked for again when the question changes. */
export function usePeople(query: PeopleQuery) {
  const { run, failure, isBusy } = useCommand('people:list');
  const [listed, setListed] = useState<Listed | null>(null);
  const [round, setRound] = useState(0);
  const key = JSON.stringify([query, round]);
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const [asked] = JSON.parse(key) as [PeopleQuery];
      const answer = await run(asked);
      if (!isCurrent || !answer.ok) return;
      const { people, next } = answer.data;
      setListed({ key, people, next, atMs: Date.now() });
    }, TYPING_PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [key, run]);
  const more = useCallback(async () => {
    if (!listed?.next) return;
    const [asked] = JSON.parse(listed.key) as [PeopleQuery];
    const answer = await run({ ...asked, cursor: listed.next });
    if (!answer.ok) return;
    const { people, next } = answer.data;
    // Nothing is added to a list that was asked for anew meanwhile.
    setListed((now) =>
      now?.next === listed.next && now.key === listed.key
        ? { ...now, people: [...now.people, ...people], next }
        : now,
    );
  }, [listed, run]);
  const refresh = useCallback(() => setRound((value) => value + 1), []);
  return { listed, more, refresh, failure, isBusy };
}
