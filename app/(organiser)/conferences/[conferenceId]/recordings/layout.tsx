import type { ReactNode } from 'react';
import { Messages } from '../../../../_server/messages-of.tsx';

/** What was recorded. */
export default function RecordingsLayout({ children }: { children: ReactNode }) {
  return <Messages of={['conference', 'recording']}>{children}</Messages>;
}
