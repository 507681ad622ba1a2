'use client';

import { Download, RefreshCw, Send } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useFailureText } from '../../_live/use-command.ts';
import { Button } from '../../_ui/button.tsx';
import { Dialog } from '../../_ui/dialog.tsx';
import { Notice } from '../../_ui/notice.tsx';
import { useToast } from '../../_ui/toast.tsx';
import type { DoorEngine } from './door-engine.ts';
import type { DoorModel } from './door-model.ts';
import type { OutboxEntry } from './door-store.ts';
import { LeaveDevice } from './leave-device.tsx';
import { MarkIcon } from './mark-icon.tsx';
import { saveFile } from './outbox-export.ts';

interface DeliveryProps {
  engine: DoorEngine;
  model: DoorModel;
}

/** What this machine still holds, what the centre refused, and the ways out of every trouble. */
export function DeliveryDialog({
  open,
  onOpen,
  engine,
  model,
}: DeliveryProps & { open: boolean; onOpen: (open: boolean) => void }) {
  const t = useTranslations('door');
  return (
    <Dialog open={open} onOpen={onOpen} title={t('deliveryTitle')} shape="sheet">
      <DeliveryState engine={engine} model={model} />
      {model.refused.length > 0 && <RefusedList engine={engine} model={model} />}
      <RecentList recent={model.recent} />
      <LeaveDevice engine={engine} model={model} />
    </Dialog>
  );
}

function DeliveryState({ engine, model }: DeliveryProps) {
  const t = useTranslations('door');
  const failureText = useFailureText();
  const { undelivered, refused, delivery } = model;
  if (undelivered.length === 0) {
    return refused.length === 0 ? <Notice tone="ok">{t('deliveryAll')}</Notice> : null;
  }
  return (
    <div className="flex flex-col gap-3">
      <Notice tone="warn">{t('deliverySome', { count: undelivered.length })}</Notice>
      {delivery.kind === 'waiting' && (
        <p className="text-ink-2">
          {t('deliveryWaiting', { reason: failureText(delivery.failure) })}
        </p>
      )}
      {delivery.kind === 'blocked' && (
        <Notice tone="danger">
          {t('deliveryBlocked', { reason: failureText(delivery.failure) })}
        </Notice>
      )}
      {delivery.kind === 'aside' && (
        <Notice tone="danger" title={t('deliveryAside', { count: delivery.ids.length })}>
          <ul className="mb-1 list-disc pl-5">
            {undelivered
              .filter(({ id }) => delivery.ids.includes(id))
              .map(({ id, label, event }) => (
                <li key={id}>
                  {label} · {t(`kind${event.kind}`)}
                </li>
              ))}
          </ul>
          {t('deliveryAsideText', { reason: failureText(delivery.failure) })}
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        <Button
          tone="primary"
          icon={Send}
          state={delivery.kind === 'sending' ? 'busy' : 'idle'}
          onClick={() => engine.deliverNow()}
        >
          {t('deliverNow')}
        </Button>
        <SaveButton engine={engine} />
      </div>
      <p className="text-sm text-ink-2">{t('exportText')}</p>
    </div>
  );
}

/** Everything that the centre does not have, also what it refused, as one file. */
function SaveButton({ engine }: Pick<DeliveryProps, 'engine'>) {
  const t = useTranslations('door');
  const notify = useToast();
  const save = async () => {
    const file = await engine.exportUndelivered();
    saveFile(file);
    notify({ tone: 'ok', text: t('exported', { name: file.fileName }) });
  };
  return (
    <Button icon={Download} onClick={() => void save()}>
      {t('export')}
    </Button>
  );
}

function RefusedList({ engine, model }: DeliveryProps) {
  const t = useTranslations('door');
  return (
    <section className="flex flex-col gap-2">
      <h3>{t('refusedTitle')}</h3>
      <ul className="rounded-lg border border-danger-ink">
        {model.refused.map((entry) => (
          <li
            key={entry.id}
            className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-b-0"
          >
            <div className="min-w-0 flex-1">
              <p>{entry.label}</p>
              <p className="text-sm text-ink-2">
                {t(`kind${entry.event.kind}`)}.{' '}
                {entry.receipt?.outcome === 'REFUSED' && t(`refused${entry.receipt.code}`)}
                {entry.exportedAtMs !== null && ` ${t('inFile')}`}
              </p>
            </div>
            <Button
              size="small"
              icon={RefreshCw}
              onClick={() => void engine.retryRefused(entry.id)}
            >
              {t('resend')}
            </Button>
          </li>
        ))}
      </ul>
      {model.undelivered.length === 0 && (
        <div className="flex flex-col items-start gap-2">
          <SaveButton engine={engine} />
          <p className="text-sm text-ink-2">{t('refusedText')}</p>
        </div>
      )}
    </section>
  );
}

function RecentList({ recent }: { recent: readonly OutboxEntry[] }) {
  const t = useTranslations('door');
  const format = useFormatter();
  return (
    <section className="flex flex-col gap-2">
      <h3>{t('recentTitle')}</h3>
      {recent.length === 0 && <p className="text-ink-2">{t('recentEmpty')}</p>}
      <ul>
        {recent.map((entry) => (
          <li key={entry.id} className="flex gap-3 border-b border-line py-1 last:border-b-0">
            <time className="text-sm leading-6 text-ink-2">
              {format.dateTime(new Date(entry.event.happenedAt), 'clock')}
            </time>
            <span className="min-w-0 flex-1">
              {entry.label}
              <span className="text-sm text-ink-2"> · {t(`kind${entry.event.kind}`)}</span>
              {entry.receipt?.outcome === 'AFTER_CLOSING' && (
                <span className="text-sm text-warn-ink"> · {t('afterClosing')}</span>
              )}
            </span>
            {entry.state !== 'REFUSED' && (
              <MarkIcon mark={entry.state === 'RECORDED' ? 'recorded' : 'delivered'} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
