'use client';

import { CircleAlert, CircleCheck, CircleHelp, QrCode, Undo2 } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { Button } from '../../_ui/button.tsx';
import type { DoorModel } from './door-model.ts';
import type { Door } from './door-screen.tsx';
import type { OutboxEntry } from './door-store.ts';
import type { DoorPerson, Mark } from './door-view.ts';
import { MarkIcon } from './mark-icon.tsx';
import { ResultBox } from './result-box.tsx';
import { useStatusLine } from './status-line.ts';
import { StrangerResult } from './stranger-result.tsx';
import type { Desk } from './use-desk.ts';

interface ResultPanelProps {
  model: DoorModel;
  door: Door;
  desk: Desk;
  onOpen: (delegateId: string) => void;
}

/** What became of the last badge or press: green once it is durable on this machine. */
export function ResultPanel({ model, door, desk, onOpen }: ResultPanelProps) {
  const t = useTranslations('door');
  const { result } = desk;
  switch (result.kind) {
    case 'idle':
      return (
        <ResultBox icon={QrCode} tone="quiet" kind="idle" title={t('idleTitle')}>
          {t('idleText')}
        </ResultBox>
      );
    case 'marked':
      return <Marked {...{ model, desk, door, entry: result.entry, person: result.person }} />;
    case 'already':
      return <Already person={result.person} door={door} flash={desk.flash} onOpen={onOpen} />;
    case 'not-a-code':
      return (
        <ResultBox icon={CircleHelp} tone="warn" kind="not-a-code" title={t('notACode')}>
          {t('notACodeText')}
        </ResultBox>
      );
    case 'stranger':
      return <StrangerResult code={result.code} answer={result.answer} desk={desk} />;
    case 'failed':
      return (
        <ResultBox icon={CircleAlert} tone="danger" kind="failed" title={t('failed')}>
          {t('failedText')}
        </ResultBox>
      );
    case 'not-this-door':
      return (
        <ResultBox icon={CircleAlert} tone="danger" kind="not-this-door" title={t('failed')}>
          {t('notThisDoorText')}
        </ResultBox>
      );
  }
}

interface MarkedProps {
  model: DoorModel;
  desk: Desk;
  door: Door;
  entry: OutboxEntry;
  person: DoorPerson | null;
}

const DONE = {
  PRESENT: 'welcome',
  SUBSTITUTE: 'doneSubstitute',
  EXCUSED: 'doneExcused',
  UNEXCUSED: 'doneUnexcused',
  LEFT_EARLY: 'doneLeft',
  WALK_IN: 'doneWalkIn',
  UNDO: 'doneUndo',
} as const satisfies Record<OutboxEntry['event']['kind'], string>;

function Marked({ model, desk, door, entry, person: given }: MarkedProps) {
  const t = useTranslations('door');
  const statusLine = useStatusLine();
  const now = given ? (door.view.byId.get(given.delegate.id) ?? given) : null;
  const isUndo = entry.event.kind === 'UNDO';
  const mark: Mark = model.undelivered.some(({ id }) => id === entry.id) ? 'recorded' : 'delivered';
  const refused = model.refused.find(({ id }) => id === entry.id);
  const seat = now?.delegate.seat;
  return (
    <ResultBox
      icon={isUndo ? Undo2 : CircleCheck}
      tone={refused ? 'danger' : isUndo ? 'quiet' : 'ok'}
      kind={`marked-${entry.event.kind}`}
      flash={desk.flash}
      title={entry.label}
      aside={seat ? t('seat', { seat }) : null}
      footer={
        <>
          {refused ? (
            <span className="text-sm text-danger-ink">{t('markRefused')}</span>
          ) : (
            <MarkIcon mark={mark} withText="shown" />
          )}
          {!isUndo && (
            <Button
              size="small"
              icon={Undo2}
              className="ml-auto"
              onClick={() => {
                const { subject } = entry.event;
                desk.undo({ undoesId: entry.id, subject, label: entry.label });
              }}
            >
              {t('undo')}
            </Button>
          )}
        </>
      }
    >
      {t(DONE[entry.event.kind])}
      {now && !isUndo && <span className="block text-sm">{statusLine(now.attendance)}</span>}
    </ResultBox>
  );
}

interface AlreadyProps {
  person: DoorPerson;
  door: Door;
  flash: number;
  onOpen: (delegateId: string) => void;
}

function Already({ person: given, door, flash, onOpen }: AlreadyProps) {
  const t = useTranslations('door');
  const format = useFormatter();
  const person = door.view.byId.get(given.delegate.id) ?? given;
  const { presentAtMs, isSubstitute } = given.attendance;
  const time = format.dateTime(new Date(presentAtMs ?? 0), 'time');
  const { seat, id } = person.delegate;
  return (
    <ResultBox
      icon={CircleHelp}
      tone="info"
      kind="already"
      flash={flash}
      title={person.fullName}
      aside={seat ? t('seat', { seat }) : null}
      footer={
        <>
          <MarkIcon mark={person.mark} withText="shown" />
          <Button size="small" className="ml-auto" onClick={() => onOpen(id)}>
            {t('openPerson', { name: person.delegate.givenName })}
          </Button>
        </>
      }
    >
      {t(isSubstitute ? 'alreadySubstitute' : 'already', { time })}
    </ResultBox>
  );
}
