import type { ReactNode } from 'react';
import { Messages } from '../../../../_server/messages-of.tsx';

/** Lists from workbooks. */
export default function ImportLayout({ children }: { children: ReactNode }) {
  return <Messages of={['conference', 'import']}>{children}</Messages>;
}
