import type { DeviceKind } from '#domain/actor.ts';

/** Where a hall's device works. */
export const DEVICE_PLACES: Record<DeviceKind, string> = {
  CONSOLE: '/site',
  PROJECTOR: '/site/projector',
  DOOR: '/site/check-in',
  HEADCOUNT: '/site/headcount',
};
