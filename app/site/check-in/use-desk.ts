'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { readCheckInCode } from '#domain/check-in-code.ts';
import type { Guest } from '#contract/check-in.ts';
import type { DoorEngine } from './door-engine.ts';
import type { DoorModel, NewMark } from './door-model.ts';
import { NotThisDoor, type OutboxEntry } from './door-store.ts';
import type { DoorPerson } from './door-view.ts';

/** What the clerk is told about the last thing that happened at the door. */
export type DeskResult =
  | { kind: 'idle' }
  | { kind: 'marked'; entry: OutboxEntry; person: DoorPerson | null }
  | { kind: 'already'; person: DoorPerson }
  | { kind: 'not-a-code' }
  | { kind: 'stranger'; code: string; answer: StrangerAnswer }
  /** The machine could not store it: nothing was marked. */
  | { kind: 'failed' }
  /** The machine is leaving the hall, or left it in another tab: nothing was marked. */
  | { kind: 'not-this-door' };

export type StrangerAnswer =
  | { kind: 'asking' }
  | { kind: 'nobody' }
  | { kind: 'no-network' }
  | { kind: 'guest'; guest: Guest };

export interface Desk {
  result: DeskResult;
  /** Rises with every result, so that the same one twice flashes twice. */
  flash: number;
  scan: (text: string) => void;
  /** Marks; the result follows once it is durable. */
  mark: (mark: NewMark, person: DoorPerson | null) => Promise<boolean>;
  undo: (given: { undoesId: string; subject: NewMark['subject']; label: string }) => void;
  clear: () => void;
}

/** Long enough to take the last mark back; then the place is free for the list. */
const SHOWN_MS = 12_000;

/** The clerk's hands: turns scans and presses into marks, and says what came of them. */
export function useDesk({ engine, model }: { engine: DoorEngine; model: DoorModel }): Desk {
  const [{ result, flash }, setShown] = useState<{ result: DeskResult; flash: number }>({
    result: { kind: 'idle' },
    flash: 0,
  });
  const show = useCallback(
    (next: DeskResult) => setShown((shown) => ({ result: next, flash: shown.flash + 1 })),
    [],
  );
  const view = useRef(model.view);
  useEffect(() => {
    view.current = model.view;
  }, [model.view]);

  const mark = useCallback(
    async (given: NewMark, person: DoorPerson | null) => {
      try {
        const entry = await engine.mark(given);
        navigator.vibrate?.(60);
        show({ kind: 'marked', entry, person });
        return true;
      } catch (error) {
        show({ kind: error instanceof NotThisDoor ? 'not-this-door' : 'failed' });
        return false;
      }
    },
    [engine, show],
  );

  const scan = useCallback(
    (text: string) => {
      const code = readCheckInCode(text);
      if (code === null) return show({ kind: 'not-a-code' });
      const person = view.current?.byCode.get(code);
      if (!person) return void askAbout(code, { engine, show });
      // Somebody who went and comes back is marked again; whoever is here stays as they are.
      const isHere =
        person.attendance.status === 'PRESENT' && person.attendance.leftEarlyAtMs === null;
      if (isHere) return show({ kind: 'already', person });
      void mark(presentMark(person, 'QR'), person);
    },
    [engine, mark, show],
  );

  const undo = useCallback<Desk['undo']>(
    ({ undoesId, subject, label }) =>
      void mark({ subject, kind: 'UNDO', method: 'MANUAL', label, undoesId }, null),
    [mark],
  );
  const clear = useCallback(() => show({ kind: 'idle' }), [show]);
  useEffect(() => {
    if (result.kind !== 'marked' && result.kind !== 'already') return;
    const timer = setTimeout(clear, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result, clear]);
  return { result, flash, scan, mark, undo, clear };
}

/** «Có mặt» of a delegate on the hall's list. */
export function presentMark(person: DoorPerson, method: NewMark['method']): NewMark {
  const subject = { kind: 'DELEGATE' as const, delegateId: person.delegate.id };
  return { subject, kind: 'PRESENT', method, label: person.fullName };
}

async function askAbout(
  code: string,
  { engine, show }: { engine: DoorEngine; show: (result: DeskResult) => void },
): Promise<void> {
  show({ kind: 'stranger', code, answer: { kind: 'asking' } });
  const answer = await engine.findGuest(code);
  const said: StrangerAnswer = !answer.ok
    ? { kind: 'no-network' }
    : answer.data.delegate
      ? { kind: 'guest', guest: answer.data.delegate }
      : { kind: 'nobody' };
  show({ kind: 'stranger', code, answer: said });
}
