'use client';

import clsx from 'clsx';
import { CircleAlert, CloudCheck, CloudOff, CloudUpload } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { SelectControl } from '../../_ui/select.tsx';
import { DeliveryDialog } from './delivery-dialog.tsx';
import type { DoorEngine } from './door-engine.ts';
import type { DoorModel } from './door-model.ts';
import type { Door } from './door-screen.tsx';

interface DoorHeaderProps {
  engine: DoorEngine;
  model: DoorModel;
  door: Door;
}

/** Which hall, which session, and how many marks are still to deliver. */
export function DoorHeader({ engine, model, door }: DoorHeaderProps) {
  const t = useTranslations('door');
  const [isOpen, setIsOpen] = useState(false);
  const { self, session } = door;
  return (
    <>
      <header className="min-w-0">
        <p className="truncate text-sm text-ink-2 max-sm:hidden">{self.conferenceName}</p>
        <h1 className="text-lg sm:text-xl">{self.siteName}</h1>
      </header>
      <div className="sticky top-14 z-20 -my-4 flex items-center justify-between gap-3 bg-canvas py-2">
        {self.sessions.length > 1 ? (
          <div className="w-64 min-w-0">
            <SelectControl
              trigger={{ 'aria-label': t('session') }}
              value={session.id}
              options={self.sessions.map((one) => ({ value: one.id, label: one.name }))}
              onValue={(id) => void engine.chooseSession(id)}
            />
          </div>
        ) : (
          <p className="truncate">{session.name}</p>
        )}
        <DeliveryButton model={model} onClick={() => setIsOpen(true)} />
      </div>
      <DeliveryDialog open={isOpen} onOpen={setIsOpen} engine={engine} model={model} />
    </>
  );
}

/** The second mark for all of them together; always in sight. */
function DeliveryButton({ model, onClick }: { model: DoorModel; onClick: () => void }) {
  const t = useTranslations('door');
  const count = model.undelivered.length;
  const isOffline = model.connection.kind !== 'connected';
  const isTrouble = model.refused.length > 0 || ['blocked', 'aside'].includes(model.delivery.kind);
  const Icon = isTrouble
    ? CircleAlert
    : isOffline
      ? CloudOff
      : count > 0
        ? CloudUpload
        : CloudCheck;
  const tone = isTrouble
    ? 'bg-danger-soft text-danger-ink'
    : isOffline || count > 0
      ? 'bg-warn-soft text-warn-ink'
      : 'bg-ok-soft text-ok-ink';
  return (
    <button
      type="button"
      onClick={onClick}
      data-waiting={count}
      className={clsx(
        'inline-flex h-10 shrink-0 items-center gap-2 rounded-full px-4 font-medium',
        tone,
      )}
    >
      <Icon aria-hidden className="size-5 shrink-0" />
      <span data-count role="status">
        {isTrouble && model.refused.length > 0 && count === 0
          ? t('refusedCount', { count: model.refused.length })
          : isOffline
            ? t('waitingOffline', { count })
            : t('waiting', { count })}
      </span>
    </button>
  );
}
