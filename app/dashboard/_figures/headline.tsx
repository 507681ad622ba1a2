'use client';

import { compositionShare, presentOnlineOf, presentShare } from '#domain/figures.ts';
import { planSentence, presentSentence } from '#domain/figures-sentence.ts';
import { Card } from '../../_ui/page-header.tsx';
import type { Figures } from './figures-model.ts';
import { Identity } from './identity.tsx';
import { PresenceBar } from './presence-bar.tsx';
import type { FigureReach } from './session-info.ts';
import { useFigureText } from './use-figure-text.ts';

interface HeadlineProps {
  figures: Figures;
  reach: FigureReach;
  asOfMs: number;
}

/** What the announcer reads: the plan, and the count as of now. */
export function AnnouncerSentence({ figures, reach, asOfMs }: HeadlineProps) {
  const { t, time, language } = useFigureText();
  const tiers = figures.sites.map(({ tier }) => tier);
  const { summoned } = figures.total;
  return (
    <p data-count className="text-base text-balance sm:text-lg">
      {t(reach === 'whole' ? 'planSentence' : 'partSentence', {
        plan: planSentence({ tiers, summoned }, language),
      })}{' '}
      <strong className="font-semibold">
        {t('presentSentence', {
          time: time(asOfMs),
          present: presentSentence(figures.total, language),
        })}
      </strong>
    </p>
  );
}

/** One large percentage with its identity under it, and what lies beside it. */
export function Headline({ figures, reach, asOfMs }: HeadlineProps) {
  const { t, share } = useFigureText();
  const { total } = figures;
  return (
    <Card className="flex flex-col gap-5 p-4 sm:p-6">
      <AnnouncerSentence figures={figures} reach={reach} asOfMs={asOfMs} />
      <div>
        <p className="text-sm text-ink-2">{t('presentShare')}</p>
        <p
          data-count
          data-figure="share"
          className="text-display font-semibold tracking-tight max-sm:leading-20"
        >
          {share(presentShare(total))}
        </p>
        <PresenceBar counts={total} className="mt-1 h-3" />
      </div>
      <Identity counts={total} />
      <Breakdown figures={figures} />
    </Card>
  );
}

function Breakdown({ figures: { total, halls } }: { figures: Figures }) {
  const { t, count, share } = useFigureText();
  const facts = [
    { label: t('compositionShare'), value: share(compositionShare(total)) },
    { label: t('direct'), value: count(total.presentDirect) },
    { label: t('online'), value: count(presentOnlineOf(total)) },
    { label: t('television'), value: count(total.presentTelevision) },
    { label: t('late'), value: count(total.late) },
    { label: t('substitute'), value: count(total.substitute) },
    { label: t('leftEarly'), value: count(total.leftEarly) },
    { label: t('walkIn'), value: count(halls.walkIn) },
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 border-t border-line pt-4 sm:grid-cols-4">
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt className="text-sm text-ink-2">{label}</dt>
          <dd data-count className="text-lg font-semibold">
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
