import { expect, it } from 'vitest';
import { listOf } from './device-list.ts';

it('lists each device once, and none before the browser allows it', () => {
  const device = (kind: MediaDeviceKind, deviceId: string, label = deviceId) =>
    ({ kind, deviceId, label }) as MediaDeviceInfo;
  expect(
    listOf([
      device('audioinput', 'default', 'Default - USB'),
      device('audioinput', 'usb'),
      device('videoinput', ''),
      device('audiooutput', 'communications'),
      device('audiooutput', 'hdmi'),
    ]),
  ).toEqual({
    cameras: [],
    microphones: [{ id: 'usb', label: 'usb' }],
    speakers: [{ id: 'hdmi', label: 'hdmi' }],
  });
});
