'use client';

import { LogOut } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '../../_ui/button.tsx';
import { ConfirmDialog } from '../../_ui/confirm-dialog.tsx';
import { Notice } from '../../_ui/notice.tsx';
import type { DoorEngine } from './door-engine.ts';
import type { DoorModel } from './door-model.ts';
import { isUnsaved } from './door-store.ts';
import { forgetOfflineShell } from '../use-offline-shell.ts';

/** The way out; refused while a mark would be lost. */
export function LeaveDevice({ engine, model }: { engine: DoorEngine; model: DoorModel }) {
  const t = useTranslations('door');
  const [isAsking, setIsAsking] = useState(false);
  const [refusal, setRefusal] = useState<'undelivered' | 'no-network' | null>(null);
  const unsaved = [...model.undelivered, ...model.refused].filter(isUnsaved).length;
  const ask = () => {
    setRefusal(unsaved > 0 ? 'undelivered' : null);
    setIsAsking(unsaved === 0);
  };
  const leave = async () => {
    const outcome = await engine.leave();
    if (outcome !== 'left') {
      setRefusal(outcome);
      return setIsAsking(false);
    }
    await forgetOfflineShell();
    window.location.assign('/');
  };
  return (
    <section className="flex flex-col items-start gap-3 border-t border-line pt-4">
      {refusal === 'undelivered' && (
        <Notice tone="danger">{t('leaveUndelivered', { count: unsaved })}</Notice>
      )}
      {refusal === 'no-network' && <Notice tone="danger">{t('leaveNoNetwork')}</Notice>}
      <Button icon={LogOut} onClick={ask}>
        {t('leave')}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpen={setIsAsking}
        title={t('leaveTitle')}
        confirmLabel={t('leaveConfirm')}
        onConfirm={leave}
      >
        {t('leaveText')}
      </ConfirmDialog>
    </section>
  );
}
