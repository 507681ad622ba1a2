'use client';

import { useEffect } from 'react';

/** Served from `public/`; its scope is everything below /site/. */
const WORKER = '/site/offline-worker.js';
const CACHE = 'diem-cau-site';

/**
 * Keeps this page on the machine, so that it opens without a network: the service worker is told every
 * file that the page has loaded, and what else it may need. Plain http has no service workers; there the page works while open.
 */
export function useOfflineShell(listMore: () => Promise<string[]> = noMore): void {
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    let isClosed = false;
    const keep = async () => {
      await navigator.serviceWorker.register(WORKER, { scope: '/site/' });
      const { active } = await navigator.serviceWorker.ready;
      // The letters of every name on the list, also of those not on the screen yet.
      await document.fonts.load('16px "Inter Variable"', 'Ễ ặ đ Nguyễn');
      const files = ownFiles([...loadedFiles(), ...(await listMore())]);
      if (!isClosed) active?.postMessage({ kind: 'keep', page: window.location.pathname, files });
    };
    void keep().catch(() => {
      // Without it the page works as long as it stays open; nothing for a clerk to do.
    });
    return () => {
      isClosed = true;
    };
  }, [listMore]);
}

const noMore = () => Promise.resolve([]);

/** Forgets the kept page together with the list. */
export async function forgetOfflineShell(): Promise<void> {
  if ('caches' in window) await caches.delete(CACHE);
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(registrations.map((registration) => registration.unregister()));
}

function loadedFiles(): string[] {
  const names = performance.getEntriesByType('resource').map((entry) => entry.name);
  const scripts = [...document.querySelectorAll<HTMLScriptElement>('script[src]')];
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[href]')];
  return [...names, ...scripts.map((tag) => tag.src), ...links.map((tag) => tag.href)];
}

/** The built files of this server among the addresses, each once. */
function ownFiles(addresses: string[]): string[] {
  const kept = new Set<string>();
  for (const address of addresses) {
    const url = new URL(address, window.location.href);
    url.hash = '';
    const isBuilt = url.pathname.startsWith('/_next/static/');
    if (isBuilt && url.origin === window.location.origin) kept.add(url.href);
  }
  return [...kept];
}
