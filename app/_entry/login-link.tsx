'use client';

import { usePathname } from 'next/navigation';
import { LinkButton } from '../_ui/button.tsx';

/** To the sign-in, and back to this page afterwards. */
export function LoginLink({ label }: { label: string }) {
  const path = usePathname();
  return (
    <LinkButton tone="primary" href={`/login?next=${encodeURIComponent(path)}`}>
      {label}
    </LinkButton>
  );
}
