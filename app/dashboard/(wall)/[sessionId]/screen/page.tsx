import { getTranslations } from 'next-intl/server';
import { WallView } from '../../../_figures/wall-view.tsx';
import { requireFigures, toSessionInfo } from '../../../session-guard.ts';

export async function generateMetadata() {
  return { title: (await getTranslations('dashboard'))('openScreen') };
}

export default async function ScreenPage({ params }: { params: Promise<{ sessionId: string }> }) {
  const { sessionId } = await params;
  const { session, reach } = await requireFigures(sessionId);
  return <WallView session={toSessionInfo(session)} reach={reach} />;
}
