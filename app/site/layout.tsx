import type { ReactNode } from 'react';
import { Shell } from '../_server/shell.tsx';

/** The places of a hall: its console, its door, its headcount. */
export default function SiteLayout({ children }: { children: ReactNode }) {
  return <Shell width="wide">{children}</Shell>;
}
