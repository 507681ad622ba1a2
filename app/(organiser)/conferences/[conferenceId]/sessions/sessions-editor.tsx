'use client';

import { CalendarClock, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '../../../../_ui/button.tsx';
import { EmptyState } from '../../../../_ui/empty-state.tsx';
import { PageHeader } from '../../../../_ui/page-header.tsx';
import { SessionCard } from './session-card.tsx';
import { SessionDialog } from './session-dialog.tsx';
import type { Access, ConferenceView, SessionView } from './session-view.ts';

interface SessionsEditorProps {
  conference: ConferenceView;
  sessions: readonly SessionView[];
  access: Access;
}

/** The sessions of a round, each with its agenda. */
export function SessionsEditor({ conference, sessions, access }: SessionsEditorProps) {
  const t = useTranslations('conference.sessions');
  const [isAdding, setIsAdding] = useState(false);
  const add = access === 'edit' && (
    <Button
      icon={Plus}
      tone={sessions.length === 0 ? 'primary' : 'secondary'}
      onClick={() => setIsAdding(true)}
    >
      {t('add')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('title')} note={t('note')} actions={add} />
      {sessions.length === 0 ? (
        <EmptyState icon={CalendarClock} title={t('emptyTitle')} action={add}>
          {t('emptyText')}
        </EmptyState>
      ) : (
        <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-2">
          {sessions.map((session) => (
            <SessionCard
              key={session.id}
              conference={conference}
              session={session}
              access={access}
            />
          ))}
        </div>
      )}
      {isAdding && (
        <SessionDialog
          conference={conference}
          session={null}
          count={sessions.length}
          onClose={() => setIsAdding(false)}
        />
      )}
    </>
  );
}
