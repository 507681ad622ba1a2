'use client';

import { useTranslations } from 'next-intl';
import { ConfirmDialog } from '../../_ui/confirm-dialog.tsx';
import { useRoomParts } from './room-context.tsx';

/** Muting hundreds of halls is asked for once: they are let speak again only one by one. */
export function MuteAllDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('control-room.muteAll');
  const { director } = useRoomParts();
  return (
    <ConfirmDialog
      open={open}
      onOpen={(next) => !next && onClose()}
      title={t('title')}
      confirmLabel={t('button')}
      onConfirm={() => director.muteAll()}
    >
      {t('text')}
    </ConfirmDialog>
  );
}
