import type { ReactNode } from 'react';
import { Messages } from '../../_server/messages-of.tsx';
import { Shell } from '../../_server/shell.tsx';

export default function DashboardLayout({ children }: { children: ReactNode }) {
  return (
    <Shell width="wide">
      <Messages of={['dashboard', 'following']}>{children}</Messages>
    </Shell>
  );
}
