import type { ReactNode } from 'react';
import { Shell } from '../../_server/shell.tsx';

export default function HeadcountLayout({ children }: { children: ReactNode }) {
  return <Shell width="wide">{children}</Shell>;
}
