import type { ReactNode } from 'react';
import { Card } from '../../../../_ui/page-header.tsx';

/** Stays in sight at the end of the screen. */
export function BottomBar({ children }: { children: ReactNode }) {
  return (
    <div className="sticky bottom-3 z-20 max-sm:bottom-20">
      <Card className="p-4 shadow-lift">
        <div className="flex flex-wrap items-center gap-3">{children}</div>
      </Card>
    </div>
  );
}
