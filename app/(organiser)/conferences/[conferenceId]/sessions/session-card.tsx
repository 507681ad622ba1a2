'use client';

import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatDate, formatTime } from '#domain/text/date-format.ts';
import { useCommand } from '../../../../_live/use-command.ts';
import { IconButton } from '../../../../_ui/button.tsx';
import { ConfirmDialog } from '../../../../_ui/confirm-dialog.tsx';
import { Menu, MenuItem } from '../../../../_ui/menu.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { AgendaEditor } from './agenda-editor.tsx';
import { SessionDialog } from './session-dialog.tsx';
import type { Access, ConferenceView, SessionView } from './session-view.ts';

interface SessionCardProps {
  conference: ConferenceView;
  session: SessionView;
  access: Access;
}

/** One session: its name and times, and its agenda below. */
export function SessionCard({ conference, session, access }: SessionCardProps) {
  const t = useTranslations('conference.sessions');
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const { startsAtMs, endsAtMs, lateAfterMs } = session;
  return (
    <section className="flex flex-col rounded-lg border border-line bg-surface">
      <header className="flex items-start gap-3 border-b border-line px-4 py-3 sm:px-5">
        <div className="min-w-0 flex-1">
          <h2 className="text-lg font-semibold">{session.name}</h2>
          <p data-count className="text-sm text-ink-2">
            {formatDate(startsAtMs)}, {formatTime(startsAtMs)} – {formatTime(endsAtMs)} ·{' '}
            {t('lateNote', { time: formatTime(lateAfterMs) })}
          </p>
        </div>
        {access === 'edit' && (
          <Menu trigger={<IconButton icon={Ellipsis} label={`${t('edit')}: ${session.name}`} />}>
            <MenuItem icon={Pencil} onSelect={() => setOpen('edit')}>
              {t('edit')}
            </MenuItem>
            <MenuItem icon={Trash2} tone="danger" onSelect={() => setOpen('remove')}>
              {t('remove')}
            </MenuItem>
          </Menu>
        )}
      </header>
      <AgendaEditor session={session} access={access} />
      {open === 'edit' && (
        <SessionDialog
          conference={conference}
          session={session}
          count={0}
          onClose={() => setOpen(null)}
        />
      )}
      <RemoveDialog session={session} open={open === 'remove'} onClose={() => setOpen(null)} />
    </section>
  );
}

function RemoveDialog(props: { session: SessionView; open: boolean; onClose: () => void }) {
  const { session, open, onClose } = props;
  const t = useTranslations('conference.sessions');
  const router = useRouter();
  const remove = useCommand('session:remove', 'account');
  return (
    <ConfirmDialog
      open={open}
      onOpen={onClose}
      title={t('removeTitle', { name: session.name })}
      confirmLabel={t('remove')}
      onConfirm={async () => {
        const answer = await remove.run({ sessionId: session.id });
        if (answer.ok) router.refresh();
        return answer.ok;
      }}
    >
      <p>{t('removeText')}</p>
      {remove.failure && (
        <Notice tone="danger" className="mt-3">
          {remove.failure}
        </Notice>
      )}
    </ConfirmDialog>
  );
}
