'use client';

import { useEffect, useEffectEvent } from 'react';
import { centreSources } from '../_state/centre-sources.ts';
import { useRoomParts, type RoomParts } from './room-context.tsx';
import { isSingleSign, roomKeyOf, type RoomKey } from './room-keys.ts';

interface RoomKeyOptions {
  hasSingleSigns: boolean;
  onHelp: () => void;
  onSearch: () => void;
  onMuteAll: () => void;
  onBroadcast: () => void;
  /** Escape, when nothing lies above that it would close first. */
  onClose: () => void;
}

const TEXT_FIELD = 'input, textarea, select, [contenteditable], [role="combobox"]';
/** What Space and Enter press by themselves, once the keyboard brought the focus there. */
const PRESSABLE =
  'button, a[href], [role="switch"], [role="menuitem"], [role="option"][data-highlighted]';
/** A window or a menu above the page has its own keys. */
const ABOVE =
  '[role="dialog"], [role="alertdialog"], [role="menu"], [data-radix-popper-content-wrapper]';

/** The keys of the whole room. Text fields, open windows and focused buttons keep theirs. */
export function useRoomKeys(options: RoomKeyOptions): void {
  const parts = useRoomParts();
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector(ABOVE)) return;
    const target = event.target instanceof Element ? event.target : document.body;
    const key = roomKeyOf(event);
    if (!key) return;
    if (target.closest(TEXT_FIELD)) {
      if (key.kind === 'CLOSE' && target instanceof HTMLElement) target.blur();
      return;
    }
    const isPress = event.key === ' ' || event.key === 'Enter';
    if (isPress && target.closest(PRESSABLE)) return;
    if (isSingleSign(key) && !options.hasSingleSigns) return;
    event.preventDefault();
    act(key, parts, options);
  });
  // Ahead of the page: on a menu's button an arrow would open the menu.
  const onReorder = useEffectEvent((event: KeyboardEvent) => {
    const key = roomKeyOf(event);
    if (key?.kind !== 'REORDER' || document.querySelector(ABOVE)) return;
    if (event.target instanceof Element && event.target.closest(TEXT_FIELD)) return;
    event.preventDefault();
    event.stopPropagation();
    act(key, parts, options);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    const reorder = (event: KeyboardEvent) => onReorder(event);
    window.addEventListener('keydown', listen);
    window.addEventListener('keydown', reorder, { capture: true });
    return () => {
      window.removeEventListener('keydown', listen);
      window.removeEventListener('keydown', reorder, { capture: true });
    };
  }, []);
}

function act(key: RoomKey, parts: RoomParts, options: RoomKeyOptions): void {
  const { store, director } = parts;
  const { selectedSiteId, lookSiteId, selectedRequestId } = store.getState();
  switch (key.kind) {
    case 'PREVIEW':
      return director.previewHall(selectedSiteId);
    case 'SOURCE':
      return previewSource(key.index, parts);
    case 'TAKE':
      return director.take('FOLLOWS');
    case 'CUT_AWAY':
      return director.take('STAYS');
    case 'INSET':
      return director.inset();
    case 'SLATE':
      return director.slate();
    case 'MUTE':
      return director.toggleMute(selectedSiteId);
    case 'MESSAGE':
      return director.openMessage(selectedSiteId);
    case 'MUTE_ALL':
      return options.onMuteAll();
    case 'ACCEPT':
    case 'PREPARE':
    case 'CALL':
    case 'FINISH':
    case 'DECLINE':
      return director.step(key.kind);
    case 'REORDER':
      return director.moveRequest(selectedRequestId, key.direction);
    case 'BROADCAST':
      return options.onBroadcast();
    case 'SEARCH':
      return options.onSearch();
    case 'HELP':
      return options.onHelp();
    case 'LOOK':
      return store.dispatch({ type: 'LOOK', siteId: selectedSiteId });
    case 'MOVE':
      return move(key.by, parts);
    case 'CLOSE':
      if (lookSiteId !== null) return store.dispatch({ type: 'LOOK', siteId: null });
      if (selectedRequestId === null) return options.onClose();
      return store.dispatch({ type: 'SELECT_REQUEST', requestId: null });
  }
}

function previewSource(index: number, { store, director }: RoomParts): void {
  const sources = store.getState().facts?.sources;
  const source = sources && centreSources(sources)[index];
  if (source?.hasPicture) director.preview(source.sourceId);
}

/** Arrows without any focus walk through the list. */
function move(by: 1 | -1, { store }: RoomParts): void {
  const { listed, selectedSiteId } = store.getState();
  const at = selectedSiteId === null ? -1 : listed.indexOf(selectedSiteId);
  const siteId = listed[Math.max(0, Math.min(listed.length - 1, at < 0 ? 0 : at + by))];
  if (siteId !== undefined) store.dispatch({ type: 'SELECT', siteId });
}
