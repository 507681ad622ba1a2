'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { UnitTreeRow } from '#db/queries/unit.ts';
import { useCommand } from '../_live/use-command.ts';
import { ConfirmDialog } from '../_ui/confirm-dialog.tsx';
import { Notice } from '../_ui/notice.tsx';
import { TextField } from '../_ui/text-field.tsx';

interface CloseUnitDialogProps {
  unit: UnitTreeRow;
  today: string;
  onClose: () => void;
}

/** Ends a unit after a day; what was counted for it stays. */
export function CloseUnitDialog({ unit, today, onClose }: CloseUnitDialogProps) {
  const t = useTranslations('unit');
  const router = useRouter();
  const close = useCommand('unit:close', 'account');
  const [validTo, setValidTo] = useState(today);
  return (
    <ConfirmDialog
      open
      onOpen={onClose}
      title={t('closeTitle', { name: unit.name })}
      confirmLabel={t('close')}
      tone="primary"
      onConfirm={async () => {
        if (!validTo) return false;
        const answer = await close.run({ unitId: unit.id, validTo });
        if (answer.ok) router.refresh();
        return answer.ok;
      }}
    >
      <p className="mb-4">{t('closeText')}</p>
      <TextField
        label={t('validTo')}
        type="date"
        value={validTo}
        onChange={(event) => setValidTo(event.target.value)}
      />
      {close.failure && (
        <Notice tone="danger" className="mt-3">
          {close.progress.kind === 'failed' && close.progress.code === 'IN_USE'
            ? t('closeBelowFirst')
            : close.failure}
        </Notice>
      )}
    </ConfirmDialog>
  );
}
