'use client';

import { Printer, Trash2, Users } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { SiteListRow } from '#db/queries/site.ts';
import { HandInFile } from '../../../../_hand-in/hand-in-file.tsx';
import { ChangedNotice } from '../../../../_live/changed-notice.tsx';
import { useCommand } from '../../../../_live/use-command.ts';
import { useDraft, type UseDraft } from '../../../../_live/use-draft.ts';
import { Button, LinkButton } from '../../../../_ui/button.tsx';
import { ConfirmDialog } from '../../../../_ui/confirm-dialog.tsx';
import { Dialog } from '../../../../_ui/dialog.tsx';
import { KeyValue } from '../../../../_ui/key-value.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import type { Option } from '../../../../_ui/select.tsx';
import { Tabs } from '../../../../_ui/tabs.tsx';
import { useToast } from '../../../../_ui/toast.tsx';
import { SiteDevices } from './site-devices.tsx';
import { SiteForm, type SiteFields } from './site-form.tsx';
import { SiteLinks } from './site-links.tsx';

interface SitePanelProps {
  conferenceId: string;
  site: SiteListRow;
  sites: readonly SiteListRow[];
  units: readonly Option[];
  access: 'manage' | 'read';
  onClose: () => void;
}

/** One hall: its facts, its links and codes, its devices. */
export function SitePanel(props: SitePanelProps) {
  const { site, access, onClose } = props;
  const t = useTranslations('site');
  const [tab, setTab] = useState(access === 'manage' ? 'links' : 'facts');
  const draft = useDraft(fieldsOf(site));
  const facts = { value: 'facts', label: t('tab.facts') };
  return (
    <Dialog
      open
      onOpen={onClose}
      title={site.name}
      description={<SiteLine site={site} />}
      shape="sheet"
      isUnsaved={draft.isUnsaved}
    >
      {access === 'read' ? (
        <SiteFacts site={site} />
      ) : (
        <>
          <SiteLinksRow conferenceId={props.conferenceId} site={site} />
          <Tabs
            label={site.name}
            value={tab}
            onValue={setTab}
            tabs={[
              { value: 'links', label: t('tab.links'), content: <SiteLinks site={site} /> },
              {
                value: 'devices',
                label: t('tab.devices'),
                content: <DevicesTab site={site} />,
              },
              { ...facts, content: <EditSite {...props} draft={draft} />, isKept: true },
            ]}
          />
        </>
      )}
    </Dialog>
  );
}

function DevicesTab({ site }: { site: SiteListRow }) {
  const t = useTranslations('hand-in');
  return (
    <div className="flex flex-col gap-6">
      <SiteDevices siteId={site.id} />
      <section className="flex flex-col gap-3 border-t border-line pt-4">
        <h3>{t('title')}</h3>
        <p className="text-ink-2">{t('text')}</p>
        <HandInFile siteId={site.id} as="account" />
      </section>
    </div>
  );
}

function SiteLine({ site }: { site: SiteListRow }) {
  const t = useTranslations('site');
  const format = useFormatter();
  return (
    <p data-count className="text-sm text-ink-2">
      {site.code} · {t(`tierName.${site.tier}`)} · {t(`modeName.${site.mode}`)} ·{' '}
      {t('summonedCount', { count: format.number(site.summoned) })}
    </p>
  );
}

function SiteLinksRow({ conferenceId, site }: Pick<SitePanelProps, 'conferenceId' | 'site'>) {
  const t = useTranslations('site');
  const base = `/conferences/${conferenceId}`;
  return (
    <div className="flex flex-wrap gap-2">
      <LinkButton href={`${base}/roster?site=${site.id}`} icon={Users} size="small">
        {t('openRoster')}
      </LinkButton>
      <LinkButton
        href={`${base}/sites/${site.id}/cards`}
        icon={Printer}
        size="small"
        target="_blank"
        prefetch={false}
      >
        {t('printCards')}
      </LinkButton>
    </div>
  );
}

function SiteFacts({ site }: { site: SiteListRow }) {
  const t = useTranslations('site');
  return (
    <KeyValue
      items={[
        { label: t('unit'), value: site.unitName || '–' },
        {
          label: t('contact'),
          value: [site.contactName, site.contactPhone].filter(Boolean).join(', ') || '–',
        },
        { label: t('planned'), value: site.plannedCount ?? '–' },
      ]}
    />
  );
}

function fieldsOf(site: SiteListRow): SiteFields {
  const { code, name, tier, mode, unitId, parentSiteId } = site;
  const { contactName, contactPhone, plannedCount } = site;
  return { code, name, tier, mode, unitId, parentSiteId, contactName, contactPhone, plannedCount };
}

function EditSite(props: SitePanelProps & { draft: UseDraft<SiteFields> }) {
  const { site, sites, units, onClose, draft } = props;
  const t = useTranslations('site');
  const tc = useTranslations('common');
  const router = useRouter();
  const notify = useToast();
  const update = useCommand('site:update', 'account');
  const changes = useTheirs(draft, props);
  const submit = async () => {
    const answer = await update.run({ siteId: site.id, ...draft.fields, expected: draft.seen });
    if (answer.ok) notify({ tone: 'ok', text: t('stored', { name: draft.fields.name }) });
    if (answer.ok) draft.accept();
    if (answer.ok || answer.code === 'CONFLICT') router.refresh();
  };
  return (
    <SiteForm
      id="edit-site"
      value={draft.fields}
      onValue={draft.setFields}
      onSubmit={submit}
      sites={sites}
      units={units}
      self={site}
    >
      <ChangedNotice changes={changes} />
      {update.failure && changes.length === 0 && <Notice tone="danger">{update.failure}</Notice>}
      <div className="flex flex-wrap justify-between gap-2">
        <Button type="submit" tone="primary" state={update.isBusy ? 'busy' : 'idle'}>
          {tc('save')}
        </Button>
        <RemoveSite site={site} onClose={onClose} />
      </div>
    </SiteForm>
  );
}

/** What somebody else changed in the hall meanwhile, in words. */
function useTheirs(
  { theirs, seen }: UseDraft<SiteFields>,
  { site, sites }: SitePanelProps,
): { label: string; value: string }[] {
  const t = useTranslations('site');
  const parent = sites.find(({ id }) => id === seen.parentSiteId);
  const shown: Record<keyof SiteFields, { label: string; value: string }> = {
    code: { label: t('code'), value: seen.code },
    name: { label: t('name'), value: seen.name },
    tier: { label: t('tier'), value: t(`tierName.${seen.tier}`) },
    mode: { label: t('mode'), value: t(`modeName.${seen.mode}`) },
    unitId: { label: t('unit'), value: site.unitName },
    parentSiteId: { label: t('parent'), value: parent?.name ?? '' },
    contactName: { label: t('contactName'), value: seen.contactName },
    contactPhone: { label: t('contactPhone'), value: seen.contactPhone },
    plannedCount: { label: t('planned'), value: String(seen.plannedCount ?? '') },
  };
  return theirs.map((name) => shown[name]);
}

function RemoveSite({ site, onClose }: { site: SiteListRow; onClose: () => void }) {
  const t = useTranslations('site');
  const router = useRouter();
  const remove = useCommand('site:remove', 'account');
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button icon={Trash2} onClick={() => setIsAsking(true)}>
        {t('remove')}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpen={setIsAsking}
        title={t('removeTitle', { name: site.name })}
        confirmLabel={t('remove')}
        onConfirm={async () => {
          const answer = await remove.run({ siteId: site.id });
          if (!answer.ok) return false;
          onClose();
          router.refresh();
          return true;
        }}
      >
        <p>{t('removeText')}</p>
        {remove.failure && (
          <Notice tone="danger" className="mt-3">
            {remove.failure}
          </Notice>
        )}
      </ConfirmDialog>
    </>
  );
}
