'use client';

import { Printer } from 'lucide-react';
import { Button } from '../../../../../../_ui/button.tsx';

export function PrintButton({ label }: { label: string }) {
  return (
    <Button tone="primary" icon={Printer} onClick={() => window.print()}>
      {label}
    </Button>
  );
}
