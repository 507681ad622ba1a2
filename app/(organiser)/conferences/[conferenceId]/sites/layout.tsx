import type { ReactNode } from 'react';
import { Messages } from '../../../../_server/messages-of.tsx';

/** The halls of a conference. */
export default function SitesLayout({ children }: { children: ReactNode }) {
  return (
    <Messages of={['conference', 'site', 'following', 'door', 'hand-in']}>{children}</Messages>
  );
}
