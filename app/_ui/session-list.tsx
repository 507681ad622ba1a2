import { getFormatter } from 'next-intl/server';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Card, Section } from './page-header.tsx';

interface ListedSession {
  id: string;
  name: string;
  conferenceId: string;
  conferenceName: string;
  startsAt: Date;
  endsAt: Date;
}

interface SessionListProps<S extends ListedSession> {
  sessions: readonly S[];
  hrefOf: (session: S) => string;
  badgeOf: (session: S) => ReactNode;
}

/** Sessions to choose from, by conference, each with its day, its hours and how it stands. */
export async function SessionList<S extends ListedSession>({
  sessions,
  hrefOf,
  badgeOf,
}: SessionListProps<S>) {
  const format = await getFormatter();
  const hours = ({ startsAt, endsAt }: S) =>
    [startsAt, endsAt].map((at) => format.dateTime(at, 'time')).join('–');
  const conferences = Map.groupBy(sessions, ({ conferenceId }) => conferenceId);
  return [...conferences].map(([id, own]) => (
    <Section key={id} title={own[0]?.conferenceName ?? ''}>
      <Card className="divide-y divide-line">
        {own.map((session) => (
          <Link
            key={session.id}
            href={hrefOf(session)}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-4 hover:bg-hover sm:px-6"
          >
            <span className="font-semibold">{session.name}</span>
            <span data-count className="flex items-center gap-4 text-ink-2">
              {format.dateTime(session.startsAt, 'date')}, {hours(session)}
              {badgeOf(session)}
            </span>
          </Link>
        ))}
      </Card>
    </Section>
  ));
}
