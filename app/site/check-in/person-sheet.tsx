'use client';

import { Check, LogOut, RotateCcw, Undo2, UserRoundX, UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { formatCheckInCode } from '#domain/check-in-code.ts';
import { Button } from '../../_ui/button.tsx';
import { Dialog } from '../../_ui/dialog.tsx';
import { KeyValue } from '../../_ui/key-value.tsx';
import type { NewMark } from './door-model.ts';
import type { DoorPerson } from './door-view.ts';
import { ExcusedForm, SubstituteForm } from './mark-forms.tsx';
import { MarkIcon } from './mark-icon.tsx';
import { useStatusLine } from './status-line.ts';
import { presentMark, type Desk } from './use-desk.ts';

interface PersonSheetProps {
  person: DoorPerson | null;
  desk: Desk;
  onClose: () => void;
}

/** One person, with every mark a door can make, as buttons for thumbs. */
export function PersonSheet({ person, desk, onClose }: PersonSheetProps) {
  return (
    <Dialog
      open={person !== null}
      onOpen={(isOpen) => !isOpen && onClose()}
      title={person?.fullName ?? ''}
      shape="sheet"
    >
      {person && (
        <PersonBody key={person.delegate.id} person={person} desk={desk} onClose={onClose} />
      )}
    </Dialog>
  );
}

function PersonBody({ person, desk, onClose }: PersonSheetProps & { person: DoorPerson }) {
  const statusLine = useStatusLine();
  const [form, setForm] = useState<'none' | 'excused' | 'substitute'>('none');
  const send = (given: Pick<NewMark, 'kind'> & Partial<NewMark>) => {
    void desk.mark({ ...presentMark(person, 'NAME'), ...given }, person);
    onClose();
  };
  return (
    <>
      <p className="flex flex-wrap items-center gap-3 text-lg">
        {statusLine(person.attendance)}
        <MarkIcon mark={person.mark} withText="shown" />
      </p>
      {form === 'none' && <MarkButtons {...{ person, desk, send, setForm, onClose }} />}
      {form === 'excused' && (
        <ExcusedForm onSubmit={(reason) => send({ kind: 'EXCUSED', detail: { reason } })} />
      )}
      {form === 'substitute' && (
        <SubstituteForm onSubmit={(detail) => send({ kind: 'SUBSTITUTE', detail })} />
      )}
      <PersonFacts person={person} />
    </>
  );
}

interface MarkButtonsProps {
  person: DoorPerson;
  desk: Desk;
  send: (given: Pick<NewMark, 'kind'>) => void;
  setForm: (form: 'excused' | 'substitute') => void;
  onClose: () => void;
}

function MarkButtons({ person, desk, send, setForm, onClose }: MarkButtonsProps) {
  const t = useTranslations('door');
  const { status, leftEarlyAtMs, isSubstitute, decidingCheckInId } = person.attendance;
  const isPresent = status === 'PRESENT';
  const hasLeft = leftEarlyAtMs !== null;
  const undo = () => {
    if (decidingCheckInId === null) return;
    const { subject, label } = presentMark(person, 'NAME');
    desk.undo({ undoesId: decidingCheckInId, subject, label });
    onClose();
  };
  return (
    <div className="flex flex-col gap-3">
      {(!isPresent || isSubstitute) && (
        <Button tone="primary" size="large" icon={Check} onClick={() => send({ kind: 'PRESENT' })}>
          {t('markPresent')}
        </Button>
      )}
      {isPresent && hasLeft && (
        <Button
          tone="primary"
          size="large"
          icon={RotateCcw}
          onClick={() => send({ kind: isSubstitute ? 'SUBSTITUTE' : 'PRESENT' })}
        >
          {t('markBack')}
        </Button>
      )}
      {!isPresent && (
        <>
          <Button size="large" icon={UserRoundX} onClick={() => setForm('excused')}>
            {t('markExcused')}
          </Button>
          <Button size="large" icon={UsersRound} onClick={() => setForm('substitute')}>
            {t('markSubstitute')}
          </Button>
        </>
      )}
      {isPresent && !hasLeft && (
        <Button size="large" icon={LogOut} onClick={() => send({ kind: 'LEFT_EARLY' })}>
          {t('markLeft')}
        </Button>
      )}
      {decidingCheckInId !== null && (
        <Button size="large" icon={Undo2} onClick={undo}>
          {t('undo')}
        </Button>
      )}
    </div>
  );
}

function PersonFacts({ person: { delegate } }: { person: DoorPerson }) {
  const t = useTranslations('door');
  const facts = [
    { label: t('seatLabel'), value: delegate.seat },
    { label: t('position'), value: delegate.position },
    { label: t('unit'), value: delegate.unitName },
    { label: t('category'), value: delegate.categoryName },
    {
      label: t('birthYear'),
      value: delegate.birthYear === null ? '' : String(delegate.birthYear),
    },
    { label: t('rosterCode'), value: delegate.rosterCode },
    { label: t('checkInCode'), value: formatCheckInCode(delegate.checkInCode) },
  ];
  return <KeyValue items={facts.filter(({ value }) => value !== '')} />;
}
