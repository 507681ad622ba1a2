import { retryPauseMs } from './retry-pause.ts';

/** Why a camera or a microphone gives nothing. */
export type DeviceTrouble =
  /** The address is neither https nor localhost: browsers give no camera there. */
  | 'INSECURE'
  | 'DENIED'
  /** Nothing is plugged in. */
  | 'MISSING'
  /** Another program holds it. */
  | 'IN_USE'
  /** It was there and its cable was pulled. */
  | 'UNPLUGGED'
  | 'FAILED';

export type DeviceState =
  | { kind: 'OFF' }
  | { kind: 'STARTING' }
  | { kind: 'ON'; track: MediaStreamTrack }
  | { kind: 'FAILED'; why: DeviceTrouble };

export interface OwnDeviceParts {
  kind: 'camera' | 'microphone';
  /** What is asked of it, besides which device. */
  constraints: MediaTrackConstraints;
  onState: (state: DeviceState) => void;
  /** Browsers have none at an insecure address. */
  devices: (Pick<MediaDevices, 'getUserMedia'> & EventTarget) | undefined;
}

/**
 * One camera or microphone. It notices when it is pulled out, and starts again by itself when it is
 * plugged in, freed by the other program or allowed; nobody has to join anew.
 */
export class OwnDevice {
  readonly #parts: OwnDeviceParts;
  readonly #onDevices = () => this.#tryAgain();
  #state: DeviceState = { kind: 'OFF' };
  #deviceId: string | null = null;
  #wasOn = false;
  #attempt = 0;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: OwnDeviceParts) {
    this.#parts = parts;
    parts.devices?.addEventListener('devicechange', this.#onDevices);
  }

  get state(): DeviceState {
    return this.#state;
  }

  /** Starts, or changes to another one. @param deviceId null: the browser's choice */
  async start(deviceId: string | null): Promise<void> {
    if (deviceId !== this.#deviceId) this.#wasOn = false;
    this.#deviceId = deviceId;
    this.#failures = 0;
    await this.#open();
  }

  stop(): void {
    this.#attempt += 1;
    clearTimeout(this.#timer);
    this.#release();
    this.#show({ kind: 'OFF' });
  }

  close(): void {
    this.stop();
    this.#parts.devices?.removeEventListener('devicechange', this.#onDevices);
  }

  async #open(): Promise<void> {
    const attempt = (this.#attempt += 1);
    clearTimeout(this.#timer);
    const { devices } = this.#parts;
    if (!devices) return this.#show({ kind: 'FAILED', why: 'INSECURE' });
    // Some machines give a device only once: the one held must be let go first.
    this.#release();
    if (this.#state.kind !== 'FAILED') this.#show({ kind: 'STARTING' });
    try {
      const track = await this.#take(devices);
      if (attempt !== this.#attempt) return track.stop();
      this.#failures = 0;
      this.#wasOn = true;
      track.addEventListener('ended', () => this.#ended(track));
      this.#show({ kind: 'ON', track });
    } catch (error) {
      if (attempt === this.#attempt) this.#failed(error);
    }
  }

  async #take(devices: Pick<MediaDevices, 'getUserMedia'>): Promise<MediaStreamTrack> {
    const { kind, constraints } = this.#parts;
    const ask = async (wanted: MediaTrackConstraints) => {
      const stream = await devices.getUserMedia(
        kind === 'camera' ? { video: wanted } : { audio: wanted },
      );
      const [track] = stream.getTracks();
      if (!track) throw new DOMException('no track', 'NotFoundError');
      return track;
    };
    if (this.#deviceId === null) return ask(constraints);
    try {
      return await ask({ ...constraints, deviceId: { exact: this.#deviceId } });
    } catch (error) {
      // Chosen on another day and not here today: any is better than none. But what was pulled out
      // while it was in use is not replaced behind the hall's back by another microphone.
      if (this.#wasOn || troubleOf(error) !== 'MISSING') throw error;
      return ask(constraints);
    }
  }

  #ended(track: MediaStreamTrack): void {
    if (this.#state.kind !== 'ON' || this.#state.track !== track) return;
    this.#show({ kind: 'FAILED', why: 'UNPLUGGED' });
    this.#later();
  }

  #failed(error: unknown): void {
    const why = troubleOf(error);
    const isGone = why === 'MISSING' && this.#wasOn;
    this.#show({ kind: 'FAILED', why: isGone ? 'UNPLUGGED' : why });
    // Asking again for what a person refused would only annoy them; they press the button.
    if (why !== 'DENIED') this.#later();
  }

  #later(): void {
    clearTimeout(this.#timer);
    const pauseMs = 1_000 + retryPauseMs(this.#failures);
    this.#failures += 1;
    this.#timer = setTimeout(() => void this.#open(), pauseMs);
  }

  #tryAgain(): void {
    if (this.#state.kind !== 'FAILED' || this.#state.why === 'DENIED') return;
    this.#failures = 0;
    void this.#open();
  }

  #release(): void {
    if (this.#state.kind === 'ON') this.#state.track.stop();
  }

  #show(state: DeviceState): void {
    this.#state = state;
    this.#parts.onState(state);
  }
}

function troubleOf(error: unknown): DeviceTrouble {
  switch (error instanceof Error || error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'DENIED';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'MISSING';
    case 'NotReadableError':
    case 'AbortError':
      return 'IN_USE';
    default:
      return 'FAILED';
  }
}
