'use client';

import { useTranslations } from 'next-intl';
import { ConnectionBanner } from '../../_live/connection-banner.tsx';
import { ProgrammeSound } from '../../_media/programme-sound.tsx';
import { ProgrammeView } from '../../_media/programme-view.tsx';
import { Button } from '../../_ui/button.tsx';
import { Section } from '../../_ui/page-header.tsx';
import { CentreMessages } from '../console/centre-messages.tsx';
import { SENTENCE_TONES, type SentenceTone } from '../console/hall-sentence.ts';
import { HelpLines } from '../console/help-lines.tsx';
import { StateBanner } from '../console/state-banner.tsx';
import { useCover } from '../console/use-cover.ts';
import { RecordedSign } from '../recorded-sign.tsx';
import type { HallPlace } from '../hall-place.ts';
import type { DoorSession } from '../session-choice.ts';
import { CameraCards } from './camera-cards.tsx';
import { DeskCard } from './desk-card.tsx';
import { ScreenCard } from './screen-card.tsx';
import type { StudioMedia } from './studio-media.ts';
import type { StudioSentence } from './studio-sentence.ts';
import { useStudioSession, type StudioSession } from './use-studio-session.ts';

interface StudioScreenProps {
  hallPlace: HallPlace;
  session: DoorSession;
  media: StudioMedia;
  onLeave: () => void;
}

/** The studio in a session: what it sends on the left, what goes on air on the right. */
export function StudioScreen({ hallPlace, session, media, onLeave }: StudioScreenProps) {
  const t = useTranslations('hall');
  const deskName = t('studio.desk');
  const studio = useStudioSession({ hallPlace, sessionId: session.id, media, deskName });
  const cover = useCover({ line: studio.lineState, tracks: studio.tracks, mode: 'FULL' });
  return (
    <>
      <h1 className="sr-only">{t('studio.title')}</h1>
      <ConnectionBanner />
      <StudioBanner studio={studio} helpPhone={hallPlace.helpPhone} />
      <RecordedSign hall={studio.hall} size="console" />
      <CentreMessages hall={studio.hall} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(22rem,30rem)]">
        <div className="flex flex-col gap-6">
          <CameraCards studio={studio} media={media} siteName={hallPlace.siteName} />
          <ScreenCard studio={studio} />
        </div>
        <div className="flex flex-col gap-6">
          <Section
            title={t('studio.return')}
            actions={
              <Button tone="quiet" size="small" onClick={onLeave}>
                {t('leave')}
              </Button>
            }
          >
            <ProgrammeView
              tracks={studio.tracks}
              programme={studio.programme}
              ownSiteId={null}
              cover={cover}
              size="console"
              className="aspect-video w-full rounded-lg"
            />
          </Section>
          <DeskCard studio={studio} media={media} />
        </div>
      </div>
      <ProgrammeSound
        tracks={studio.tracks}
        isSilent={studio.hall?.soundOutput === 'PROJECTOR'}
        speakerId={null}
        onBlocked={studio.onSoundBlocked}
      />
      <HelpLines helpPhone={hallPlace.helpPhone} hall={null} />
    </>
  );
}

const OWN_TONES: Record<'up' | 'deskMuted' | 'deskSilent', SentenceTone> = {
  up: 'ok',
  deskMuted: 'warn',
  deskSilent: 'danger',
};

function isOwn(sentence: StudioSentence): sentence is keyof typeof OWN_TONES {
  return sentence in OWN_TONES;
}

function StudioBanner({ studio, helpPhone }: { studio: StudioSession; helpPhone: string }) {
  const t = useTranslations('hall');
  const { sentence, lineState, isTakenOver } = studio;
  const code = lineState.kind === 'REFUSED' && sentence === 'refused' ? lineState.code : null;
  const action = isTakenOver && <Button onClick={studio.takeBack}>{t('takeBack')}</Button>;
  const shared = { sentence, code, action };
  if (isOwn(sentence)) {
    return (
      <StateBanner
        {...shared}
        tone={OWN_TONES[sentence]}
        title={t(`studio.${sentence}.title`)}
        text={t(`studio.${sentence}.text`)}
      />
    );
  }
  return (
    <StateBanner
      {...shared}
      tone={SENTENCE_TONES[sentence]}
      title={t(`sentence.${sentence}.title`)}
      text={t(`sentence.${sentence}.text`, { phone: helpPhone || '–' })}
    />
  );
}
