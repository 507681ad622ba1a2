'use client';

import { ChartColumn, DoorOpen } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useCommand } from '../../../_live/use-command.ts';
import { Button, LinkButton } from '../../../_ui/button.tsx';
import { ConfirmDialog } from '../../../_ui/confirm-dialog.tsx';
import { EmptyState } from '../../../_ui/empty-state.tsx';
import { Notice } from '../../../_ui/notice.tsx';
import { StatusBadge, type Status } from '../../../_ui/status-badge.tsx';
import { useToast } from '../../../_ui/toast.tsx';

export interface DoorSession {
  id: string;
  name: string;
  startsAt: string;
  endsAt: string;
  openedAt: string | null;
  closedAt: string | null;
}

interface SessionDoorsProps {
  sessions: readonly DoorSession[];
  mayOpen: 'yes' | 'no';
  /** Whether anybody is summoned; unknown to those who do not reach the whole round. */
  roster: 'some' | 'empty' | 'unknown';
}

/** Each session with the state of its doors, and the button that opens them. */
export function SessionDoors({ sessions, mayOpen, roster }: SessionDoorsProps) {
  const t = useTranslations('conference');
  const [asked, setAsked] = useState<DoorSession | null>(null);
  if (sessions.length === 0) {
    return (
      <div className="rounded-lg border border-line bg-surface">
        <EmptyState title={t('noSessions')}>{t('noSessionsText')}</EmptyState>
      </div>
    );
  }
  return (
    <>
      <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
        {sessions.map((session) => (
          <DoorLine
            key={session.id}
            session={session}
            onOpen={mayOpen === 'yes' ? () => setAsked(session) : undefined}
          />
        ))}
      </ul>
      <OpenDialog session={asked} roster={roster} onClose={() => setAsked(null)} />
    </>
  );
}

function DoorLine({ session, onOpen }: { session: DoorSession; onOpen: (() => void) | undefined }) {
  const t = useTranslations('conference');
  const format = useFormatter();
  const time = (text: string) => format.dateTime(new Date(text), 'time');
  const status = statusOf(session);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3.5 sm:px-5">
      <div className="flex min-w-0 flex-1 basis-48 flex-col">
        <span className="text-base font-medium">{session.name}</span>
        <span className="text-sm text-ink-2" data-count>
          {format.dateTime(new Date(session.startsAt), 'date')}, {time(session.startsAt)} –{' '}
          {time(session.endsAt)}
        </span>
      </div>
      <StatusBadge
        status={status}
        text={
          session.openedAt && !session.closedAt
            ? t('doorsOpenedAt', { time: format.dateTime(new Date(session.openedAt), 'dateTime') })
            : t(`doorState.${status}`)
        }
      />
      {status !== 'scheduled' && (
        <LinkButton size="small" icon={ChartColumn} href={`/dashboard/${session.id}`}>
          {t('figures')}
        </LinkButton>
      )}
      {status === 'scheduled' && onOpen && (
        <Button size="small" icon={DoorOpen} onClick={onOpen}>
          {t('openDoors')}
        </Button>
      )}
    </li>
  );
}

function statusOf({
  openedAt,
  closedAt,
}: DoorSession): Extract<Status, 'closed' | 'running' | 'scheduled'> {
  if (closedAt) return 'closed';
  return openedAt ? 'running' : 'scheduled';
}

interface OpenDialogProps extends Pick<SessionDoorsProps, 'roster'> {
  session: DoorSession | null;
  onClose: () => void;
}

function OpenDialog({ session, roster, onClose }: OpenDialogProps) {
  const t = useTranslations('conference');
  const router = useRouter();
  const notify = useToast();
  const open = useCommand('session:open', 'account');
  return (
    <ConfirmDialog
      open={session !== null}
      onOpen={onClose}
      title={t('openDoorsTitle', { name: session?.name ?? '' })}
      confirmLabel={t('openDoors')}
      tone="primary"
      onConfirm={async () => {
        if (!session) return true;
        const answer = await open.run({ sessionId: session.id });
        if (answer.ok) {
          notify({ tone: 'ok', text: t('doorsOpened', { name: session.name }) });
          router.refresh();
        }
        return answer.ok;
      }}
    >
      <p>{t('openDoorsText')}</p>
      {roster === 'empty' && (
        <Notice tone="warn" className="mt-3">
          {t('openDoorsEmpty')}
        </Notice>
      )}
      {open.failure && (
        <Notice tone="danger" className="mt-3">
          {open.failure}
        </Notice>
      )}
    </ConfirmDialog>
  );
}
