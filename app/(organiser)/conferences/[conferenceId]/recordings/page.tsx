import { getTranslations } from 'next-intl/server';
import { can } from '#domain/permissions.ts';
import { requireConferencePage } from '../../conference-guard.ts';
import { RecordingsView } from './recordings-view.tsx';

export async function generateMetadata() {
  return { title: (await getTranslations('recording'))('title') };
}

export default async function RecordingsPage({
  params,
}: {
  params: Promise<{ conferenceId: string }>;
}) {
  const { conferenceId } = await params;
  const { account } = await requireConferencePage(conferenceId, 'recording:read');
  return (
    <RecordingsView
      conferenceId={conferenceId}
      mayRemove={can(account, 'recording:remove', { conferenceId })}
      mayDirect={can(account, 'control-room:follow', { conferenceId })}
    />
  );
}
