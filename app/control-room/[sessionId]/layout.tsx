import type { ReactNode } from 'react';
import { Messages } from '../../_server/messages-of.tsx';

/** The control room of a session and its wall, without the frame. */
export default function ControlRoomLayout({ children }: { children: ReactNode }) {
  return <Messages of={['control-room', 'hall', 'following']}>{children}</Messages>;
}
