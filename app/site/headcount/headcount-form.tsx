'use client';

import { House, Send } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { isFarFromCounted } from '#domain/headcount.ts';
import { useFailureText } from '../../_live/use-command.ts';
import { Button, LinkButton } from '../../_ui/button.tsx';
import { ConfirmDialog } from '../../_ui/confirm-dialog.tsx';
import { Notice } from '../../_ui/notice.tsx';
import { Card, PageHeader } from '../../_ui/page-header.tsx';
import { Select } from '../../_ui/select.tsx';
import { TextField } from '../../_ui/text-field.tsx';
import type { DoorSession } from '../session-choice.ts';
import type { HeadcountEngine, HeadcountModel } from './headcount-engine.ts';
import type { DeviceSelf } from './report-store.ts';

interface HeadcountFormProps {
  engine: HeadcountEngine;
  model: HeadcountModel;
  self: DeviceSelf;
  session: DoorSession;
}

const MAX_COUNT = 100_000;

/** The count, one press, and what the centre has. Under twenty seconds, with a thumb. */
export function HeadcountForm({ engine, model, self, session }: HeadcountFormProps) {
  const t = useTranslations('headcount');
  const [count, setCount] = useState('');
  const [note, setNote] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const presentCount = Number(count);
  const counted = model.latest?.present ?? 0;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const isCount = /^\d+$/.test(count.trim()) && presentCount <= MAX_COUNT;
    if (!isCount) return setError(t('countWrong'));
    setError(null);
    if (isFarFromCounted(presentCount, counted)) return setIsAsking(true);
    await send();
  };
  const send = async () => {
    try {
      const sent = engine.report({ presentCount, note: note.trim() });
      setCount('');
      setNote('');
      await sent;
    } catch {
      setCount(count);
      setNote(note);
      setError(t('notKept'));
    }
  };
  return (
    <div className="mx-auto flex w-full max-w-xl flex-col gap-6">
      <PageHeader title={self.siteName} note={t('title')} />
      <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
        {self.sessions.length > 1 && (
          <Select
            label={t('session')}
            value={session.id}
            options={self.sessions.map((one) => ({ value: one.id, label: one.name }))}
            onValue={(id) => void engine.chooseSession(id)}
          />
        )}
        <TextField
          size="large"
          label={t('count')}
          inputMode="numeric"
          pattern="[0-9]*"
          autoComplete="off"
          autoFocus
          className="[&_input]:h-20 [&_input]:text-center [&_input]:text-3xl"
          value={count}
          error={error}
          onChange={(event) => setCount(event.target.value)}
        />
        <TextField
          label={t('note')}
          hint={t('noteHint')}
          maxLength={300}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <Button type="submit" tone="primary" size="large" icon={Send}>
          {t('send')}
        </Button>
      </form>
      <ConfirmDialog
        open={isAsking}
        onOpen={setIsAsking}
        title={t('farTitle', { count: presentCount })}
        confirmLabel={t('farSend', { count: presentCount })}
        cancelLabel={t('farBack')}
        tone="primary"
        onConfirm={() => {
          setIsAsking(false);
          void send();
        }}
      >
        {t('farText', { count: presentCount, counted })}
      </ConfirmDialog>
      <RefusedReports engine={engine} model={model} />
      <SendState model={model} />
      <LastReport model={model} />
      {/* A console opens this form beside its own page. */}
      {self.deviceKind === 'HEADCOUNT' && (
        <LinkButton icon={House} href="/site" prefetch={false} className="self-start">
          {t('hallPage')}
        </LinkButton>
      )}
      {self.helpPhone && (
        <p className="text-ink-2">
          {t.rich('help', {
            phone: self.helpPhone,
            link: (text) => (
              <a className="underline" href={`tel:${self.helpPhone.replaceAll(/[^\d+]/g, '')}`}>
                {text}
              </a>
            ),
          })}
        </p>
      )}
    </div>
  );
}

/** Reports that will never be taken: each stays to be read until somebody puts it away. */
function RefusedReports({ engine, model }: { engine: HeadcountEngine; model: HeadcountModel }) {
  const t = useTranslations('headcount');
  const format = useFormatter();
  const failureText = useFailureText();
  return model.refused.map(({ commandId, input, refusal }) => (
    <Notice
      key={commandId}
      tone="danger"
      title={t('refused', {
        count: input.presentCount,
        time: format.dateTime(new Date(input.happenedAt), 'dateTime'),
      })}
      action={<Button onClick={() => void engine.forget(commandId)}>{t('refusedSeen')}</Button>}
    >
      {refusal && failureText(refusal)}
    </Notice>
  ));
}

function SendState({ model }: { model: HeadcountModel }) {
  const t = useTranslations('headcount');
  const failureText = useFailureText();
  const { pending, failure, isDelivered } = model;
  if (pending.length === 0) {
    return isDelivered ? <Notice tone="ok">{t('delivered')}</Notice> : null;
  }
  return (
    <Notice tone="warn" title={t('pending', { count: pending.length })}>
      {failure ? t('pendingReason', { reason: failureText(failure) }) : t('sending')}
    </Notice>
  );
}

function LastReport({ model }: { model: HeadcountModel }) {
  const t = useTranslations('headcount');
  const format = useFormatter();
  const { latest } = model;
  if (!latest) return null;
  const { report, summoned, present } = latest;
  return (
    <Card>
      <p data-last-report={report?.presentCount ?? 'none'}>
        {report
          ? t('last', {
              count: report.presentCount,
              time: format.dateTime(new Date(report.happenedAt), 'dateTime'),
            })
          : t('none')}
        {report?.note && <span className="block text-ink-2">{report.note}</span>}
      </p>
      <p className="text-ink-2">{t('counted', { summoned, present })}</p>
    </Card>
  );
}
