'use client';

import { Undo2 } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { formatCheckInCode } from '#domain/check-in-code.ts';
import { IconButton } from '../../_ui/button.tsx';
import { Section } from '../../_ui/page-header.tsx';
import type { DoorGuest, DoorView, DoorWalkIn, Mark } from './door-view.ts';
import { MarkIcon } from './mark-icon.tsx';
import type { Desk } from './use-desk.ts';

/** Who sits here without being on the hall's list: walk-ins, and delegates of other halls. */
export function ExtraPeople({ view, desk }: { view: DoorView; desk: Desk }) {
  const t = useTranslations('door');
  const { walkIns, guests } = view;
  return (
    <>
      {walkIns.length > 0 && (
        <Section title={t('walkIns')}>
          <ul className="rounded-lg border border-line bg-surface">
            {walkIns.map((walkIn) => (
              <WalkInRow key={walkIn.walkInId} walkIn={walkIn} desk={desk} />
            ))}
          </ul>
        </Section>
      )}
      {guests.length > 0 && (
        <Section title={t('guests')}>
          <ul className="rounded-lg border border-line bg-surface">
            {guests.map((guest) => (
              <GuestRow key={guest.key} guest={guest} desk={desk} />
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function WalkInRow({ walkIn, desk }: { walkIn: DoorWalkIn; desk: Desk }) {
  const { walkInId, personName, position, unitName, decidingCheckInId: undoesId } = walkIn;
  const subject = { kind: 'WALK_IN' as const, walkInId };
  return (
    <ExtraRow
      name={personName}
      note={[position, unitName].filter(Boolean).join(' · ')}
      presentAtMs={walkIn.presentAtMs}
      mark={walkIn.mark}
      onUndo={undoesId === null ? null : () => desk.undo({ undoesId, subject, label: personName })}
    />
  );
}

function GuestRow({ guest, desk }: { guest: DoorGuest; desk: Desk }) {
  const t = useTranslations('door');
  const { delegate, checkInCode, attendance } = guest;
  const code = checkInCode ? t('codeLabel', { code: formatCheckInCode(checkInCode) }) : null;
  const name = delegate
    ? `${delegate.familyName} ${delegate.givenName}`.trim()
    : (code ?? t('otherHall'));
  const undoesId = attendance.decidingCheckInId;
  const subject = checkInCode
    ? { kind: 'CODE' as const, checkInCode }
    : { kind: 'DELEGATE' as const, delegateId: guest.key };
  return (
    <ExtraRow
      name={name}
      note={delegate?.siteName ?? ''}
      presentAtMs={attendance.presentAtMs ?? 0}
      mark={guest.mark}
      onUndo={undoesId === null ? null : () => desk.undo({ undoesId, subject, label: name })}
    />
  );
}

interface ExtraRowProps {
  name: string;
  note: string;
  presentAtMs: number;
  mark: Mark;
  onUndo: (() => void) | null;
}

function ExtraRow({ name, note, presentAtMs, mark, onUndo }: ExtraRowProps) {
  const t = useTranslations('door');
  const format = useFormatter();
  return (
    <li className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p>{name}</p>
        <p className="flex items-center gap-2 text-sm text-ink-2">
          <span className="truncate">{note}</span>
          {t('presentAt', { time: format.dateTime(new Date(presentAtMs), 'time') })}
          <MarkIcon mark={mark} />
        </p>
      </div>
      {onUndo && <IconButton icon={Undo2} label={`${t('undo')}: ${name}`} onClick={onUndo} />}
    </li>
  );
}
