/** Chromium's, and nobody else's yet. */
interface NavigatorWithConnection {
  connection?: EventTarget;
}

/**
 * Calls back when the browser says that its network is another one, or that somebody looks at the page
 * again: the machine may have slept meanwhile. @returns the way to stop
 */
export function watchNetwork(onChange: () => void): () => void {
  // Programs and tests have no page.
  if (typeof document === 'undefined') return () => {};
  const { connection } = navigator as NavigatorWithConnection;
  const onSeen = () => {
    if (document.visibilityState === 'visible') onChange();
  };
  window.addEventListener('online', onChange);
  connection?.addEventListener('change', onChange);
  document.addEventListener('visibilitychange', onSeen);
  return () => {
    window.removeEventListener('online', onChange);
    connection?.removeEventListener('change', onChange);
    document.removeEventListener('visibilitychange', onSeen);
  };
}
