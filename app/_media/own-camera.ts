import { OwnDevice, type DeviceState } from './own-device.ts';
import { PictureWatch, type WatchedPicture } from './picture-watch.ts';
import { StillCamera } from './still.ts';
import { Value } from './store.ts';

export interface CameraModel {
  device: DeviceState;
  picture: WatchedPicture | 'MISSING';
}

export const NO_CAMERA: CameraModel = { device: { kind: 'OFF' }, picture: 'MISSING' };

/** What television and every hall's machine can do. */
const WANTED: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 25, max: 30 },
};
const LOOK_EVERY_MS = 1_000;
/** A camera shows nothing in its first moments. */
const LOOKS_WITHOUT_PICTURE = 4;

/** A camera that is looked at once a second: is there a picture, is it black, does it stand still? */
export class OwnCamera {
  readonly model = new Value<CameraModel>(NO_CAMERA);
  readonly #device: OwnDevice;
  readonly #video = document.createElement('video');
  readonly #stills = new StillCamera();
  readonly #timer: ReturnType<typeof setInterval>;
  #watch = new PictureWatch();
  #looksWithout = 0;

  constructor() {
    this.#video.muted = true;
    this.#video.playsInline = true;
    this.#device = new OwnDevice({
      kind: 'camera',
      constraints: WANTED,
      onState: (device) => this.#deviceChanged(device),
      devices: navigator.mediaDevices,
    });
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  get track(): MediaStreamTrack | undefined {
    return trackOf(this.#device.state);
  }

  start(deviceId: string | null): void {
    void this.#device.start(deviceId);
  }

  stop(): void {
    this.#device.stop();
  }

  /** The picture of the last look as base64 of a JPEG; null while there is none. */
  async still(): Promise<string | null> {
    return this.model.read().device.kind === 'ON' && this.#looksWithout === 0
      ? this.#stills.take()
      : null;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#device.close();
  }

  #deviceChanged(device: DeviceState): void {
    this.#watch = new PictureWatch();
    this.#looksWithout = 1;
    const track = trackOf(device);
    this.#video.srcObject = track ? new MediaStream([track]) : null;
    if (track) void this.#video.play().catch(() => {});
    this.model.set({ device, picture: device.kind === 'ON' ? 'GOOD' : 'MISSING' });
  }

  #look(): void {
    const { device, picture } = this.model.read();
    if (device.kind !== 'ON') return;
    const sample = device.track.muted ? null : this.#stills.sample(this.#video);
    this.#looksWithout = sample ? 0 : this.#looksWithout + 1;
    const seen = sample
      ? this.#watch.add(sample)
      : this.#looksWithout >= LOOKS_WITHOUT_PICTURE
        ? 'MISSING'
        : picture;
    if (seen !== picture) this.model.set({ device, picture: seen });
  }
}

export function trackOf(device: DeviceState): MediaStreamTrack | undefined {
  return device.kind === 'ON' ? device.track : undefined;
}
