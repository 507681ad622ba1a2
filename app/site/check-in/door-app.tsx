'use client';

import { Unplug } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Failure } from '../../_live/http-command.ts';
import { useFailureText } from '../../_live/use-command.ts';
import { LinkButton } from '../../_ui/button.tsx';
import { EmptyState, ErrorState } from '../../_ui/empty-state.tsx';
import { PageSkeleton } from '../../_ui/skeleton.tsx';
import type { DoorModel } from './door-model.ts';
import { DoorScreen } from './door-screen.tsx';
import { QrReader } from './qr-reader.ts';
import { useDoor } from './use-door.ts';
import { useOfflineShell } from '../use-offline-shell.ts';

/** The door of a hall: the same page with and without a network. */
export function DoorApp() {
  const { engine, model } = useDoor();
  const isConnected = model.connection.kind === 'connected';
  useOfflineShell({ isConnected, listMore: listReaderFiles });
  const { self, session, view } = model;
  if (!engine || model.phase === 'opening') return <PageSkeleton />;
  if (model.phase === 'no-storage') return <NoStorage />;
  if (self && session && view) {
    return <DoorScreen engine={engine} model={model} door={{ self, session, view }} />;
  }
  return model.refusal ? <NotTaken failure={model.refusal} /> : <NotYet model={model} />;
}

/** The QR reader is loaded with the camera, which a clerk may turn on only once the network is gone. */
async function listReaderFiles(): Promise<string[]> {
  const reader = new QrReader();
  const files = await reader.files();
  reader.close();
  return files;
}

function NoStorage() {
  const t = useTranslations('door');
  return (
    <ErrorState heading="h1" title={t('noStorageTitle')}>
      {t('noStorageText')}
    </ErrorState>
  );
}

function NotTaken({ failure }: { failure: Failure }) {
  const t = useTranslations('door');
  const failureText = useFailureText();
  return (
    <ErrorState
      heading="h1"
      icon={Unplug}
      title={t('refusedDeviceTitle')}
      action={<LinkButton href="/join">{t('enterCode')}</LinkButton>}
    >
      {t('refusedDeviceText', { reason: failureText(failure) })}
    </ErrorState>
  );
}

function NotYet({ model }: { model: DoorModel }) {
  const t = useTranslations('door');
  if (model.self && !model.session) {
    return (
      <EmptyState heading="h1" title={t('noSessionTitle')}>
        {t('noSessionText')}
      </EmptyState>
    );
  }
  const isConnected = model.connection.kind === 'connected';
  return (
    <EmptyState heading="h1" title={isConnected ? t('emptyConnecting') : t('emptyTitle')}>
      {t('emptyText')}
    </EmptyState>
  );
}
