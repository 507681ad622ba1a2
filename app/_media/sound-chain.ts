import { loudnessOf } from './sound-watch.ts';

/** A side's loudness now, in dBFS. */
export interface Loudness {
  peakDb: number;
  rmsDb: number;
}

const RAMP_S = 0.02;
/** About 43 ms at 48 kHz: what one reading of the meter looks at. */
const WINDOW_SAMPLES = 2_048;

/**
 * A microphone's or a mixing desk's way to the encoder: meters, then the director's trim, then the
 * mute. What comes out is one track for ever, whatever is plugged in at the other end.
 */
export class SoundChain {
  readonly #context: AudioContext;
  readonly #meters: AnalyserNode[];
  readonly #splitter: ChannelSplitterNode;
  readonly #gain: GainNode;
  readonly #out: MediaStreamAudioDestinationNode;
  readonly #window = new Float32Array(WINDOW_SAMPLES);
  #source: MediaStreamAudioSourceNode | null = null;
  #trimDb = 0;
  #isMuted = true;

  constructor({ channels }: { channels: 1 | 2 }) {
    this.#context = new AudioContext({ latencyHint: 'interactive', sampleRate: 48_000 });
    this.#splitter = this.#context.createChannelSplitter(channels);
    this.#gain = new GainNode(this.#context, { gain: 0 });
    this.#out = this.#context.createMediaStreamDestination();
    this.#out.channelCount = channels;
    this.#meters = Array.from({ length: channels }, (_, channel) => {
      const meter = new AnalyserNode(this.#context, { fftSize: WINDOW_SAMPLES });
      this.#splitter.connect(meter, channel);
      return meter;
    });
    this.#gain.connect(this.#out);
    this.#settle();
  }

  /** What is sent. Silence while muted, and while no microphone is there. */
  get track(): MediaStreamTrack {
    return this.#out.stream.getAudioTracks()[0]!;
  }

  /** Browsers start sound only after somebody touched the page. */
  get isRunning(): boolean {
    return this.#context.state === 'running';
  }

  watch(onChange: () => void): () => void {
    this.#context.addEventListener('statechange', onChange);
    return () => this.#context.removeEventListener('statechange', onChange);
  }

  async resume(): Promise<void> {
    await this.#context.resume();
  }

  /** Another microphone, or none. */
  plug(track: MediaStreamTrack | null): void {
    this.#source?.disconnect();
    this.#source = track ? this.#context.createMediaStreamSource(new MediaStream([track])) : null;
    this.#source?.connect(this.#splitter);
    this.#source?.connect(this.#gain);
  }

  setTrim(trimDb: number): void {
    this.#trimDb = trimDb;
    this.#settle();
  }

  /** Muted at the source: nothing of the microphone leaves this machine. */
  setMuted(isMuted: boolean): void {
    this.#isMuted = isMuted;
    this.#settle();
  }

  /** Loudness of each channel, before trim and mute: a muted microphone can still be tested. */
  read(): Loudness[] {
    return this.#meters.map((meter) => {
      meter.getFloatTimeDomainData(this.#window);
      return loudnessOf(this.#window);
    });
  }

  close(): void {
    this.plug(null);
    this.track.stop();
    void this.#context.close();
  }

  #settle(): void {
    const gain = this.#isMuted ? 0 : 10 ** (this.#trimDb / 20);
    this.#gain.gain.setTargetAtTime(gain, this.#context.currentTime, RAMP_S / 3);
    // The ramp spares the hall a click; the switch makes sure.
    this.track.enabled = !this.#isMuted;
  }
}
