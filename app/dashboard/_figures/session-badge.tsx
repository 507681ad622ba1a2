import { useTranslations } from 'next-intl';
import { StatusBadge, type Status } from '../../_ui/status-badge.tsx';
import type { SessionState } from './session-info.ts';

const STATUS: Record<SessionState, Status> = {
  planned: 'scheduled',
  open: 'running',
  closed: 'closed',
};

export function SessionBadge({ state }: { state: SessionState }) {
  const t = useTranslations('dashboard');
  return <StatusBadge status={STATUS[state]} text={t(`sessionState.${state}`)} />;
}
