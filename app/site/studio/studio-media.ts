import { OwnCamera } from '../../_media/own-camera.ts';
import { OwnSound } from '../../_media/own-sound.ts';
import { Value } from '../../_media/store.ts';

export interface StudioCamera {
  /** Names the source; kept over reloads, so that the director's choice keeps its meaning. */
  key: string;
  camera: OwnCamera;
  deviceId: string | null;
}

interface Kept {
  cameras: { key: string; deviceId: string | null }[];
  deskId: string | null;
}

const KEPT = 'diem-cau-studio';
/** The picture that a take of the central hall uses. */
export const MAIN_CAMERA = 'main';
export const MOST_CAMERAS = 6;
const FIRST: Kept = { cameras: [{ key: MAIN_CAMERA, deviceId: null }], deskId: null };

/** The cameras and the mixing desk of the central hall. */
export class StudioMedia {
  readonly cameras: Value<readonly StudioCamera[]>;
  readonly desk = new OwnSound('DESK');
  readonly deskId: Value<string | null>;

  constructor() {
    const kept = read();
    this.cameras = new Value(kept.cameras.map(({ key, deviceId }) => started(key, deviceId)));
    this.deskId = new Value(kept.deskId);
    this.desk.start(kept.deskId);
  }

  /** @param deviceId one that no other camera of the studio uses */
  add(deviceId: string | null): void {
    const used = this.cameras.read().map(({ key }) => key);
    const numbers = Array.from({ length: MOST_CAMERAS }, (_, index) => `camera-${index + 1}`);
    const key = numbers.find((number, index) => index > 0 && !used.includes(number));
    if (key) this.#set([...this.cameras.read(), started(key, deviceId)]);
  }

  remove(key: string): void {
    this.#find(key)?.camera.close();
    this.#set(this.cameras.read().filter((one) => one.key !== key));
  }

  choose(key: string, deviceId: string): void {
    this.#find(key)?.camera.start(deviceId);
    this.#set(this.cameras.read().map((one) => (one.key === key ? { ...one, deviceId } : one)));
  }

  chooseDesk(deskId: string): void {
    this.desk.start(deskId);
    this.deskId.set(deskId);
    this.#keep();
  }

  close(): void {
    for (const { camera } of this.cameras.read()) camera.close();
    this.desk.close();
  }

  #find(key: string): StudioCamera | undefined {
    return this.cameras.read().find((one) => one.key === key);
  }

  #set(cameras: readonly StudioCamera[]): void {
    this.cameras.set(cameras);
    this.#keep();
  }

  #keep(): void {
    const cameras = this.cameras.read().map(({ key, deviceId }) => ({ key, deviceId }));
    try {
      localStorage.setItem(KEPT, JSON.stringify({ cameras, deskId: this.deskId.read() }));
    } catch {
      // A browser that keeps nothing asks again after a reload.
    }
  }
}

function started(key: string, deviceId: string | null): StudioCamera {
  const camera = new OwnCamera();
  camera.start(deviceId);
  return { key, camera, deviceId };
}

function read(): Kept {
  try {
    const text = localStorage.getItem(KEPT);
    const kept = text ? { ...FIRST, ...(JSON.parse(text) as Partial<Kept>) } : FIRST;
    return kept.cameras.length > 0 ? kept : FIRST;
  } catch {
    return FIRST;
  }
}
