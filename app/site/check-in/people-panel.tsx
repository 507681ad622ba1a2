'use client';

import clsx from 'clsx';
import { Check, QrCode } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { readCheckInCode } from '#domain/check-in-code.ts';
import { createNameMatcher } from '#domain/text/name-search.ts';
import { Button, IconButton } from '../../_ui/button.tsx';
import { EmptyState } from '../../_ui/empty-state.tsx';
import { SearchField } from '../../_ui/search-field.tsx';
import { StatusBadge, type Status } from '../../_ui/status-badge.tsx';
import type { DoorPerson, DoorView } from './door-view.ts';
import { MarkIcon } from './mark-icon.tsx';
import { useStatusLine } from './status-line.ts';
import { presentMark, type Desk } from './use-desk.ts';

/** More rows than this help nobody at a door: a name is typed faster than they are read. */
const MAX_ROWS = 60;
const FILTERS = ['unmarked', 'present', 'absent', 'all'] as const;
type Filter = (typeof FILTERS)[number];
const FILTER_LABELS = {
  unmarked: 'filterUnmarked',
  present: 'filterPresent',
  absent: 'filterAbsent',
  all: 'filterAll',
} as const satisfies Record<Filter, string>;

interface PeoplePanelProps {
  view: DoorView;
  desk: Desk;
  onOpen: (delegateId: string) => void;
  /** On from the first touch of the search box until somebody asks for the camera again. */
  search: { isOn: boolean; onSwitch: (isOn: boolean) => void; onType: () => void };
}

/** The summons list by name: two letters of the given name, one press. */
export function PeoplePanel({ view, desk, onOpen, search }: PeoplePanelProps) {
  const t = useTranslations('door');
  const [typed, setTyped] = useState('');
  const [filter, setFilter] = useState<Filter>('unmarked');
  const field = useRef<HTMLInputElement>(null);
  const query = useDeferredValue(typed);
  const found = useMemo(() => findPeople(view.people, { query, filter }), [view, query, filter]);
  const submit = () => {
    if (readCheckInCode(typed) === null) return;
    desk.scan(typed);
    setTyped('');
  };
  const markPresent = (person: DoorPerson) => {
    void desk.mark(presentMark(person, 'NAME'), person);
    setTyped('');
    field.current?.focus({ preventScroll: true });
  };
  const type = (text: string) => {
    setTyped(text);
    search.onType();
  };
  const leaveSearch = () => {
    setTyped('');
    search.onSwitch(false);
  };
  return (
    <section aria-label={t('search')} className="flex flex-col gap-3">
      <div className="flex gap-2">
        <SearchField
          ref={field}
          data-wedge="listens"
          label={t('search')}
          value={typed}
          onValue={type}
          onFocus={() => search.onSwitch(true)}
          onKeyDown={(event) => event.key === 'Enter' && submit()}
          className="min-w-0 flex-1 [&_button]:top-3 [&_input]:h-14 [&_input]:text-lg"
        />
        {search.isOn && (
          <IconButton
            tone="secondary"
            size="large"
            icon={QrCode}
            label={t('backToCamera')}
            className="lg:hidden"
            onClick={leaveSearch}
          />
        )}
      </div>
      {query.trim() === '' && <FilterBar filter={filter} onFilter={setFilter} view={view} />}
      {found.length === 0 ? (
        <Nobody view={view} isSearching={query.trim() !== ''} filter={filter} />
      ) : (
        <ul className="overflow-hidden rounded-lg border border-line bg-surface">
          {found.slice(0, MAX_ROWS).map((person) => (
            <PersonRow
              key={person.delegate.id}
              person={person}
              onOpen={onOpen}
              onPresent={markPresent}
            />
          ))}
        </ul>
      )}
      {found.length > MAX_ROWS && (
        <p className="text-sm text-ink-2">{t('more', { count: found.length - MAX_ROWS })}</p>
      )}
    </section>
  );
}

function findPeople(
  people: readonly DoorPerson[],
  { query, filter }: { query: string; filter: Filter },
): DoorPerson[] {
  if (query.trim() === '') return people.filter((person) => fits(person, filter));
  const match = createNameMatcher(query);
  return people
    .flatMap((person) => {
      const rank = match(person.search);
      return rank === null ? [] : [{ person, rank }];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ person }) => person);
}

function fits({ attendance: { status } }: DoorPerson, filter: Filter): boolean {
  switch (filter) {
    case 'unmarked':
      return status === 'UNMARKED';
    case 'present':
      return status === 'PRESENT';
    case 'absent':
      return status === 'EXCUSED' || status === 'UNEXCUSED';
    case 'all':
      return true;
  }
}

interface FilterBarProps {
  filter: Filter;
  onFilter: (filter: Filter) => void;
  view: DoorView;
}

function FilterBar({ filter, onFilter, view }: FilterBarProps) {
  const t = useTranslations('door');
  const { tally } = view;
  const counts: Record<Filter, number> = {
    unmarked: tally.unmarked,
    present: tally.present,
    absent: tally.excused + tally.unexcused,
    all: tally.summoned,
  };
  return (
    <div role="group" aria-label={t('filterLabel')} className="flex gap-2 overflow-x-auto">
      {FILTERS.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === filter}
          onClick={() => onFilter(one)}
          className={clsx(
            'h-10 shrink-0 rounded-full border px-4',
            one === filter
              ? 'border-ink bg-ink text-canvas'
              : 'border-line-strong bg-surface text-ink-2',
          )}
        >
          {t(FILTER_LABELS[one])} <span data-count>{counts[one]}</span>
        </button>
      ))}
    </div>
  );
}

const BADGES: Record<DoorPerson['attendance']['status'], Status> = {
  PRESENT: 'present',
  EXCUSED: 'excused',
  UNEXCUSED: 'unexcused',
  UNMARKED: 'unmarked',
};

interface PersonRowProps {
  person: DoorPerson;
  onOpen: (delegateId: string) => void;
  onPresent: (person: DoorPerson) => void;
}

function PersonRow({ person, onOpen, onPresent }: PersonRowProps) {
  const t = useTranslations('door');
  const statusLine = useStatusLine();
  const { delegate, attendance, mark } = person;
  const isUnmarked = attendance.status === 'UNMARKED';
  const seat = delegate.seat && t('seat', { seat: delegate.seat });
  const note = [seat, delegate.position, delegate.unitName].filter(Boolean).join(' · ');
  return (
    <li
      data-person={delegate.rosterCode}
      data-status={attendance.status}
      className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-b-0"
    >
      <button
        type="button"
        onClick={() => onOpen(delegate.id)}
        className="min-w-0 flex-1 rounded-md text-left"
      >
        <span className="block text-base sm:text-lg">
          {delegate.familyName} <strong className="font-semibold">{delegate.givenName}</strong>
        </span>
        {note && <span className="block truncate text-sm text-ink-2">{note}</span>}
        {!isUnmarked && (
          <span className="flex flex-wrap items-center gap-2 pt-0.5">
            <StatusBadge
              status={attendance.isLate ? 'late' : BADGES[attendance.status]}
              text={statusLine(attendance)}
            />
            <MarkIcon mark={mark} />
          </span>
        )}
      </button>
      {attendance.status !== 'PRESENT' && (
        <Button
          size="large"
          tone={isUnmarked ? 'primary' : 'secondary'}
          icon={Check}
          className="px-4! sm:px-6!"
          onClick={() => onPresent(person)}
        >
          {t('markPresent')}
        </Button>
      )}
    </li>
  );
}

interface NobodyProps {
  view: DoorView;
  isSearching: boolean;
  filter: Filter;
}

function Nobody({ view, isSearching, filter }: NobodyProps) {
  const t = useTranslations('door');
  if (view.people.length === 0) {
    return <EmptyState title={t('rosterEmpty')}>{t('rosterEmptyText')}</EmptyState>;
  }
  if (isSearching) return <EmptyState title={t('noMatch')}>{t('noMatchText')}</EmptyState>;
  return <EmptyState title={t(filter === 'unmarked' ? 'listEmptyUnmarked' : 'listEmpty')} />;
}
