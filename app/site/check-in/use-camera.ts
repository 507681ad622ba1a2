'use client';

import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { QrReader } from './qr-reader.ts';
import { RepeatFilter } from './repeat-filter.ts';

export type CameraState =
  | { kind: 'off' }
  | { kind: 'starting' }
  | { kind: 'on'; torch: 'none' | 'off' | 'on' }
  /** The address is neither https nor localhost: browsers give no camera there. */
  | { kind: 'insecure' }
  | { kind: 'missing' }
  | { kind: 'denied' }
  /** Another program holds it, or it was unplugged. */
  | { kind: 'failed' };

const FRAME_PAUSE_MS = 60;

export interface Camera {
  videoRef: RefObject<HTMLVideoElement | null>;
  state: CameraState;
  start: () => void;
  stop: () => void;
  setTorch: (isOn: boolean) => void;
}

/** The door's camera: shows its picture and tells every code that is held before it. */
export function useCamera(onText: (text: string) => void): Camera {
  const videoRef = useRef<HTMLVideoElement>(null);
  const streamRef = useRef<MediaStream | null>(null);
  const [state, setState] = useState<CameraState>({ kind: 'off' });

  const stop = useCallback(() => {
    for (const track of streamRef.current?.getTracks() ?? []) track.stop();
    streamRef.current = null;
    setState({ kind: 'off' });
  }, []);

  const start = useCallback(async () => {
    if (!window.isSecureContext) return setState({ kind: 'insecure' });
    if (!navigator.mediaDevices) return setState({ kind: 'missing' });
    setState({ kind: 'starting' });
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: WANTED });
      streamRef.current = stream;
      const [track] = stream.getVideoTracks();
      track?.addEventListener('ended', () => setState({ kind: 'failed' }));
      if (videoRef.current) {
        videoRef.current.srcObject = stream;
        await videoRef.current.play();
      }
      setState({ kind: 'on', torch: hasTorch(track) ? 'off' : 'none' });
    } catch (error) {
      setState({ kind: failureOf(error) });
    }
  }, []);

  const setTorch = useCallback((isOn: boolean) => {
    const [track] = streamRef.current?.getVideoTracks() ?? [];
    const constraints = { advanced: [{ torch: isOn }] } as unknown as MediaTrackConstraints;
    void track
      ?.applyConstraints(constraints)
      .then(() => setState({ kind: 'on', torch: isOn ? 'on' : 'off' }));
  }, []);

  useFrames({ videoRef, isOn: state.kind === 'on', onText });
  useStartWhenAllowed(start);
  useEffect(() => stop, [stop]);
  return { videoRef, state, start: () => void start(), stop, setTorch };
}

const WANTED: MediaTrackConstraints = {
  facingMode: { ideal: 'environment' },
  width: { ideal: 1280 },
  height: { ideal: 720 },
};

function useFrames({
  videoRef,
  isOn,
  onText,
}: {
  videoRef: RefObject<HTMLVideoElement | null>;
  isOn: boolean;
  onText: (text: string) => void;
}): void {
  const hear = useRef(onText);
  useEffect(() => {
    hear.current = onText;
  }, [onText]);
  useEffect(() => {
    if (!isOn) return;
    const reader = new QrReader();
    const filter = new RepeatFilter();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isClosed = false;
    const look = async () => {
      const video = videoRef.current;
      const text = video && !document.hidden ? await reader.read(video) : null;
      if (isClosed) return;
      if (text && filter.isNew(text, performance.now())) hear.current(text);
      timer = setTimeout(() => void look(), FRAME_PAUSE_MS);
    };
    void look();
    return () => {
      isClosed = true;
      clearTimeout(timer);
      reader.close();
    };
  }, [isOn, videoRef]);
}

/** A clerk allows the camera once; from then on it is on when the page opens. */
function useStartWhenAllowed(start: () => Promise<void>): void {
  useEffect(() => {
    if (!window.isSecureContext) return void start();
    const asked = navigator.permissions?.query({ name: 'camera' as PermissionName });
    asked?.then(
      (permission) => (permission.state === 'granted' ? start() : undefined),
      () => {},
    );
  }, [start]);
}

function hasTorch(track: MediaStreamTrack | undefined): boolean {
  const can = track?.getCapabilities?.() as { torch?: boolean } | undefined;
  return can?.torch === true;
}

function failureOf(error: unknown): 'denied' | 'missing' | 'failed' {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'failed';
}
