import type { ReactNode } from 'react';
import { Messages } from '../_server/messages-of.tsx';

/** How to trust the certificate. */
export default function TrustLayout({ children }: { children: ReactNode }) {
  return <Messages of={['trust']}>{children}</Messages>;
}
