'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { DoorEngine } from './door-engine.ts';
import { START, type DoorModel } from './door-model.ts';

/** The page's door, started with it. Null while the server renders. */
export function useDoor(): { engine: DoorEngine | null; model: DoorModel } {
  const [engine] = useState(() => (typeof window === 'undefined' ? null : new DoorEngine()));
  useEffect(() => {
    void engine?.start();
    return () => engine?.stop();
  }, [engine]);
  const model = useSyncExternalStore(
    engine ? engine.watch : noWatch,
    engine ? engine.read : readStart,
    readStart,
  );
  return { engine, model };
}

const noWatch = () => () => {};
const readStart = () => START;
