'use client';

import clsx from 'clsx';
import {
  CircleAlert,
  CircleCheck,
  LoaderCircle,
  Radio,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import { useLocale } from 'next-intl';
import type { ReactNode } from 'react';
import { ERRORS, type ErrorCode } from '#contract/errors.ts';
import { languageOf } from '../../_ui/preferences.ts';
import type { SentenceTone } from './hall-sentence.ts';

const LOOKS: Record<SentenceTone, { icon: LucideIcon; box: string; ink: string }> = {
  ok: { icon: CircleCheck, box: 'bg-ok-soft', ink: 'text-ok-ink' },
  info: { icon: LoaderCircle, box: 'bg-info-soft', ink: 'text-info-ink' },
  warn: { icon: TriangleAlert, box: 'bg-warn-soft', ink: 'text-warn-ink' },
  danger: { icon: CircleAlert, box: 'bg-danger-soft', ink: 'text-danger-ink' },
  onAir: { icon: Radio, box: 'bg-on-air', ink: 'text-on-air-text' },
};

interface StateBannerProps {
  /** Names the sentence, for tests and tools. */
  sentence: string;
  tone: SentenceTone;
  title: string;
  text: string;
  /** Why the centre said no, instead of `text`. */
  code: ErrorCode | null;
  action?: ReactNode;
}

/** The one sentence that a technician looks for: large, with a colour and an icon of its own. */
export function StateBanner({ sentence, tone, title, text, code, action }: StateBannerProps) {
  const language = languageOf(useLocale());
  const { icon: Icon, box, ink } = LOOKS[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      data-sentence={sentence}
      className={clsx('flex items-center gap-4 rounded-lg px-4 py-3 sm:px-5', box)}
    >
      <Icon
        aria-hidden
        className={clsx('size-8 shrink-0', ink, sentence === 'connecting' && 'animate-spin')}
      />
      <div className={clsx('min-w-0 flex-1', tone === 'onAir' && ink)}>
        <p className="text-lg font-semibold sm:text-xl">{title}</p>
        <p>{code ? ERRORS[code][language] : text}</p>
      </div>
      {action}
    </div>
  );
}
