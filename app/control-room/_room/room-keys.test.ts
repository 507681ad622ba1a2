import { describe, expect, it } from 'vitest';
import { roomKeyOf, type PressedKey } from './room-keys.ts';

function press(key: string, more: Partial<PressedKey> = {}) {
  const none = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, repeat: false };
  return roomKeyOf({ key, code: '', ...none, ...more })?.kind ?? null;
}

describe('the keys of the control room', () => {
  it('letters mean the same in both cases of Caps Lock', () => {
    expect(press('t')).toBe('TAKE');
    expect(press('T')).toBe('TAKE');
    expect(press(' ')).toBe('TAKE');
    expect(press('b')).toBe('BROADCAST');
  });

  it('Shift makes another key of M and nothing of the others', () => {
    expect(press('M', { shiftKey: true })).toBe('MUTE_ALL');
    expect(press('T', { shiftKey: true })).toBeNull();
  });

  it('leave the browser its own combinations', () => {
    expect(press('t', { ctrlKey: true })).toBeNull();
    expect(press('c', { metaKey: true })).toBeNull();
    expect(press('ArrowLeft', { altKey: true })).toBeNull();
    expect(press('ArrowUp', { altKey: true })).toBe('REORDER');
  });

  it('held down, only the arrows repeat', () => {
    expect(press('t', { repeat: true })).toBeNull();
    expect(press(' ', { repeat: true })).toBeNull();
    expect(press('ArrowDown', { repeat: true })).toBe('MOVE');
  });

  it('an input method that hides the letter does not hide the key', () => {
    expect(press('Process', { code: 'KeyP' })).toBe('PREVIEW');
    expect(roomKeyOf({ ...KEY, key: '3', code: 'Digit3' })).toEqual({ kind: 'SOURCE', index: 2 });
  });
});

const KEY: PressedKey = {
  key: '',
  code: '',
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
};
