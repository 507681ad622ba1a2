export interface DeviceChoice {
  id: string;
  /** As the system names it; empty until a device of its kind was allowed. */
  label: string;
}

export interface DeviceList {
  cameras: DeviceChoice[];
  microphones: DeviceChoice[];
  speakers: DeviceChoice[];
}

export const NO_DEVICES: DeviceList = { cameras: [], microphones: [], speakers: [] };

const KINDS = {
  videoinput: 'cameras',
  audioinput: 'microphones',
  audiooutput: 'speakers',
} as const satisfies Record<MediaDeviceKind, keyof DeviceList>;

/** What is plugged in, without the doubles that browsers list for the system's standard device. */
export function listOf(devices: readonly MediaDeviceInfo[]): DeviceList {
  const list: DeviceList = { cameras: [], microphones: [], speakers: [] };
  for (const { kind, deviceId, label } of devices) {
    if (deviceId === '' || deviceId === 'default' || deviceId === 'communications') continue;
    list[KINDS[kind]].push({ id: deviceId, label });
  }
  return list;
}
