const LOOK_EVERY_MS = 5_000;

/**
 * Tells when the machine's network is back, and gives the moments to look at its clocks: every few
 * seconds, and when the page comes to the front. @returns the way to stop
 */
export function watchMachine(hear: { onOnline: () => void; onLook: () => void }): () => void {
  const onVisible = () => {
    if (document.visibilityState === 'visible') hear.onLook();
  };
  const timer = setInterval(hear.onLook, LOOK_EVERY_MS);
  window.addEventListener('online', hear.onOnline);
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    clearInterval(timer);
    window.removeEventListener('online', hear.onOnline);
    document.removeEventListener('visibilitychange', onVisible);
  };
}
