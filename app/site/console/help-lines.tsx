'use client';

import { ClipboardList, DoorOpen, Phone } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { HallState } from '#contract/hall.ts';
import { LinkButton } from '../../_ui/button.tsx';
import { HelpButton } from '../help-button.tsx';

/** The hall's other work, and whom to call. */
export function HelpLines({ helpPhone, hall }: { helpPhone: string; hall: HallState | null }) {
  const t = useTranslations('hall');
  return (
    <section
      aria-label={t('more')}
      className="flex flex-wrap items-center gap-x-6 gap-y-3 text-ink-2"
    >
      <HelpButton hall={hall} />
      <p className="flex items-center gap-2">
        <Phone aria-hidden className="size-5 shrink-0" />
        {helpPhone
          ? t.rich('help', {
              phone: helpPhone,
              link: (text) => (
                <a
                  className="text-lg font-semibold whitespace-nowrap text-ink underline underline-offset-4"
                  href={`tel:${helpPhone.replaceAll(/[^\d+]/g, '')}`}
                >
                  {text}
                </a>
              ),
            })
          : t('noHelp')}
      </p>
      <p className="flex min-w-0 flex-1 basis-80 items-center gap-2">
        <DoorOpen aria-hidden className="size-5 shrink-0" />
        {t('door')}
      </p>
      <LinkButton href="/site/headcount" target="_blank" icon={ClipboardList}>
        {t('headcount')}
      </LinkButton>
    </section>
  );
}
