'use client';

import {
  Check,
  Eye,
  EyeOff,
  LifeBuoy,
  MessageSquareText,
  Mic,
  MicOff,
  MonitorUp,
  Phone,
} from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { HallReport } from '#contract/hall.ts';
import type { Line } from '../../_media/line.ts';
import { Button } from '../../_ui/button.tsx';
import { Switch } from '../../_ui/checkbox.tsx';
import type { HallRow } from '../_state/hall-row.ts';
import { useHallWords } from './hall-words.ts';
import { KeyMark } from './key-mark.tsx';
import { useRoom, useRoomParts, useStill } from './room-context.tsx';
import { StatusLetter } from './status-letter.tsx';
import { TrackPicture, TrackSound } from './track-media.tsx';
import { useWatchedSource } from './use-watched-source.ts';

/** The selected hall: its state, what one can do with it, its live picture when it is open. */
export function HallCard({ line }: { line: Line | null }) {
  const t = useTranslations('control-room.card');
  const row = useRoom(({ rows, selectedSiteId }) =>
    selectedSiteId === null ? undefined : rows.get(selectedSiteId),
  );
  const lookSiteId = useRoom((state) => state.lookSiteId);
  const words = useHallWords();
  if (!row) {
    return (
      <section aria-label={t('title')} className="shrink-0 rounded-md border border-line p-3">
        <p className="text-sm text-ink-2">{t('none')}</p>
      </section>
    );
  }
  return (
    <section
      aria-label={t('title')}
      data-selected={row.hall.siteId}
      className="flex shrink-0 flex-col gap-2 rounded-md border border-line bg-surface p-3"
    >
      {lookSiteId !== null && <Look line={line} siteId={lookSiteId} />}
      <div className="flex items-start gap-2">
        <StatusLetter status={row.status} className="mt-0.5" />
        <div className="min-w-0 flex-1 text-sm">
          <p className="truncate font-semibold">{row.hall.name}</p>
          <p className="text-ink-2">{words(row)}</p>
          <Followed hall={row.hall} />
          <Measures report={row.hall.line === 'UP' ? row.hall.report : null} />
        </div>
      </div>
      <Help hall={row.hall} />
      <Contact siteId={row.hall.siteId} />
      <LastMessage message={row.hall.message} />
      <CardButtons row={row} isLooking={lookSiteId === row.hall.siteId} />
    </section>
  );
}

function CardButtons({ row, isLooking }: { row: HallRow; isLooking: boolean }) {
  const t = useTranslations('control-room.card');
  const { store, director } = useRoomParts();
  const { siteId, sourceId, isMutedByCentre } = row.hall;
  return (
    <div className="flex flex-wrap gap-1.5 *:gap-1 *:px-2">
      <Button
        size="small"
        icon={MonitorUp}
        disabled={sourceId === null}
        onClick={() => director.previewHall(siteId)}
      >
        {t('preview')}
        <KeyMark>P</KeyMark>
      </Button>
      <Button
        size="small"
        icon={isLooking ? EyeOff : Eye}
        disabled={sourceId === null && !isLooking}
        onClick={() => store.dispatch({ type: 'LOOK', siteId: isLooking ? null : siteId })}
      >
        {t(isLooking ? 'stopLooking' : 'look')}
      </Button>
      <Button
        size="small"
        icon={isMutedByCentre ? Mic : MicOff}
        onClick={() => director.toggleMute(siteId)}
      >
        {t(isMutedByCentre ? 'unmute' : 'mute')}
        <KeyMark>M</KeyMark>
      </Button>
      <Button size="small" icon={Phone} onClick={() => void director.showContact(siteId)}>
        {t('call')}
      </Button>
      <Button size="small" icon={MessageSquareText} onClick={() => director.openMessage(siteId)}>
        {t('message')}
        <KeyMark>L</KeyMark>
      </Button>
    </div>
  );
}

/** The person at the hall and the number, once asked for: looking it up is written down. */
function Contact({ siteId }: { siteId: string }) {
  const t = useTranslations('control-room.card');
  const contact = useRoom((state) => (state.contact?.siteId === siteId ? state.contact : null));
  if (!contact) return null;
  return (
    <p role="status" data-contact={siteId} className="text-sm">
      {contact.name}
      {contact.phone ? (
        <a
          href={`tel:${contact.phone}`}
          className="ml-2 rounded-sm font-semibold text-info-ink underline"
        >
          {contact.phone}
        </a>
      ) : (
        <span className="ml-1 text-ink-2">{t('noPhone')}</span>
      )}
    </p>
  );
}

/** How it follows, as far as anybody there says, and since when. */
function Followed({ hall: { following } }: { hall: HallRow['hall'] }) {
  const t = useTranslations('following');
  const format = useFormatter();
  const how = t(`kind.${following.kind}`);
  return (
    <p data-following={following.kind} className="text-ink-2">
      {following.at
        ? t('since', { how, time: format.dateTime(new Date(following.at), 'time') })
        : how}
    </p>
  );
}

/** The hall asked for help: until somebody here, or there, says that it has it. */
function Help({ hall: { siteId, helpAskedAt } }: { hall: HallRow['hall'] }) {
  const t = useTranslations('control-room.card');
  const { director } = useRoomParts();
  const format = useFormatter();
  if (helpAskedAt === null) return null;
  return (
    <p role="status" data-help={siteId} className="flex items-center gap-2 text-sm text-warn-ink">
      <LifeBuoy aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 flex-1 font-semibold">
        {t('helpAsked', { time: format.dateTime(new Date(helpAskedAt), 'time') })}
      </span>
      <Button size="small" icon={Check} onClick={() => director.endHelp(siteId)}>
        {t('helped')}
      </Button>
    </p>
  );
}

/** The last sentence to the hall, and whether somebody there has seen it. */
function LastMessage({ message }: { message: HallRow['hall']['message'] }) {
  const t = useTranslations('control-room.card');
  const format = useFormatter();
  if (!message) return null;
  const time = (at: string) => format.dateTime(new Date(at), 'time');
  return (
    <p data-message={message.seenAt ? 'SEEN' : 'SENT'} className="text-sm">
      <span className="line-clamp-2">{message.text}</span>
      <span className={message.seenAt ? 'text-ok-ink' : 'text-warn-ink'}>
        {message.seenAt
          ? t('messageSeen', { time: time(message.seenAt) })
          : t('messageSent', { time: time(message.sentAt) })}
      </span>
    </p>
  );
}

/** What the hall's console measured last; nothing before its first report. */
function Measures({ report }: { report: HallReport | null }) {
  const t = useTranslations('control-room.card');
  const format = useFormatter();
  if (!report) return null;
  return (
    <p data-count className="text-ink-3">
      {t('measures', {
        height: report.receivedHeight,
        loss: format.number(report.lossPercent, { maximumFractionDigits: 1 }),
        trip: Math.round(report.roundTripMs),
      })}
    </p>
  );
}

/** A look into one hall; nobody else sees it, and the hall is not on air. */
function Look({ line, siteId }: { line: Line | null; siteId: string }) {
  const t = useTranslations('control-room.card');
  const hall = useRoom(({ rows }) => rows.get(siteId)?.hall);
  const still = useStill(siteId);
  const [isHeard, setIsHeard] = useState(false);
  const sourceId = hall?.sourceId ?? null;
  const tracks = useWatchedSource({ line, sourceId, layer: 1 });
  if (!hall) return null;
  return (
    <div data-look={siteId} className="flex flex-col gap-2">
      <div className="relative aspect-video overflow-hidden rounded-sm bg-black">
        {still && !tracks.video && (
          <img
            src={still.url}
            alt=""
            className="absolute inset-0 size-full object-contain opacity-60"
          />
        )}
        <TrackPicture
          name="LOOK"
          track={tracks.video}
          className="absolute inset-0 size-full object-contain"
        />
        <p className="absolute inset-x-0 bottom-0 truncate bg-black/80 px-2 py-1 text-sm">
          {tracks.video ? t('lookingAt', { name: hall.name }) : t(waitingFor(hall))}
        </p>
      </div>
      <TrackSound name="LOOK_SOUND" track={tracks.audio} isHeard={isHeard} />
      <Switch label={t('listen')} checked={isHeard} onChecked={setIsHeard} />
    </div>
  );
}

function waitingFor({ line, sourceId }: HallRow['hall']) {
  if (line === 'LOST') return 'lookLost';
  return sourceId === null || line === 'NONE' ? 'lookNone' : 'lookWaiting';
}
