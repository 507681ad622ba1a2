'use client';

import { Video } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { LiveProvider } from '../../../../_live/live-provider.tsx';
import { useFailureText } from '../../../../_live/use-command.ts';
import { useStream } from '../../../../_live/use-stream.ts';
import { Button, LinkButton } from '../../../../_ui/button.tsx';
import { EmptyState, ErrorState } from '../../../../_ui/empty-state.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { PageHeader } from '../../../../_ui/page-header.tsx';
import { Skeleton } from '../../../../_ui/skeleton.tsx';
import { RecordingCard } from './recording-card.tsx';

interface RecordingsViewProps {
  conferenceId: string;
  mayRemove: boolean;
  mayDirect: boolean;
}

/** Everything that was recorded of a conference: what runs, what is being made, what can be watched. */
export function RecordingsView(props: RecordingsViewProps) {
  const t = useTranslations('recording');
  return (
    <LiveProvider as="account">
      <PageHeader title={t('title')} note={t('lead')} />
      <List {...props} />
    </LiveProvider>
  );
}

function List({ conferenceId, mayRemove, mayDirect }: RecordingsViewProps) {
  const t = useTranslations('recording');
  const failureText = useFailureText();
  const view = useStream({
    subscribe: 'recording:subscribe',
    input: { conferenceId },
    event: 'recordings:changed',
    matches: (event) => event.conferenceId === conferenceId,
    fold: (state, { recordings }) => ({ ...state, recordings }),
  });
  if (view.kind === 'loading') return <ListSkeleton />;
  if (view.kind === 'failed') {
    const reload = <Button onClick={() => window.location.reload()}>{t('reload')}</Button>;
    return (
      <ErrorState title={t('failedTitle')} action={reload}>
        {failureText(view.failure)}
      </ErrorState>
    );
  }
  const { recordings } = view.state;
  if (recordings.length === 0) {
    const open = mayDirect && (
      <LinkButton href="/control-room" icon={Video}>
        {t('emptyAction')}
      </LinkButton>
    );
    return (
      <EmptyState icon={Video} title={t('emptyTitle')} action={open}>
        {t('emptyText')}
      </EmptyState>
    );
  }
  return (
    <>
      {view.kind === 'stale' && <Notice tone="warn">{t('stale')}</Notice>}
      <ul className="flex flex-col gap-4">
        {recordings.map((recording) => (
          <RecordingCard key={recording.recordingId} recording={recording} mayRemove={mayRemove} />
        ))}
      </ul>
    </>
  );
}

function ListSkeleton() {
  const t = useTranslations('common');
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">{t('loading')}</span>
      {[0, 1, 2].map((index) => (
        <Skeleton key={index} className="h-36 w-full" />
      ))}
    </div>
  );
}
