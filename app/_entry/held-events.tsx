'use client';

import { Download, Send } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button, LinkButton } from '../_ui/button.tsx';
import { Notice } from '../_ui/notice.tsx';
import { useToast } from '../_ui/toast.tsx';
import type { UseHeldEvents } from './use-held-events.ts';

/** Warns that the machine would take check-ins away with it, and offers the two ways out. */
export function HeldEvents({ held }: { held: UseHeldEvents }) {
  const t = useTranslations('entry');
  const notify = useToast();
  if (!held.events) return null;
  const { count, siteName } = held.events;
  const save = async () => {
    const name = await held.save();
    notify({ tone: 'ok', text: t('heldSaved', { name }) });
  };
  return (
    <div className="flex flex-col gap-3" data-held={count}>
      <Notice tone="warn" title={t('heldTitle', { count })}>
        {t('heldText', { site: siteName === null ? 'none' : 'one', name: siteName ?? '' })}
      </Notice>
      <div className="flex flex-wrap gap-3">
        <LinkButton href="/site/check-in" icon={Send}>
          {t('heldSend')}
        </LinkButton>
        <Button icon={Download} onClick={() => void save()}>
          {t('heldSave')}
        </Button>
      </div>
    </div>
  );
}
