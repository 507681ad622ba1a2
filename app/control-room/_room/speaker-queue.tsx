'use client';

import clsx from 'clsx';
import { ArrowDown, ArrowUp, EllipsisVertical, Hand } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { SpeakerRequestState } from '#contract/speaker.ts';
import { canStep, type SpeakerStatus } from '#domain/speaker-queue.ts';
import { Badge, type Tone } from '../../_ui/badge.tsx';
import { Button, IconButton } from '../../_ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../_ui/menu.tsx';
import { useClock } from '../../_ui/use-clock.ts';
import { moveTarget, NEXT_STEP, type DirectorStep } from '../_state/queue-steps.ts';
import { KeyMark } from './key-mark.tsx';
import { useRoom, useRoomParts } from './room-context.tsx';
import { shortName } from './short-name.ts';

const TONES: Record<SpeakerStatus, Tone> = {
  REQUESTED: 'info',
  ACCEPTED: 'ok',
  STANDBY: 'warn',
  ON_AIR: 'onAir',
  ENDED: 'neutral',
};
const KEYS: Record<DirectorStep, string> = {
  ACCEPT: 'A',
  PREPARE: 'N',
  CALL: 'O',
  FINISH: 'D',
  DECLINE: 'X',
};
const STEPS = Object.keys(KEYS) as DirectorStep[];
const NO_QUEUE: readonly SpeakerRequestState[] = [];

/** Halls that asked to speak, in the order in which they will. */
export function SpeakerQueue() {
  const t = useTranslations('control-room.queue');
  const queue = useRoom(({ facts }) => facts?.queue ?? NO_QUEUE);
  const nowMs = useClock(10_000);
  return (
    <section aria-label={t('title')} className="flex min-h-0 flex-1 basis-0 flex-col gap-2">
      <h2 className="flex items-center gap-2 text-sm font-semibold">
        <Hand aria-hidden className="size-4 text-info-ink" />
        {t('title')}
        <span data-count className="text-ink-2">
          {queue.length}
        </span>
      </h2>
      {queue.length === 0 && <p className="text-sm text-ink-2">{t('empty')}</p>}
      <ol className="flex min-h-0 flex-col gap-2 overflow-y-auto">
        {queue.map((request) => (
          <Request key={request.requestId} request={request} nowMs={nowMs} queue={queue} />
        ))}
      </ol>
    </section>
  );
}

interface RequestProps {
  request: SpeakerRequestState;
  queue: readonly SpeakerRequestState[];
  nowMs: number | null;
}

function Request({ request, queue, nowMs }: RequestProps) {
  const t = useTranslations('control-room.queue');
  const { store, director } = useRoomParts();
  const { requestId, status, siteId } = request;
  const isSelected = useRoom((state) => state.selectedRequestId === requestId);
  const isByTelephone = useRoom(({ rows }) => rows.get(siteId)?.hall.siteMode === 'TV_ONLY');
  const next = NEXT_STEP[status];
  const minutes = nowMs === null ? 0 : Math.floor((nowMs - Date.parse(request.since)) / 60_000);
  const choose = () => {
    store.dispatch({ type: 'SELECT_REQUEST', requestId: isSelected ? null : requestId });
    store.dispatch({ type: 'SELECT', siteId });
  };
  return (
    <li
      data-request={requestId}
      data-status={status}
      className={clsx(
        'flex flex-col gap-1 rounded-md border p-2',
        isSelected ? 'border-ink bg-muted' : 'border-line bg-surface',
        status === 'ON_AIR' && 'border-on-air',
      )}
    >
      <div className="flex items-start gap-1">
        <button
          type="button"
          aria-pressed={isSelected}
          onClick={choose}
          className="min-w-0 flex-1 rounded-sm text-left text-sm"
        >
          <span className="block truncate font-medium">{shortName(request.siteName)}</span>
          {isByTelephone && <span className="block text-info-ink">{t('byTelephone')}</span>}
          {request.note && (
            <span
              title={request.note}
              className={clsx('text-ink-2', isSelected ? 'line-clamp-4' : 'line-clamp-1')}
            >
              {request.note}
            </span>
          )}
        </button>
        <RequestMenu request={request} queue={queue} />
      </div>
      <div className="flex items-center gap-2">
        <Badge tone={TONES[status]}>{t(`status.${status}`)}</Badge>
        {minutes > 0 && (
          <span data-count className="text-sm text-ink-3">
            {t('minutes', { minutes })}
          </span>
        )}
        {next && (
          <Button
            size="small"
            tone={status === 'STANDBY' ? 'primary' : 'secondary'}
            className="ml-auto"
            onClick={() => director.step(next, requestId)}
          >
            {next === 'CALL' && isByTelephone ? t('callByTelephone') : t(`step.${next}`)}
            <KeyMark>{KEYS[next]}</KeyMark>
          </Button>
        )}
      </div>
    </li>
  );
}

function RequestMenu({ request, queue }: Pick<RequestProps, 'request' | 'queue'>) {
  const t = useTranslations('control-room.queue');
  const { director } = useRoomParts();
  const { requestId, status } = request;
  const others = STEPS.filter((step) => canStep(status, step) && step !== NEXT_STEP[status]);
  return (
    <Menu
      trigger={
        <IconButton
          icon={EllipsisVertical}
          size="small"
          label={t('more', { name: request.siteName })}
        />
      }
    >
      {others.map((step) => (
        <MenuItem
          key={step}
          tone={step === 'DECLINE' ? 'danger' : 'plain'}
          onSelect={() => director.step(step, requestId)}
        >
          {t(`step.${step}`)}
        </MenuItem>
      ))}
      {others.length > 0 && <MenuSeparator />}
      <MenuItem
        icon={ArrowUp}
        disabled={moveTarget(queue, requestId, 'UP') === undefined}
        onSelect={() => director.moveRequest(requestId, 'UP')}
      >
        {t('up')}
      </MenuItem>
      <MenuItem
        icon={ArrowDown}
        disabled={moveTarget(queue, requestId, 'DOWN') === undefined}
        onSelect={() => director.moveRequest(requestId, 'DOWN')}
      >
        {t('down')}
      </MenuItem>
    </Menu>
  );
}
