import type { ReactNode } from 'react';
import { Messages } from '../_server/messages-of.tsx';

/** A delegate’s own page. */
export default function PassLayout({ children }: { children: ReactNode }) {
  return <Messages of={['pass']}>{children}</Messages>;
}
