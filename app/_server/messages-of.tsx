import { NextIntlClientProvider } from 'next-intl';
import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';
import { BASE_NAMESPACES } from './base-namespaces.ts';

interface MessagesProps {
  /** Namespaces of this place and of the places around it: an inner list replaces an outer one. */
  of: readonly string[];
  children: ReactNode;
}

/** Sends the browser only the texts that a place's client parts use; `places.test.ts` checks the lists. */
export async function Messages({ of, children }: MessagesProps) {
  const all: Record<string, unknown> = await getMessages();
  const names = [...new Set([...BASE_NAMESPACES, ...of])];
  const messages = Object.fromEntries(names.map((name) => [name, all[name]]));
  return (
    <NextIntlClientProvider messages={messages as typeof all}>{children}</NextIntlClientProvider>
  );
}
