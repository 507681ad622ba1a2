'use client';

import { useEffect, useState } from 'react';

interface Closing {
  /** True while the person is asked whether to drop what was written. */
  isAsking: boolean;
  /** For the window: opens at once, closes at once or asks. */
  onOpen: (open: boolean) => void;
  stay: () => void;
  leave: () => void;
}

/** Closing a window with something unsaved asks first; so do leaving the page and the way back. */
export function useClosing(given: {
  isUnsaved: boolean;
  onOpen: (open: boolean) => void;
}): Closing {
  const { isUnsaved, onOpen } = given;
  const [isAsking, setIsAsking] = useState(false);
  useEffect(() => {
    if (!isUnsaved) return;
    const hold = (event: Event) => event.preventDefault();
    const holdBack = (event: Event) => {
      if (!isStepBack(event)) return;
      event.preventDefault();
      setIsAsking(true);
    };
    // Where the browser has no Navigation API, the way back is not asked about.
    const navigation = (window as { navigation?: EventTarget }).navigation;
    window.addEventListener('beforeunload', hold);
    navigation?.addEventListener('navigate', holdBack);
    return () => {
      window.removeEventListener('beforeunload', hold);
      navigation?.removeEventListener('navigate', holdBack);
    };
  }, [isUnsaved]);
  return {
    isAsking,
    onOpen: (open) => {
      if (!open && isUnsaved) setIsAsking(true);
      else onOpen(open);
    },
    stay: () => setIsAsking(false),
    leave: () => {
      setIsAsking(false);
      onOpen(false);
    },
  };
}

function isStepBack(event: Event): boolean {
  return event.cancelable && (event as { navigationType?: string }).navigationType === 'traverse';
}
