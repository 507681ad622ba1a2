'use client';

import { useTranslations } from 'next-intl';
import { Dialog } from '../../_ui/dialog.tsx';
import { newEventId } from './event-id.ts';
import { PersonForm, type PersonDetail } from './mark-forms.tsx';
import type { Desk } from './use-desk.ts';

interface WalkInDialogProps {
  open: boolean;
  onOpen: (open: boolean) => void;
  desk: Desk;
}

/** ngoài danh sách: somebody who came without being summoned. */
export function WalkInDialog({ open, onOpen, desk }: WalkInDialogProps) {
  const t = useTranslations('door');
  const submit = async (detail: PersonDetail) => {
    const subject = { kind: 'WALK_IN' as const, walkInId: newEventId() };
    const label = detail.personName.trim();
    const mark = { subject, kind: 'WALK_IN' as const, method: 'MANUAL' as const, label, detail };
    // What was typed stays in the form when the machine could not store it.
    if (await desk.mark(mark, null)) onOpen(false);
  };
  return (
    <Dialog
      open={open}
      onOpen={onOpen}
      title={t('walkInTitle')}
      description={t('walkInText')}
      shape="sheet"
    >
      <PersonForm
        label={t('walkInTitle')}
        submitLabel={t('confirmWalkIn')}
        fields={['position', 'unitName']}
        onSubmit={(detail) => void submit(detail)}
      />
    </Dialog>
  );
}
