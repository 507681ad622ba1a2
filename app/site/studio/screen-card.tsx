'use client';

import { MonitorUp, MonitorX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { SlotPicture } from '../../_media/slot-media.tsx';
import { useSentSource } from '../../_media/use-sent-source.ts';
import { Badge } from '../../_ui/badge.tsx';
import { Button } from '../../_ui/button.tsx';
import { Notice } from '../../_ui/notice.tsx';
import { Card, Section } from '../../_ui/page-header.tsx';
import type { StudioSession } from './use-studio-session.ts';

/** Slides: sharp letters before smooth movement. */
const WANTED: DisplayMediaStreamOptions = {
  video: { frameRate: { ideal: 15, max: 25 }, width: { max: 1920 }, height: { max: 1080 } },
  audio: false,
};

/** A window or screen as a source of its own; it ends when the browser's own "stop" is pressed, too. */
export function ScreenCard({ studio }: { studio: StudioSession }) {
  const t = useTranslations('hall.studio');
  const [track, setTrack] = useState<MediaStreamTrack | null>(null);
  const [trouble, setTrouble] = useState<'DENIED' | 'CLOSED' | null>(null);
  useEffect(() => () => track?.stop(), [track]);
  const share = async () => {
    setTrouble(null);
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia(WANTED);
      const [shared] = stream.getVideoTracks();
      if (!shared) return;
      shared.contentHint = 'detail';
      // Only from outside: its window was closed, or the browser's own bar was pressed.
      shared.addEventListener('ended', () => {
        setTrack(null);
        setTrouble('CLOSED');
      });
      setTrack(shared);
    } catch {
      setTrouble('DENIED');
    }
  };
  return (
    <Section title={t('screen')}>
      <Card className="flex flex-wrap items-center gap-4 p-3">
        {track && <SharedScreen track={track} studio={studio} />}
        <div className="flex min-w-60 flex-1 flex-col items-start gap-3">
          {trouble ? (
            <Notice tone="warn" title={t(`screenTrouble.${trouble}.title`)}>
              {t(`screenTrouble.${trouble}.text`)}
            </Notice>
          ) : (
            <p className="text-ink-2">{t('screenHint')}</p>
          )}
          {track ? (
            <Button icon={MonitorX} onClick={() => setTrack(null)}>
              {t('stopScreen')}
            </Button>
          ) : (
            <Button icon={MonitorUp} onClick={() => void share()}>
              {t('shareScreen')}
            </Button>
          )}
        </div>
      </Card>
    </Section>
  );
}

function SharedScreen({ track, studio }: { track: MediaStreamTrack; studio: StudioSession }) {
  const t = useTranslations('hall.studio');
  const source = useSentSource({
    line: studio.line,
    offer: { key: 'screen', kind: 'SCREEN', name: t('screen') },
    video: track,
    audio: undefined,
    hall: studio.hall,
  });
  const isWanted = studio.hall?.wantedSourceIds.includes(source?.sourceId ?? '') ?? false;
  return (
    <div className="relative aspect-video w-80 max-w-full overflow-hidden rounded-md bg-black">
      <SlotPicture slot="SCREEN" track={track} className="size-full object-contain" />
      <div className="absolute top-2 left-2">
        <Badge tone={isWanted ? 'ok' : 'neutral'}>{t(isWanted ? 'wanted' : 'idle')}</Badge>
      </div>
    </div>
  );
}
