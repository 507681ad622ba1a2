'use client';

import { Ban, MonitorSmartphone } from 'lucide-react';
import { useFormatter, useNow, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useRouter } from 'next/navigation';
import type { CommandOutput } from '#contract/registry.ts';
import { useCommand } from '../../../../_live/use-command.ts';
import { Button } from '../../../../_ui/button.tsx';
import { ConfirmDialog } from '../../../../_ui/confirm-dialog.tsx';
import { EmptyState, ErrorState } from '../../../../_ui/empty-state.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { Skeleton } from '../../../../_ui/skeleton.tsx';
import { useAsked } from '../../use-asked.ts';

type DeviceRow = CommandOutput<'site:devices'>['devices'][number];

/** The devices that entered by the hall's links, each with a way to end its access. */
export function SiteDevices({ siteId }: { siteId: string }) {
  const t = useTranslations('site');
  const { asked, again } = useAsked('site:devices', { siteId }, siteId);
  const [ending, setEnding] = useState<DeviceRow | null>(null);
  if (asked.kind === 'loading') return <Skeleton className="h-24" />;
  if (asked.kind === 'failed') {
    return (
      <ErrorState title={t('devicesFailed')} action={<Button onClick={again}>{t('again')}</Button>}>
        {asked.text}
      </ErrorState>
    );
  }
  if (asked.data.devices.length === 0) {
    return (
      <EmptyState icon={MonitorSmartphone} title={t('noDevices')}>
        {t('noDevicesText')}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="divide-y divide-line">
        {asked.data.devices.map((device) => (
          <DeviceLine key={device.id} device={device} onEnd={() => setEnding(device)} />
        ))}
      </ul>
      <EndDialog device={ending} onClose={() => setEnding(null)} onChanged={again} />
    </>
  );
}

function DeviceLine({ device, onEnd }: { device: DeviceRow; onEnd: () => void }) {
  const t = useTranslations('site');
  const format = useFormatter();
  const now = useNow();
  return (
    <li className="flex items-center gap-3 py-3">
      <div className="min-w-0 flex-1">
        <p className="text-base font-medium">{t(`deviceKind.${device.kind}`)}</p>
        {device.label && <p className="text-sm text-ink-2">{device.label}</p>}
        <p className="text-sm text-ink-3" data-count>
          {device.lastSeenAt
            ? t('lastSeen', { when: format.relativeTime(new Date(device.lastSeenAt), now) })
            : t('enrolledAt', { time: format.dateTime(new Date(device.enrolledAt), 'dateTime') })}
        </p>
      </div>
      <Button size="small" icon={Ban} onClick={onEnd}>
        {t('endDevice')}
      </Button>
    </li>
  );
}

interface EndDialogProps {
  device: DeviceRow | null;
  onClose: () => void;
  onChanged: () => void;
}

function EndDialog({ device, onClose, onChanged }: EndDialogProps) {
  const t = useTranslations('site');
  const router = useRouter();
  const revoke = useCommand('device:revoke', 'account');
  return (
    <ConfirmDialog
      open={device !== null}
      onOpen={onClose}
      title={t('endDeviceTitle')}
      confirmLabel={t('endDevice')}
      onConfirm={async () => {
        if (!device) return true;
        const answer = await revoke.run({ deviceId: device.id });
        if (answer.ok) {
          onChanged();
          router.refresh();
        }
        return answer.ok;
      }}
    >
      <p>{t('endDeviceText')}</p>
      {revoke.failure && (
        <Notice tone="danger" className="mt-3">
          {revoke.failure}
        </Notice>
      )}
    </ConfirmDialog>
  );
}
