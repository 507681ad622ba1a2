'use client';

import { Ban, Ellipsis, QrCode as QrIcon, RefreshCw } from 'lucide-react';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { CommandOutput } from '#contract/registry.ts';
import type { SiteListRow } from '#db/queries/site.ts';
import { useCommand } from '../../../../_live/use-command.ts';
import { Button, IconButton } from '../../../../_ui/button.tsx';
import { Checkbox } from '../../../../_ui/checkbox.tsx';
import { ConfirmDialog } from '../../../../_ui/confirm-dialog.tsx';
import { CopyButton } from '../../../../_ui/copy-button.tsx';
import { ErrorState } from '../../../../_ui/empty-state.tsx';
import { Menu, MenuItem } from '../../../../_ui/menu.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { QrCode } from '../../../../_ui/qr-code.tsx';
import { Skeleton } from '../../../../_ui/skeleton.tsx';
import { StatusBadge } from '../../../../_ui/status-badge.tsx';
import { languageOf } from '../../../../_ui/preferences.ts';
import { useAsked } from '../../use-asked.ts';

type ShownLink = CommandOutput<'device-link:list'>['links'][number];

/** The ways into one hall, and the message to send to its contact. */
export function SiteLinks({ site }: { site: SiteListRow }) {
  const t = useTranslations('site');
  const language = languageOf(useLocale());
  const { asked, again } = useAsked('device-link:list', { siteId: site.id }, site.id);
  if (asked.kind === 'loading') return <LinksSkeleton />;
  if (asked.kind === 'failed') {
    return (
      <ErrorState title={t('linksFailed')} action={<Button onClick={again}>{t('again')}</Button>}>
        {asked.text}
      </ErrorState>
    );
  }
  const { links, message } = asked.data;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-3 rounded-lg bg-sunken p-4">
        <p className="text-sm text-ink-2">
          {site.contactPhone
            ? t('sendTo', { name: site.contactName || '–', phone: site.contactPhone })
            : t('sendToNobody')}
        </p>
        <div className="flex flex-wrap gap-2">
          <CopyButton
            text={message[language]}
            label={t('copyMessage')}
            size="medium"
            tone="primary"
          />
        </div>
      </div>
      <ul className="flex flex-col gap-3">
        {links.map((link) => (
          <LinkCard key={link.deviceKind} site={site} link={link} onChanged={again} />
        ))}
      </ul>
    </div>
  );
}

function LinksSkeleton() {
  return (
    <div className="flex flex-col gap-3">
      <Skeleton className="h-24" />
      {[1, 2, 3, 4].map((each) => (
        <Skeleton key={each} className="h-28" />
      ))}
    </div>
  );
}

interface LinkCardProps {
  site: SiteListRow;
  link: ShownLink;
  onChanged: () => void;
}

/** In a hall without a line the same machines have other work. */
function hintOf({ mode }: SiteListRow, { deviceKind }: ShownLink) {
  const isOther = deviceKind === 'CONSOLE' || deviceKind === 'PROJECTOR';
  return mode === 'TV_ONLY' && isOther
    ? (`televisionHint.${deviceKind}` as const)
    : (`deviceHint.${deviceKind}` as const);
}

function LinkCard({ site, link, onChanged }: LinkCardProps) {
  const siteId = site.id;
  const t = useTranslations('site');
  const format = useFormatter();
  const [isQrShown, setIsQrShown] = useState(false);
  const [open, setOpen] = useState<'reissue' | 'revoke' | null>(null);
  const kind = t(`deviceKind.${link.deviceKind}`);
  return (
    <li className="flex flex-col gap-3 rounded-lg border border-line p-4">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h3 className="text-base font-semibold">{kind}</h3>
          <p className="text-sm text-ink-3">{t(hintOf(site, link))}</p>
        </div>
        <Menu
          trigger={<IconButton icon={Ellipsis} size="small" label={`${t('change')}: ${kind}`} />}
        >
          <MenuItem icon={RefreshCw} onSelect={() => setOpen('reissue')}>
            {t('reissue')}
          </MenuItem>
          {!link.isRevoked && (
            <MenuItem icon={Ban} tone="danger" onSelect={() => setOpen('revoke')}>
              {t('revoke')}
            </MenuItem>
          )}
        </Menu>
      </div>
      {link.link === null || link.code === null ? (
        <div className="flex flex-wrap items-center gap-3">
          <StatusBadge status="revoked" />
          <Button size="small" icon={RefreshCw} onClick={() => setOpen('reissue')}>
            {t('reissue')}
          </Button>
        </div>
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <code className="font-mono text-lg font-semibold tracking-wide">{link.code}</code>
            <span className="flex flex-wrap gap-2">
              <CopyButton text={link.link} label={t('copyLink')} />
              <Button
                size="small"
                icon={QrIcon}
                aria-expanded={isQrShown}
                onClick={() => setIsQrShown((shown) => !shown)}
              >
                QR
              </Button>
            </span>
          </div>
          {isQrShown && (
            <QrCode
              text={link.link}
              label={t('qrOf', { kind })}
              className="w-56 self-center rounded-md"
            />
          )}
        </>
      )}
      <p className="text-sm text-ink-3" data-count>
        {t('issuedAt', { time: format.dateTime(new Date(link.issuedAt), 'dateTime') })}
      </p>
      <ReissueDialog
        open={open === 'reissue'}
        place={{ siteId, deviceKind: link.deviceKind }}
        kind={kind}
        onClose={() => setOpen(null)}
        onChanged={onChanged}
      />
      <RevokeDialog
        open={open === 'revoke'}
        place={{ siteId, deviceKind: link.deviceKind }}
        kind={kind}
        onClose={() => setOpen(null)}
        onChanged={onChanged}
      />
    </li>
  );
}

interface ChangeDialogProps {
  open: boolean;
  place: { siteId: string; deviceKind: ShownLink['deviceKind'] };
  kind: string;
  onClose: () => void;
  onChanged: () => void;
}

function ReissueDialog({ open, place, kind, onClose, onChanged }: ChangeDialogProps) {
  const t = useTranslations('site');
  const reissue = useCommand('device-link:reissue', 'account');
  const [revokesDevices, setRevokesDevices] = useState(false);
  return (
    <ConfirmDialog
      open={open}
      onOpen={onClose}
      title={t('reissueTitle', { kind })}
      confirmLabel={t('reissue')}
      tone="primary"
      onConfirm={async () => {
        const answer = await reissue.run({ ...place, revokesDevices });
        if (answer.ok) onChanged();
        return answer.ok;
      }}
    >
      <p className="mb-4">{t('reissueText')}</p>
      <Checkbox
        label={t('revokesDevices')}
        hint={t('revokesDevicesHint')}
        checked={revokesDevices}
        onChecked={setRevokesDevices}
      />
      <Failure text={reissue.failure} />
    </ConfirmDialog>
  );
}

function RevokeDialog({ open, place, kind, onClose, onChanged }: ChangeDialogProps) {
  const t = useTranslations('site');
  const revoke = useCommand('device-link:revoke', 'account');
  return (
    <ConfirmDialog
      open={open}
      onOpen={onClose}
      title={t('revokeTitle', { kind })}
      confirmLabel={t('revoke')}
      onConfirm={async () => {
        const answer = await revoke.run(place);
        if (answer.ok) onChanged();
        return answer.ok;
      }}
    >
      <p>{t('revokeText')}</p>
      <Failure text={revoke.failure} />
    </ConfirmDialog>
  );
}

function Failure({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <Notice tone="danger" className="mt-3">
      {text}
    </Notice>
  );
}
