import { getTranslations } from 'next-intl/server';
import { RoomView } from '../_room/room-view.tsx';
import { readRoom, type RoomPageProps } from '../session-guard.ts';

export async function generateMetadata() {
  return { title: (await getTranslations('control-room'))('title') };
}

export default async function ControlRoomPage(props: RoomPageProps) {
  return <RoomView {...await readRoom(props)} />;
}
