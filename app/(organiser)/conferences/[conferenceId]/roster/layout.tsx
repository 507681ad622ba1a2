import type { ReactNode } from 'react';
import { Messages } from '../../../../_server/messages-of.tsx';

/** The summons list. */
export default function RosterLayout({ children }: { children: ReactNode }) {
  return <Messages of={['conference', 'roster']}>{children}</Messages>;
}
