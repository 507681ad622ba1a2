'use client';

import { useEffect, useRef } from 'react';

interface SlotPictureProps {
  /** Which place of the programme, or whose picture. */
  slot: string;
  track: MediaStreamTrack | undefined;
  className?: string;
}

/** One picture. The element stays the same over takes and reopened lines. */
export function SlotPicture({ slot, track, className }: SlotPictureProps) {
  const ref = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = ref.current;
    if (!video || !track) return;
    video.srcObject = new MediaStream([track]);
    void video.play().catch(() => {});
  }, [track]);
  return (
    <video
      ref={ref}
      data-slot={slot}
      muted
      playsInline
      autoPlay
      tabIndex={-1}
      className={className}
    />
  );
}

interface SlotSoundProps {
  slot: string;
  track: MediaStreamTrack | undefined;
  isSilent: boolean;
  /** The loudspeakers to play on; null: the system's. */
  speakerId: string | null;
  /** Browsers play sound only after somebody touched the page. */
  onBlocked: (isBlocked: boolean) => void;
}

/** One sound of the programme. */
export function SlotSound({ slot, track, isSilent, speakerId, onBlocked }: SlotSoundProps) {
  const ref = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = ref.current;
    if (!audio || !track) return;
    audio.srcObject = new MediaStream([track]);
    const play = () =>
      audio.play().then(
        () => onBlocked(false),
        (error: DOMException) => {
          if (error.name === 'NotAllowedError') onBlocked(true);
        },
      );
    void play();
    document.addEventListener('pointerdown', play);
    document.addEventListener('keydown', play);
    return () => {
      document.removeEventListener('pointerdown', play);
      document.removeEventListener('keydown', play);
    };
  }, [track, onBlocked]);
  useEffect(() => {
    // A chosen loudspeaker that is gone: the system's own plays on.
    void ref.current?.setSinkId?.(speakerId ?? '').catch(() => {});
  }, [speakerId]);
  return <audio ref={ref} data-slot={slot} muted={isSilent} autoPlay />;
}
