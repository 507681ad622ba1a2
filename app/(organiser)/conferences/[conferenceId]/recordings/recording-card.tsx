'use client';

import {
  CircleAlert,
  CircleCheck,
  CircleDot,
  Clock,
  Download,
  Film,
  LoaderCircle,
  Play,
  Trash2,
  X,
  type LucideIcon,
} from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { RecordingView } from '#contract/recording.ts';
import { useCommand } from '../../../../_live/use-command.ts';
import { Badge, type Tone } from '../../../../_ui/badge.tsx';
import { Button, buttonClass, IconButton } from '../../../../_ui/button.tsx';
import { ConfirmDialog } from '../../../../_ui/confirm-dialog.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { Progress } from '../../../../_ui/progress.tsx';
import { RecordingDetails } from './recording-details.tsx';
import { clockOf, recordingUrl, sizeOf } from './recording-text.ts';

const LOOKS: Record<RecordingView['state'], { tone: Tone; icon: LucideIcon }> = {
  RUNNING: { tone: 'danger', icon: CircleDot },
  WAITING: { tone: 'info', icon: Clock },
  MAKING: { tone: 'info', icon: LoaderCircle },
  READY: { tone: 'ok', icon: CircleCheck },
  FAILED: { tone: 'danger', icon: CircleAlert },
};

interface CardProps {
  recording: RecordingView;
  mayRemove: boolean;
}

/** One recording: what it is, how it stands, and what can be done with it. */
export function RecordingCard({ recording, mayRemove }: CardProps) {
  const t = useTranslations('recording');
  const [isOpen, setIsOpen] = useState(false);
  const { tone, icon } = LOOKS[recording.state];
  const at = useBegin(recording);
  return (
    <li
      data-recording={recording.recordingId}
      data-state={recording.state}
      className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <div className="flex flex-col gap-4 sm:flex-row">
        {!isOpen && <Thumbnail recording={recording} />}
        <div className="flex min-w-0 flex-1 flex-col gap-2">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h2 className="text-lg font-semibold">{recording.sessionName}</h2>
            <Badge tone={tone} icon={icon}>
              {t(`state.${recording.state}`)}
            </Badge>
          </div>
          <Facts recording={recording} />
          <Standing recording={recording} />
        </div>
        <div className="flex flex-wrap items-start gap-2 sm:justify-end">
          {recording.film && (
            <>
              <Button
                tone={isOpen ? 'secondary' : 'primary'}
                icon={isOpen ? X : Play}
                aria-expanded={isOpen}
                aria-label={t(isOpen ? 'hideNamed' : 'playNamed', {
                  name: recording.sessionName,
                  at,
                })}
                onClick={() => setIsOpen(!isOpen)}
              >
                {t(isOpen ? 'hide' : 'play')}
              </Button>
              <a
                href={`${recordingUrl(recording.recordingId, `recording.${recording.film.format}`)}?download`}
                download
                className={buttonClass({}, 'hover:bg-hover')}
              >
                <Download aria-hidden className="size-5" />
                {t('download')}
              </a>
            </>
          )}
          {mayRemove && recording.state !== 'RUNNING' && <Remove recording={recording} />}
        </div>
      </div>
      {isOpen && recording.film && <RecordingDetails recording={recording} film={recording.film} />}
    </li>
  );
}

function useBegin({ beganAt }: RecordingView): string {
  return useFormatter().dateTime(new Date(beganAt), 'dateTime');
}

function Thumbnail({ recording: { recordingId, film } }: { recording: RecordingView }) {
  const [isMissing, setIsMissing] = useState(false);
  const shape = 'aspect-video w-full shrink-0 rounded-md bg-muted sm:w-56';
  if (!film || isMissing) {
    return (
      <div aria-hidden className={`${shape} grid place-items-center max-sm:hidden`}>
        <Film className="size-8 text-ink-3" strokeWidth={1.5} />
      </div>
    );
  }
  return (
    <img
      src={recordingUrl(recordingId, 'thumbnails/poster.jpg')}
      alt=""
      loading="lazy"
      onError={() => setIsMissing(true)}
      className={`${shape} object-cover`}
    />
  );
}

function Facts({ recording }: { recording: RecordingView }) {
  const t = useTranslations('recording');
  const format = useFormatter();
  const { name, sourceName, endedAt, film } = recording;
  const from = useBegin(recording);
  const to = endedAt && format.dateTime(new Date(endedAt), 'time');
  const size = film && sizeOf(film.bytes);
  const parts = [
    sourceName === null ? name : t('alone', { source: sourceName }),
    to ? t('span', { from, to }) : t('since', { from }),
    film && clockOf(film.durationMs),
    size && `${format.number(size.value, { maximumFractionDigits: 1 })} ${size.unit}`,
    film && t('chapterCount', { count: film.chapters.length }),
  ];
  return (
    <p data-count className="text-base text-ink-2">
      {parts.filter(Boolean).join(' · ')}
    </p>
  );
}

/** What it waits for, how far it is, or what went wrong: with the way out. */
function Standing({ recording }: { recording: RecordingView }) {
  const t = useTranslations('recording');
  const { trouble, waitsFor, making, failure } = recording;
  if (trouble) {
    return (
      <Notice tone="warn">{t(`trouble.${trouble === 'DISK_FULL' ? 'DISK_FULL' : 'OTHER'}`)}</Notice>
    );
  }
  if (waitsFor === 'DISK_FULL' || waitsFor === 'NO_FFMPEG') {
    return <Notice tone="warn">{t(`wait.${waitsFor}`)}</Notice>;
  }
  if (waitsFor) return <p className="text-sm text-ink-2">{t(`wait.${waitsFor}`)}</p>;
  if (making) return <Making {...making} />;
  if (failure) return <Failure recording={recording} failure={failure} />;
  return null;
}

function Making({ doneMs, ofMs }: NonNullable<RecordingView['making']>) {
  const t = useTranslations('recording');
  const note = { done: clockOf(doneMs), all: clockOf(ofMs), left: clockOf(ofMs - doneMs) };
  return (
    <div className="flex flex-col gap-1">
      <Progress
        label={t('making')}
        done={ofMs > 0 ? doneMs : null}
        total={ofMs}
        note={ofMs > 0 && t('makingNote', note)}
      />
      <p className="text-sm text-ink-2">{t('makingLeave')}</p>
    </div>
  );
}

interface FailureProps {
  recording: RecordingView;
  failure: NonNullable<RecordingView['failure']>;
}

function Failure({ recording: { recordingId }, failure }: FailureProps) {
  const t = useTranslations('recording');
  const again = useCommand('recording:make-again');
  return (
    <div className="flex flex-col items-start gap-2">
      <Notice tone="danger">{again.failure ?? t(`failure.${failure}`)}</Notice>
      {failure === 'UNREADABLE' && (
        <Button
          size="small"
          state={again.isBusy ? 'busy' : 'idle'}
          onClick={() => void again.run({ recordingId })}
        >
          {t('makeAgain')}
        </Button>
      )}
    </div>
  );
}

function Remove({ recording }: { recording: RecordingView }) {
  const t = useTranslations('recording');
  const { run, failure } = useCommand('recording:remove');
  const [isAsking, setIsAsking] = useState(false);
  const { recordingId, sessionName: name } = recording;
  const at = useBegin(recording);
  return (
    <>
      <IconButton
        icon={Trash2}
        label={t('removeNamed', { name, at })}
        onClick={() => setIsAsking(true)}
      />
      <ConfirmDialog
        open={isAsking}
        onOpen={setIsAsking}
        title={t('removeTitle')}
        confirmLabel={t('remove')}
        onConfirm={async () => (await run({ recordingId })).ok}
      >
        {failure ?? t('removeText', { name, at })}
      </ConfirmDialog>
    </>
  );
}
