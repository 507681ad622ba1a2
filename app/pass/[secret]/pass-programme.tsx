import { getFormatter, getTranslations } from 'next-intl/server';
import type { SessionAttendanceRow } from '#db/queries/delegate.ts';
import type { AgendaItemRow, SessionRow } from '#db/queries/session.ts';
import { agendaStartsMs } from '#domain/conference.ts';
import { formatTime } from '#domain/text/date-format.ts';
import { StatusBadge, type Status } from '../../_ui/status-badge.tsx';

interface PassProgrammeProps {
  sessions: readonly SessionRow[];
  agenda: readonly AgendaItemRow[];
  attendance: readonly SessionAttendanceRow[];
}

/** Each session with the delegate's own attendance and its agenda. */
export async function PassProgramme({ sessions, agenda, attendance }: PassProgrammeProps) {
  const [t, format] = await Promise.all([getTranslations('pass'), getFormatter()]);
  return (
    <section className="flex flex-col gap-4">
      <h2 className="text-lg font-semibold">{t('programme')}</h2>
      {sessions.map((session) => {
        const record = attendance.find((row) => row.sessionId === session.id);
        return (
          <div key={session.id} className="rounded-lg border border-line bg-surface">
            <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-3">
              <div>
                <h3 className="text-base font-semibold">{session.name}</h3>
                <p data-count className="text-sm text-ink-2">
                  {format.dateTime(session.startsAt, 'date')},{' '}
                  {format.dateTime(session.startsAt, 'time')} –{' '}
                  {format.dateTime(session.endsAt, 'time')}
                </p>
              </div>
              <StatusBadge
                status={record ? statusOf(record) : 'unmarked'}
                text={
                  record?.status === 'PRESENT' && record.presentAt
                    ? t('presentAt', { time: format.dateTime(record.presentAt, 'time') })
                    : undefined
                }
              />
            </div>
            <Agenda
              startsAtMs={session.startsAt.getTime()}
              items={agenda.filter((item) => item.sessionId === session.id)}
            />
          </div>
        );
      })}
    </section>
  );
}

function Agenda({ startsAtMs, items }: { startsAtMs: number; items: readonly AgendaItemRow[] }) {
  if (items.length === 0) return null;
  const starts = agendaStartsMs(startsAtMs, items);
  return (
    <ol className="flex flex-col gap-2 px-4 py-3">
      {items.map((item, index) => (
        <li key={item.id} className="grid grid-cols-[3rem_1fr] gap-3">
          <time className="text-base text-ink-2 tabular-nums">
            {formatTime(starts[index] ?? startsAtMs)}
          </time>
          <span className="min-w-0">
            <span className="block text-base text-pretty">{item.title}</span>
            {item.speaker && <span className="block text-sm text-ink-2">{item.speaker}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

function statusOf({ status, isLate }: SessionAttendanceRow): Status {
  switch (status) {
    case 'PRESENT':
      return isLate ? 'late' : 'present';
    case 'EXCUSED':
      return 'excused';
    case 'UNEXCUSED':
      return 'unexcused';
    case 'UNMARKED':
      return 'unmarked';
  }
}
