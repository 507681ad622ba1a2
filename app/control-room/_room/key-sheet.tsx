'use client';

import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { Switch } from '../../_ui/checkbox.tsx';
import { Dialog } from '../../_ui/dialog.tsx';
import { KeyMark } from './key-mark.tsx';
import { KEY_SHEET } from './room-keys.ts';

interface KeySheetProps {
  open: boolean;
  onOpen: (open: boolean) => void;
  hasSingleSigns: boolean;
  onSingleSigns: (isOn: boolean) => void;
}

/** Every key of the room, and the switch for those of a single sign. */
export function KeySheet({ open, onOpen, hasSingleSigns, onSingleSigns }: KeySheetProps) {
  const t = useTranslations('control-room.keys');
  return (
    <Dialog open={open} onOpen={onOpen} title={t('title')} shape="wide">
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {KEY_SHEET.map(({ part, lines }) => (
          <section key={part} className="flex flex-col gap-2">
            <h3 className="text-sm text-ink-2">{t(`part.${part}`)}</h3>
            <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1.5">
              {lines.map(([keys, what]) => (
                <Fragment key={what}>
                  <dt className="flex gap-1">
                    {keys.map((key) => (
                      <KeyMark key={key}>{key === 'Space' ? t('space') : key}</KeyMark>
                    ))}
                  </dt>
                  <dd>{t(`does.${what}`)}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch label={t('singleSigns')} checked={hasSingleSigns} onChecked={onSingleSigns} />
    </Dialog>
  );
}
