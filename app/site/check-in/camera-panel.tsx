'use client';

import { Camera as CameraIcon, CameraOff, Flashlight, FlashlightOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button, IconButton } from '../../_ui/button.tsx';
import { Notice } from '../../_ui/notice.tsx';
import { useCamera, type CameraState } from './use-camera.ts';

/** The camera's picture with a frame for the badge, or why there is none and what else works. */
export function CameraPanel({ onText }: { onText: (text: string) => void }) {
  const t = useTranslations('door');
  const { videoRef, state, start, stop, setTorch } = useCamera(onText);
  const isShown = state.kind === 'on' || state.kind === 'starting';
  const trouble = troubleOf(state);
  return (
    <section aria-label={t('idleTitle')} data-camera={state.kind} className="flex flex-col gap-3">
      <div
        className={isShown ? 'relative aspect-3/2 overflow-hidden rounded-lg bg-black' : 'sr-only'}
      >
        <video ref={videoRef} muted playsInline className="size-full object-cover" />
        <div
          aria-hidden
          className="pointer-events-none absolute inset-[8%_24%] rounded-lg border-4 border-white/70"
        />
        <div className="absolute right-2 bottom-2 flex gap-2">
          {state.kind === 'on' && state.torch !== 'none' && (
            <IconButton
              tone="secondary"
              icon={state.torch === 'on' ? FlashlightOff : Flashlight}
              label={t(state.torch === 'on' ? 'torchOff' : 'torchOn')}
              onClick={() => setTorch(state.torch === 'off')}
            />
          )}
          <IconButton tone="secondary" icon={CameraOff} label={t('cameraOff')} onClick={stop} />
        </div>
      </div>
      {trouble && <Notice tone="warn">{t(trouble)}</Notice>}
      {!isShown && state.kind !== 'insecure' && (
        <Button size="large" icon={CameraIcon} onClick={start}>
          {t('cameraOn')}
        </Button>
      )}
    </section>
  );
}

function troubleOf(state: CameraState) {
  switch (state.kind) {
    case 'insecure':
      return 'cameraInsecure';
    case 'missing':
      return 'cameraMissing';
    case 'denied':
      return 'cameraDenied';
    case 'failed':
      return 'cameraFailed';
    default:
      return null;
  }
}
