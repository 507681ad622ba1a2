'use client';

import { RefreshCw } from 'lucide-react';
import { PERSON_FILTERS, type Person, type PersonFilter } from '#contract/figures.ts';
import { Button } from '../../_ui/button.tsx';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { Notice } from '../../_ui/notice.tsx';
import { SearchField } from '../../_ui/search-field.tsx';
import { SelectControl } from '../../_ui/select.tsx';
import { Skeleton } from '../../_ui/skeleton.tsx';
import { StatusBadge, type Status } from '../../_ui/status-badge.tsx';
import { useTableAddress } from '../../_ui/use-table-address.ts';
import { useFigureText } from './use-figure-text.ts';
import { usePeople } from './use-people.ts';

const ALL = 'ALL';
const FILTER_IDS = ['status'];

/** The people of a session or of one hall, with search and status kept in the address. */
export function PeopleList({ sessionId, siteId }: { sessionId: string; siteId?: string }) {
  const { t, time } = useFigureText();
  const address = useTableAddress(FILTER_IDS, siteId ? 'hall' : 'people');
  const status = PERSON_FILTERS.find((each) => each === address.filters['status']);
  const people = usePeople({ sessionId, siteId, status, search: address.search });
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap gap-3">
        <SearchField
          label={t('findPerson')}
          value={address.search}
          onValue={address.setSearch}
          className="min-w-48 flex-1 sm:max-w-sm"
        />
        <SelectControl<PersonFilter | typeof ALL>
          trigger={{ 'aria-label': t('people.status') }}
          className="w-48"
          value={status ?? ALL}
          onValue={(value) => address.setFilter('status', value === ALL ? null : value)}
          options={[
            { value: ALL, label: t('people.all') },
            ...PERSON_FILTERS.map((value) => ({ value, label: t(`people.${value}`) })),
          ]}
        />
      </div>
      <div className="flex items-center justify-between gap-3 text-sm text-ink-3">
        <p role="status">{people.listed && t('people.asOf', { time: time(people.listed.atMs) })}</p>
        <Button tone="quiet" size="small" icon={RefreshCw} onClick={people.refresh}>
          {t('people.refresh')}
        </Button>
      </div>
      {people.failure && <Notice tone="danger">{people.failure}</Notice>}
      <People people={people.listed?.people ?? null} hasSite={siteId === undefined} />
      {people.listed?.next && (
        <Button
          className="self-center"
          state={people.isBusy ? 'busy' : 'idle'}
          onClick={() => void people.more()}
        >
          {t('people.more')}
        </Button>
      )}
      <p className="text-sm text-ink-3">{t('people.audited')}</p>
    </div>
  );
}

function People({ people, hasSite }: { people: Person[] | null; hasSite: boolean }) {
  const { t } = useFigureText();
  if (people === null) return <Skeleton className="h-64 w-full" />;
  if (people.length === 0) return <EmptyState title={t('people.empty')} />;
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {people.map((person) => (
        <PersonLine key={person.delegateId} person={person} hasSite={hasSite} />
      ))}
    </ul>
  );
}

function PersonLine({ person, hasSite }: { person: Person; hasSite: boolean }) {
  const notes = useNotes(person);
  const place = [person.position, person.unitName, hasSite ? person.siteName : ''];
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-medium">
          {person.familyName} {person.givenName}{' '}
          <span className="text-sm font-normal text-ink-3">{person.rosterCode}</span>
        </p>
        <p className="text-sm text-ink-2">{place.filter(Boolean).join(' · ')}</p>
        {notes.length > 0 && <p className="text-sm text-ink-2">{notes.join(' · ')}</p>}
      </div>
      <StatusBadge status={statusOf(person)} />
    </li>
  );
}

function statusOf({ status, isLate }: Person): Status {
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

function useNotes(person: Person): string[] {
  const { t, time } = useFigureText();
  return [
    person.presentAt && t('people.presentAt', { time: time(person.presentAt) }),
    person.isSubstitute && t('people.substituteOf', { name: person.substituteName }),
    person.leftEarlyAt && t('people.leftAt', { time: time(person.leftEarlyAt) }),
    person.reason,
    person.seat && t('people.seat', { seat: person.seat }),
    person.maskedPhone,
  ].filter((note): note is string => Boolean(note));
}
