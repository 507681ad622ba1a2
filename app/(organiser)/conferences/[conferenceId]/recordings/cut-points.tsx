'use client';

import clsx from 'clsx';
import {
  ArrowLeftRight,
  BookOpen,
  CircleSlash,
  Download,
  Flag,
  FlagOff,
  MonitorPause,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import type { CommandOutput } from '#contract/registry.ts';
import { foldKey } from '#domain/text/fold.ts';
import { useCommand } from '../../../../_live/use-command.ts';
import { Button, buttonClass } from '../../../../_ui/button.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { SearchField } from '../../../../_ui/search-field.tsx';
import { clockOf, recordingUrl } from './recording-text.ts';

type CutPoint = CommandOutput<'recording:cut-points'>['cutPoints'][number];
type Named = CutPoint & { name: string };

/** A list that fits a screen needs no search. */
const LONG_LIST = 12;
const ICONS: Record<CutPoint['kind'], LucideIcon> = {
  BEGIN: Flag,
  TAKE: ArrowLeftRight,
  SLATE: MonitorPause,
  AGENDA: BookOpen,
  GAP: TriangleAlert,
  END: FlagOff,
};

interface CutPointsProps {
  recordingId: string;
  extension: string;
  atMs: number;
  onChoose: (fromMs: number) => void;
}

/** Every mark of the recording, where something changed: to go to, and to cut a part out between two. */
export function CutPoints({ recordingId, extension, atMs, onChoose }: CutPointsProps) {
  const t = useTranslations('recording');
  const { points, failure } = useCutPoints(recordingId);
  const [search, setSearch] = useState('');
  const [from, setFrom] = useState<Named | null>(null);
  const [to, setTo] = useState<Named | null>(null);
  const [first, last] = [from ?? points[0], to ?? points.at(-1)];
  const words = foldKey(search).split(' ').filter(Boolean);
  const shown = points.filter(({ name, atMs: at }) => {
    const text = foldKey(`${clockOf(at)} ${name}`);
    return words.every((word) => text.includes(word));
  });
  const now = points.findLast((point) => point.atMs <= atMs);
  return (
    <section className="flex flex-col gap-3 rounded-md border border-line p-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h3 className="text-base font-semibold">{t('cutPoints', { count: points.length })}</h3>
        {points.length > LONG_LIST && (
          <SearchField
            label={t('findCutPoint')}
            value={search}
            onValue={setSearch}
            className="w-full sm:w-64"
          />
        )}
      </div>
      {failure && <Notice tone="danger">{failure}</Notice>}
      {points.length > 0 && shown.length === 0 && (
        <p className="flex items-center gap-2 text-base text-ink-2">
          <CircleSlash aria-hidden className="size-4" />
          {t('noCutPoint')}
        </p>
      )}
      <ol className="max-h-80 divide-y divide-line overflow-y-auto">
        {shown.map((point, index) => (
          <CutPointRow
            // Two changes may be at the same moment.
            key={`${point.atMs} ${point.kind} ${index}`}
            point={point}
            isNow={point === now}
            isFrom={point === first}
            isTo={point === last}
            isInside={isBetween(point, first, last)}
            onChoose={() => onChoose(point.atMs)}
            onFrom={() => setFrom(point)}
            onTo={() => setTo(point)}
          />
        ))}
      </ol>
      {first && last && <PartLink {...{ recordingId, extension, from: first, to: last }} />}
    </section>
  );
}

function useCutPoints(recordingId: string): { points: readonly Named[]; failure: string | null } {
  const t = useTranslations('recording');
  const { run, failure } = useCommand('recording:cut-points');
  const [points, setPoints] = useState<readonly CutPoint[]>([]);
  useEffect(() => {
    void run({ recordingId }).then((answer) => answer.ok && setPoints(answer.data.cutPoints));
  }, [run, recordingId]);
  const named = useMemo(
    () => points.map((one) => ({ ...one, name: t(`cut.${one.kind}`, { title: one.title }) })),
    [points, t],
  );
  return { points: named, failure };
}

function isBetween(point: CutPoint, from?: CutPoint, to?: CutPoint): boolean {
  return from !== undefined && to !== undefined && from.atMs <= point.atMs && point.atMs <= to.atMs;
}

interface RowProps {
  point: Named;
  isNow: boolean;
  isFrom: boolean;
  isTo: boolean;
  isInside: boolean;
  onChoose: () => void;
  onFrom: () => void;
  onTo: () => void;
}

function CutPointRow({ point, isNow, onChoose, ...part }: RowProps) {
  const t = useTranslations('recording');
  const Icon = ICONS[point.kind];
  const [at, title] = [clockOf(point.atMs), point.name];
  const ends = [
    { text: 'fromHere', label: 'fromHereNamed', isChosen: part.isFrom, choose: part.onFrom },
    { text: 'toHere', label: 'toHereNamed', isChosen: part.isTo, choose: part.onTo },
  ] as const;
  return (
    <li
      aria-current={isNow ? 'time' : undefined}
      className={clsx(
        'flex flex-wrap items-center gap-2 border-l-4 max-sm:pb-2',
        part.isInside ? 'border-l-brand' : 'border-l-transparent',
        isNow && 'bg-muted font-medium',
      )}
    >
      <button
        type="button"
        aria-label={t('goTo', { at, title })}
        onClick={onChoose}
        className="flex min-h-12 min-w-0 flex-1 items-center gap-3 px-2 py-1 text-left max-sm:basis-full hover:bg-hover focus-visible:-outline-offset-2"
      >
        <span data-count className="w-16 shrink-0 text-base text-ink-2">
          {at}
        </span>
        <Icon aria-hidden className="size-4 shrink-0 text-ink-3" />
        <span className="line-clamp-2 min-w-0 text-base">{title}</span>
      </button>
      {ends.map(({ text, label, isChosen, choose }) => (
        <button
          key={text}
          type="button"
          aria-pressed={isChosen}
          aria-label={t(label, { at, title })}
          onClick={choose}
          className={clsx(
            'h-8 shrink-0 rounded-md border px-2 max-sm:ml-2 text-sm focus-visible:-outline-offset-2',
            isChosen
              ? 'border-brand bg-brand text-on-brand'
              : 'border-line text-ink-2 hover:bg-hover',
          )}
        >
          {t(text)}
        </button>
      ))}
    </li>
  );
}

interface PartLinkProps {
  recordingId: string;
  extension: string;
  from: CutPoint;
  to: CutPoint;
}

function PartLink({ recordingId, extension, from, to }: PartLinkProps) {
  const t = useTranslations('recording');
  const lengthMs = to.atMs - from.atMs;
  return (
    <div className="flex flex-col items-start gap-2">
      <p data-count className="text-base">
        {t('partChosen', { from: clockOf(from.atMs), to: clockOf(to.atMs) })}
      </p>
      {lengthMs > 0 ? (
        <a
          href={`${recordingUrl(recordingId, `part.${extension}`)}?from=${from.atMs}&to=${to.atMs}`}
          download
          className={buttonClass({}, 'hover:bg-hover')}
        >
          <Download aria-hidden className="size-5" />
          {t('downloadPart', { length: clockOf(lengthMs) })}
        </a>
      ) : (
        <Button disabled>{t('choosePart')}</Button>
      )}
      <p className="text-sm text-ink-2">{t('partHint')}</p>
    </div>
  );
}
