import type { ReactNode } from 'react';
import { Messages } from '../../_server/messages-of.tsx';

/** Figures that fill a screen, without the frame. */
export default function WallLayout({ children }: { children: ReactNode }) {
  return <Messages of={['dashboard']}>{children}</Messages>;
}
