'use client';

import { useEffect, useState } from 'react';
import { listOf, NO_DEVICES, type DeviceList } from './device-list.ts';

/**
 * What is plugged into this machine, as it changes.
 * @param seen changes when a device was allowed: only then browsers tell names
 */
export function useDevices(seen: string): DeviceList {
  const [list, setList] = useState<DeviceList>(NO_DEVICES);
  useEffect(() => {
    const { mediaDevices } = navigator;
    if (!mediaDevices) return;
    const look = () =>
      void mediaDevices.enumerateDevices().then(
        (devices) => setList(listOf(devices)),
        () => {},
      );
    look();
    mediaDevices.addEventListener('devicechange', look);
    return () => mediaDevices.removeEventListener('devicechange', look);
  }, [seen]);
  return list;
}
