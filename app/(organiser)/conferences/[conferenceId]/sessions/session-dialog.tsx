'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { dayOf } from '#domain/conference.ts';
import { formatDate, formatTime } from '#domain/text/date-format.ts';
import { ChangedNotice } from '../../../../_live/changed-notice.tsx';
import { useCommand } from '../../../../_live/use-command.ts';
import { useDraft, type UseDraft } from '../../../../_live/use-draft.ts';
import { Button } from '../../../../_ui/button.tsx';
import { Dialog } from '../../../../_ui/dialog.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { TextField } from '../../../../_ui/text-field.tsx';
import type { ConferenceView, SessionView } from './session-view.ts';

interface SessionFields {
  name: string;
  day: string;
  startsAt: string;
  endsAt: string;
  lateAfter: string;
}

interface SessionDialogProps {
  conference: ConferenceView;
  /** Null: a new one. */
  session: SessionView | null;
  /** How many sessions there are: the next one's usual half day. */
  count: number;
  onClose: () => void;
}

const FORM_ID = 'session-form';
const MORNING = { startsAt: '08:00', endsAt: '11:30', lateAfter: '08:00' };
const AFTERNOON = { startsAt: '13:30', endsAt: '17:00', lateAfter: '13:30' };

/** Name, day and times of a session, new or changed. Times are Vietnam's, whatever the browser's. */
export function SessionDialog({ conference, session, count, onClose }: SessionDialogProps) {
  const t = useTranslations('conference.sessions');
  const tc = useTranslations('common');
  const router = useRouter();
  const create = useCommand('session:create', 'account');
  const update = useCommand('session:update', 'account');
  const [problem, setProblem] = useState<string | null>(null);
  const [usual] = useState(() => usualFields(conference, { count, t }));
  const draft = useDraft(session ? fieldsOf(session) : usual);
  const { fields, setFields } = draft;
  const changes = useTheirs(draft);
  const set = (change: Partial<SessionFields>) => setFields({ ...fields, ...change });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!fields.name.trim()) return setProblem(t('nameMissing'));
    if (!fields.day || !fields.startsAt || !fields.endsAt || !fields.lateAfter) {
      return setProblem(t('timesMissing'));
    }
    setProblem(null);
    const input = inputOf(fields);
    const answer = session
      ? await update.run({ sessionId: session.id, ...input, expected: seenOf(session) })
      : await create.run({ conferenceId: conference.id, ...input });
    if (answer.ok || answer.code === 'CONFLICT') router.refresh();
    if (answer.ok) onClose();
  };
  const refusal = changes.length === 0 ? update.failure : null;
  const failure = problem ?? create.failure ?? refusal;
  const isBusy = create.isBusy || update.isBusy;
  return (
    <Dialog
      open
      onOpen={onClose}
      title={t(session ? 'edit' : 'add')}
      isUnsaved={draft.isUnsaved}
      footer={
        <>
          <Button onClick={onClose}>{tc('cancel')}</Button>
          <Button type="submit" form={FORM_ID} tone="primary" state={isBusy ? 'busy' : 'idle'}>
            {tc('save')}
          </Button>
        </>
      }
    >
      <form id={FORM_ID} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <TextField
          label={t('name')}
          value={fields.name}
          maxLength={200}
          autoFocus
          onChange={(event) => set({ name: event.target.value })}
        />
        <TextField
          label={t('day')}
          type="date"
          value={fields.day}
          min={conference.startsOn}
          max={conference.endsOn}
          onChange={(event) => set({ day: event.target.value })}
        />
        <div className="grid grid-cols-2 gap-4">
          <TextField
            label={t('startsAt')}
            type="time"
            value={fields.startsAt}
            onChange={(event) => set(withStart(fields, event.target.value))}
          />
          <TextField
            label={t('endsAt')}
            type="time"
            value={fields.endsAt}
            onChange={(event) => set({ endsAt: event.target.value })}
          />
        </div>
        <TextField
          label={t('lateAfter')}
          hint={t('lateAfterHint')}
          type="time"
          value={fields.lateAfter}
          onChange={(event) => set({ lateAfter: event.target.value })}
        />
        <ChangedNotice changes={changes} />
        {failure && <Notice tone="danger">{failure}</Notice>}
      </form>
    </Dialog>
  );
}

/** People are late from the start on, unless somebody chose otherwise. */
function withStart(fields: SessionFields, startsAt: string): Partial<SessionFields> {
  return fields.lateAfter === fields.startsAt ? { startsAt, lateAfter: startsAt } : { startsAt };
}

function fieldsOf({ name, startsAtMs, endsAtMs, lateAfterMs }: SessionView): SessionFields {
  return {
    name,
    day: dayOf(startsAtMs),
    startsAt: formatTime(startsAtMs),
    endsAt: formatTime(endsAtMs),
    lateAfter: formatTime(lateAfterMs),
  };
}

/** The session as the page has it, to the millisecond: a form knows only minutes. */
function seenOf({ name, startsAtMs, endsAtMs, lateAfterMs }: SessionView) {
  const moment = (ms: number) => new Date(ms).toISOString();
  return {
    name,
    startsAt: moment(startsAtMs),
    endsAt: moment(endsAtMs),
    lateAfter: moment(lateAfterMs),
  };
}

/** What somebody else changed in the session meanwhile, in words. */
function useTheirs({ theirs, seen }: UseDraft<SessionFields>) {
  const t = useTranslations('conference.sessions');
  const day = formatDate(Date.parse(`${seen.day}T12:00:00+07:00`));
  return theirs.map((name) => ({ label: t(name), value: { ...seen, day }[name] }));
}

function usualFields(
  { startsOn, endsOn }: ConferenceView,
  { count, t }: { count: number; t: (key: 'morning' | 'afternoon') => string },
): SessionFields {
  const isMorning = count % 2 === 0;
  const day = dayOf(Date.parse(`${startsOn}T12:00:00+07:00`) + Math.floor(count / 2) * 86_400_000);
  return {
    name: t(isMorning ? 'morning' : 'afternoon'),
    day: day > endsOn ? endsOn : day,
    ...(isMorning ? MORNING : AFTERNOON),
  };
}

function inputOf({ name, day, startsAt, endsAt, lateAfter }: SessionFields) {
  const moment = (time: string) => new Date(`${day}T${time}:00+07:00`).toISOString();
  return {
    name,
    startsAt: moment(startsAt),
    endsAt: moment(endsAt),
    lateAfter: moment(lateAfter),
  };
}
