import type { ReactNode } from 'react';
import { Shell } from '../_server/shell.tsx';
import { Card } from '../_ui/page-header.tsx';

interface EntryPageProps {
  title: string;
  text: ReactNode;
  /** Below the sheet: the other way in. */
  footer?: ReactNode;
  children: ReactNode;
}

/** One narrow sheet in the middle: sign in, set up, join. */
export function EntryPage({ title, text, footer, children }: EntryPageProps) {
  return (
    <Shell width="page">
      <div className="mx-auto flex w-full max-w-md flex-1 flex-col gap-4 sm:pt-[8dvh]">
        <Card className="flex flex-col gap-6 p-5 sm:p-8">
          <header className="flex flex-col gap-1">
            <h1 className="text-xl font-semibold">{title}</h1>
            <p className="text-base text-ink-2">{text}</p>
          </header>
          {children}
        </Card>
        {footer && <div className="px-1 text-base text-ink-2">{footer}</div>}
      </div>
    </Shell>
  );
}
