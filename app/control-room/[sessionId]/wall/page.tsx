import { getTranslations } from 'next-intl/server';
import { WallView } from '../../_room/wall-view.tsx';
import { readRoom, type RoomPageProps } from '../../session-guard.ts';

export async function generateMetadata() {
  return { title: (await getTranslations('control-room'))('wall') };
}

export default async function WallPage(props: RoomPageProps) {
  return <WallView {...await readRoom(props)} />;
}
