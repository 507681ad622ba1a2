import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PlainTrack } from './line-centre.testing.ts';
import { OwnDevice, type DeviceState } from './own-device.ts';

/** The machine's sockets: a test plugs in, pulls out and refuses. */
class Machine extends EventTarget {
  readonly asked: MediaStreamConstraints[] = [];
  readonly given: PlainTrack[] = [];
  error: string | null = null;

  async getUserMedia(constraints: MediaStreamConstraints = {}): Promise<MediaStream> {
    this.asked.push(constraints);
    const { deviceId } = constraints.video as { deviceId?: { exact: string } };
    if (deviceId?.exact === 'of another day') throw new DOMException('no', 'OverconstrainedError');
    if (this.error) throw new DOMException('no', this.error);
    const track = new PlainTrack('video');
    this.given.push(track);
    return { getTracks: () => [track] } as unknown as MediaStream;
  }

  pull(): void {
    this.error = 'NotFoundError';
    const track = this.given.at(-1)!;
    track.readyState = 'ended';
    track.dispatchEvent(new Event('ended'));
    this.dispatchEvent(new Event('devicechange'));
  }

  plugIn(): void {
    this.error = null;
    this.dispatchEvent(new Event('devicechange'));
  }
}

let machine: Machine;
let states: DeviceState[];
let camera: OwnDevice;
const latest = () => states.at(-1);

function make(): OwnDevice {
  const constraints = { width: 1280 };
  const onState = (state: DeviceState) => states.push(state);
  camera = new OwnDevice({ kind: 'camera', constraints, onState, devices: machine });
  return camera;
}

beforeEach(() => {
  vi.useFakeTimers();
  machine = new Machine();
  states = [];
});
afterEach(() => {
  camera.close();
  vi.useRealTimers();
});

describe('OwnDevice', () => {
  it('takes the chosen device and lets the former one go', async () => {
    await make().start(null);
    expect(latest()).toMatchObject({ kind: 'ON' });
    await camera.start('usb');
    expect(machine.asked.at(-1)).toEqual({ video: { width: 1280, deviceId: { exact: 'usb' } } });
    expect(machine.given[0]!.readyState).toBe('ended');
    expect(machine.given[1]!.readyState).toBe('live');
  });

  it('notices the pulled plug, and goes on when it is plugged in again', async () => {
    await make().start('usb');
    machine.pull();
    await vi.advanceTimersByTimeAsync(10);
    expect(latest()).toEqual({ kind: 'FAILED', why: 'UNPLUGGED' });
    machine.plugIn();
    await vi.advanceTimersByTimeAsync(10);
    expect(latest()).toMatchObject({ kind: 'ON' });
  });

  it('tries again by itself while another program holds it', async () => {
    machine.error = 'NotReadableError';
    await make().start(null);
    expect(latest()).toEqual({ kind: 'FAILED', why: 'IN_USE' });
    machine.error = null;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(latest()).toMatchObject({ kind: 'ON' });
  });

  it('does not ask again by itself after a person refused', async () => {
    machine.error = 'NotAllowedError';
    await make().start(null);
    machine.plugIn();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(latest()).toEqual({ kind: 'FAILED', why: 'DENIED' });
    expect(machine.asked).toHaveLength(1);
    await camera.start(null);
    expect(latest()).toMatchObject({ kind: 'ON' });
  });

  it('says that an insecure address gives no camera, and that none is there', async () => {
    camera = new OwnDevice({
      kind: 'camera',
      constraints: {},
      onState: (state) => states.push(state),
      devices: undefined,
    });
    await camera.start(null);
    expect(latest()).toEqual({ kind: 'FAILED', why: 'INSECURE' });
    machine.error = 'NotFoundError';
    await make().start(null);
    expect(latest()).toEqual({ kind: 'FAILED', why: 'MISSING' });
  });

  it('takes any camera when the one of another day is not here', async () => {
    await make().start('of another day');
    expect(latest()).toMatchObject({ kind: 'ON' });
  });

  it('lets a device go that came after it was stopped', async () => {
    const starting = make().start(null);
    camera.stop();
    await starting;
    expect(latest()).toEqual({ kind: 'OFF' });
    expect(machine.given[0]!.readyState).toBe('ended');
  });
});
