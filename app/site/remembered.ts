/** What this browser remembers of its hall: which devices, and that it is in a session. */
export interface Remembered {
  cameraId: string | null;
  microphoneId: string | null;
  speakerId: string | null;
}

const DEVICES = 'diem-cau-devices';
const JOINED = 'diem-cau-joined';
const NOTHING: Remembered = { cameraId: null, microphoneId: null, speakerId: null };

/** A browser that keeps nothing works all the same; only a reload asks again. */
function quietly<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

export function rememberedDevices(): Remembered {
  return quietly(() => {
    const text = localStorage.getItem(DEVICES);
    return text ? { ...NOTHING, ...(JSON.parse(text) as Partial<Remembered>) } : NOTHING;
  }, NOTHING);
}

export function rememberDevices(devices: Remembered): void {
  quietly(() => localStorage.setItem(DEVICES, JSON.stringify(devices)), undefined);
}

/** The session that this window is in: a reload comes back into it without a question. */
export function joinedSessionId(): string | null {
  return quietly(() => sessionStorage.getItem(JOINED), null);
}

export function rememberJoined(sessionId: string | null): void {
  quietly(
    () =>
      sessionId === null
        ? sessionStorage.removeItem(JOINED)
        : sessionStorage.setItem(JOINED, sessionId),
    undefined,
  );
}
