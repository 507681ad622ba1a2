'use client';

import { Settings2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConnectionBanner } from '../../_live/connection-banner.tsx';
import { ProgrammeSound } from '../../_media/programme-sound.tsx';
import { ProgrammeView } from '../../_media/programme-view.tsx';
import { Button } from '../../_ui/button.tsx';
import { RecordedSign } from '../recorded-sign.tsx';
import { FollowingSay } from '../following-say.tsx';
import type { HallPlace } from '../hall-place.ts';
import { HallWatch } from '../hall-watch.tsx';
import { MuteTelevision } from '../mute-television.tsx';
import type { DoorSession } from '../session-choice.ts';
import { CentreMessages } from './centre-messages.tsx';
import { cameraTrouble, soundTrouble } from './device-trouble.ts';
import { DevicesDialog } from './devices-dialog.tsx';
import { FollowingNotice } from './following-notice.tsx';
import { SENTENCE_TONES } from './hall-sentence.ts';
import { HelpLines } from './help-lines.tsx';
import { MicrophoneSwitch } from './microphone-switch.tsx';
import { OwnPicture } from './own-picture.tsx';
import { SpeakPanel } from './speak-panel.tsx';
import { StateBanner } from './state-banner.tsx';
import { TroubleNotice } from './trouble-notice.tsx';
import { useCover } from './use-cover.ts';
import { useHallSession, type HallSession } from './use-hall-session.ts';
import type { OwnMedia, UseOwnMedia } from './use-own-media.ts';

interface HallScreenProps {
  hallPlace: HallPlace;
  session: DoorSession;
  own: UseOwnMedia;
  media: OwnMedia;
  onLeave: () => void;
}

/** A hall in the conference: the programme, itself, its microphone, its hand. */
export function HallScreen(props: HallScreenProps) {
  const { hallPlace, own, media } = props;
  const session = useHallSession({ hallPlace, sessionId: props.session.id, media });
  const [isChoosing, setIsChoosing] = useState(false);
  const parts = { ...props, hallSession: session, onChoose: () => setIsChoosing(true) };
  return (
    <>
      <h1 className="sr-only">{hallPlace.siteName}</h1>
      <ConnectionBanner />
      <Words {...parts} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-6">
        <ProgrammeColumn {...parts} />
        <div className="flex flex-col gap-4">
          <MicrophoneSwitch
            sound={media.sound}
            isMutedByHall={session.mute.isMutedByHall}
            isMutedByCentre={session.hall?.isMutedByCentre ?? false}
            failure={session.mute.failure}
            onToggle={session.mute.toggle}
          />
          <SpeakPanel place={session.place} hall={session.hall} />
          <OwnPicture
            camera={session.camera}
            isOnAir={session.hall?.isPictureOnAir ?? false}
            className="w-full max-lg:max-w-72"
          />
        </div>
      </div>
      <ProgrammeSound
        tracks={session.tracks}
        isSilent={session.hall?.soundOutput === 'PROJECTOR' || session.watching === 'HEARD'}
        speakerId={own.chosen.speakerId}
        onBlocked={session.onSoundBlocked}
      />
      <HelpLines helpPhone={hallPlace.helpPhone} hall={session.hall} />
      <DevicesDialog
        isOpen={isChoosing}
        onOpen={setIsChoosing}
        own={own}
        camera={session.camera}
        sound={session.sound}
        hall={session.hall}
        place={session.place}
        onMode={session.chooseMode}
      />
    </>
  );
}

type PartProps = HallScreenProps & { hallSession: HallSession; onChoose: () => void };

/** The sentence on top, and below it whatever needs a hand on a cable. */
function Words({ hallPlace, own, media, hallSession, onChoose }: PartProps) {
  const t = useTranslations('hall');
  const { line, camera, sound, isTakenOver, takeBack, sentence } = hallSession;
  const ofCamera = cameraTrouble(camera);
  const ofSound = soundTrouble(sound);
  return (
    <>
      <StateBanner
        sentence={sentence}
        tone={SENTENCE_TONES[sentence]}
        title={t(`sentence.${sentence}.title`)}
        text={t(`sentence.${sentence}.text`, { phone: hallPlace.helpPhone || '–' })}
        code={line.kind === 'REFUSED' && sentence === 'refused' ? line.code : null}
        action={isTakenOver && <Button onClick={takeBack}>{t('takeBack')}</Button>}
      />
      <MuteTelevision hall={hallSession.hall} size="console" />
      <CentreMessages hall={hallSession.hall} />
      {ofCamera && (
        <TroubleNotice
          of="camera"
          trouble={ofCamera}
          onAgain={() => media.camera.start(own.chosen.cameraId)}
          onChoose={onChoose}
        />
      )}
      {ofSound && (
        <TroubleNotice
          of="microphone"
          trouble={ofSound}
          onAgain={() => media.sound.start(own.chosen.microphoneId)}
          onChoose={onChoose}
        />
      )}
      <FollowingNotice
        mode={hallSession.mode}
        watchPath={hallSession.hall?.watchPath ?? null}
        onChoose={hallSession.chooseMode}
      />
    </>
  );
}

function ProgrammeColumn({ hallPlace, session, onLeave, hallSession, onChoose }: PartProps) {
  const t = useTranslations('hall');
  const { tracks, programme, line, mode, hall } = hallSession;
  const cover = useCover({ line, tracks, mode });
  return (
    <div className="flex flex-col gap-3">
      {hallSession.watching !== 'NO' && hall?.watchPath ? (
        <HallWatch
          hall={hall}
          watchPath={hall.watchPath}
          label={session.name}
          isSilenced={hallSession.watching === 'SILENCED'}
          size="console"
        />
      ) : (
        <ProgrammeView
          tracks={tracks}
          programme={programme}
          ownSiteId={hallPlace.siteId}
          cover={cover}
          size="console"
          className="aspect-video w-full rounded-lg"
        />
      )}
      {hall && (mode === 'TELEVISION' || mode === 'WATCH') && <FollowingSay hall={hall} />}
      <RecordedSign hall={hall} size="console" />
      <div className="flex flex-wrap items-center justify-between gap-3 text-ink-2">
        <p className="min-w-0">
          {hallPlace.siteName} · {session.name}
          {hall?.soundOutput === 'PROJECTOR' && (
            <span className="block">{t('soundFromProjector')}</span>
          )}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button icon={Settings2} onClick={onChoose}>
            {t('devices')}
          </Button>
          <Button tone="quiet" onClick={onLeave}>
            {t('leave')}
          </Button>
        </div>
      </div>
    </div>
  );
}
