'use client';

import { useEffect, useRef } from 'react';

interface TrackPictureProps {
  track: MediaStreamTrack | undefined;
  /** Names the element for those who look at its pixels: a slot, PREVIEW or LOOK. */
  name: string;
  className?: string;
}

/** One track's picture, without sound and without controls. */
export function TrackPicture({ track, name, className }: TrackPictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => play(video.current, track), [track]);
  return (
    <video
      ref={video}
      data-slot={name}
      autoPlay
      muted
      playsInline
      aria-hidden
      className={className}
    />
  );
}

interface TrackSoundProps {
  track: MediaStreamTrack | undefined;
  name: string;
  isHeard: boolean;
}

/** One track's sound; off until somebody wants to hear it. */
export function TrackSound({ track, name, isHeard }: TrackSoundProps) {
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => play(audio.current, isHeard ? track : undefined), [track, isHeard]);
  return <audio ref={audio} data-slot={name} />;
}

function play(element: HTMLMediaElement | null, track: MediaStreamTrack | undefined): void {
  if (!element) return;
  element.srcObject = track ? new MediaStream([track]) : null;
  // A browser that refuses to play sound unasked is asked again by the next press of the switch.
  if (track) void element.play().catch(() => {});
}
