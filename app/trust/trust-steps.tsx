'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Tabs } from '../_ui/tabs.tsx';

const SYSTEMS = ['windows', 'android', 'ios'] as const;
export type System = (typeof SYSTEMS)[number];
const STEPS = ['1', '2', '3', '4'] as const;

/** The steps of each system; the one of this device is open. */
export function TrustSteps({ initial }: { initial: System }) {
  const t = useTranslations('trust');
  const [system, setSystem] = useState<string>(initial);
  return (
    <Tabs
      label={t('system')}
      value={system}
      onValue={setSystem}
      tabs={SYSTEMS.map((name) => ({
        value: name,
        label: t(`${name}.name`),
        content: (
          <ol className="flex max-w-prose list-decimal flex-col gap-3 pl-6 marker:font-semibold marker:text-brand-ink">
            {STEPS.map((step) => (
              <li key={step} className="pl-1">
                {t(`${name}.${step}`)}
              </li>
            ))}
          </ol>
        ),
      }))}
    />
  );
}
