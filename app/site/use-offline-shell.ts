'use client';

import { useEffect, useState } from 'react';
import { OfflineKeeper } from './offline-keeper.ts';

/** Served from `public/`; its scope is everything below /site/. */
const WORKER = '/site/offline-worker.js';
const CACHE = 'diem-cau-site';

/** Longer than a weak network takes for all files of the page. */
const ANSWER_PATIENCE_MS = 60_000;

/** The machine was given up: nothing is kept for it any more. */
let isForgotten = false;

/**
 * Keeps this page on the machine, so that it opens without a network: the service worker is told every
 * file that the page has loaded, and what else it may need. It is tried until it is done, again when
 * the network or the page comes back. Plain http has no service workers; there the page works while open.
 * @param isConnected whether the centre answers; a change to it is a moment to try
 */
export function useOfflineShell({
  isConnected = true,
  listMore = noMore,
}: { isConnected?: boolean; listMore?: () => Promise<string[]> } = {}): void {
  const [keeper] = useState(() => new OfflineKeeper(() => keepPage(listMore)));
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    keeper.open();
    const stop = listen(keeper);
    return () => {
      stop();
      keeper.close();
    };
  }, [keeper]);
  useEffect(() => {
    if (isConnected) keeper.nudge();
  }, [isConnected, keeper]);
}

function listen(keeper: OfflineKeeper): () => void {
  const onVisible = () => {
    if (document.visibilityState === 'visible') keeper.nudge();
  };
  window.addEventListener('online', keeper.nudge);
  document.addEventListener('visibilitychange', onVisible);
  navigator.serviceWorker.addEventListener('controllerchange', keeper.renew);
  return () => {
    window.removeEventListener('online', keeper.nudge);
    document.removeEventListener('visibilitychange', onVisible);
    navigator.serviceWorker.removeEventListener('controllerchange', keeper.renew);
  };
}

/** @returns whether the worker has the page with all its files */
async function keepPage(listMore: () => Promise<string[]>): Promise<boolean> {
  if (isForgotten) return true;
  await navigator.serviceWorker.register(WORKER, { scope: '/site/' });
  const { active } = await navigator.serviceWorker.ready;
  // The letters of every name on the list, also of those not on the screen yet.
  await document.fonts.load('16px "Inter Variable"', 'Ễ ặ đ Nguyễn');
  const files = ownFiles([...loadedFiles(), ...(await listMore())]);
  if (!active || isForgotten) return isForgotten;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise<boolean>((resolve) => {
    port1.onmessage = ({ data }) => resolve(data === 'kept');
    setTimeout(() => resolve(false), ANSWER_PATIENCE_MS);
  });
  active.postMessage({ kind: 'keep', page: window.location.pathname, files }, [port2]);
  return answer.finally(() => port1.close());
}

const noMore = () => Promise.resolve([]);

/** Forgets the kept page together with the list. */
export async function forgetOfflineShell(): Promise<void> {
  isForgotten = true;
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
