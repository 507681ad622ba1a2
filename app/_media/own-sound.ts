import { trackOf } from './own-camera.ts';
import { OwnDevice, type DeviceState } from './own-device.ts';
import { SoundChain, type Loudness } from './sound-chain.ts';
import { SoundWatch, type WatchedSound } from './sound-watch.ts';
import { Value } from './store.ts';

export interface SoundModel {
  device: DeviceState;
  sound: WatchedSound | 'MISSING';
  /** Browsers start sound only after somebody touched the page. */
  isRunning: boolean;
}

export const NO_SOUND: SoundModel = { device: { kind: 'OFF' }, sound: 'MISSING', isRunning: true };

export type SoundOrigin =
  /** In a hall with loudspeakers: echo, noise and level are looked after. */
  | 'MICROPHONE'
  /** A mixing desk, where a person looks after all that: both channels, untouched. */
  | 'DESK';

const WANTED: Record<SoundOrigin, MediaTrackConstraints> = {
  MICROPHONE: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  DESK: {
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    channelCount: { ideal: 2 },
  },
};
const LISTEN_EVERY_MS = 100;

/** A microphone or desk that is listened to ten times a second: is it silent, is it too loud? */
export class OwnSound {
  readonly model = new Value<SoundModel>(NO_SOUND);
  readonly chain: SoundChain;
  readonly #device: OwnDevice;
  readonly #timer: ReturnType<typeof setInterval>;
  #watch = new SoundWatch();

  constructor(origin: SoundOrigin) {
    this.chain = new SoundChain({ channels: origin === 'DESK' ? 2 : 1 });
    this.chain.watch(() => this.#show({ isRunning: this.chain.isRunning }));
    this.#device = new OwnDevice({
      kind: 'microphone',
      constraints: WANTED[origin],
      onState: (device) => this.#deviceChanged(device),
      devices: navigator.mediaDevices,
    });
    this.#timer = setInterval(() => this.#listen(), LISTEN_EVERY_MS);
  }

  start(deviceId: string | null): void {
    void this.#device.start(deviceId);
  }

  stop(): void {
    this.#device.stop();
  }

  readonly read = (): Loudness[] => this.chain.read();

  close(): void {
    clearInterval(this.#timer);
    this.#device.close();
    this.chain.close();
  }

  #deviceChanged(device: DeviceState): void {
    this.#watch = new SoundWatch();
    this.chain.plug(trackOf(device) ?? null);
    const isRunning = this.chain.isRunning;
    this.model.set({ device, sound: device.kind === 'ON' ? 'GOOD' : 'MISSING', isRunning });
  }

  #listen(): void {
    if (this.model.read().device.kind !== 'ON' || !this.chain.isRunning) return;
    const channels = this.chain.read();
    const sound = this.#watch.add({
      atMs: performance.now(),
      peakDb: Math.max(...channels.map(({ peakDb }) => peakDb)),
      rmsDb: Math.max(...channels.map(({ rmsDb }) => rmsDb)),
    });
    this.#show({ sound });
  }

  #show(change: Partial<SoundModel>): void {
    const before = this.model.read();
    const next = { ...before, ...change };
    const isSame = next.sound === before.sound && next.isRunning === before.isRunning;
    if (!isSame) this.model.set(next);
  }
}
