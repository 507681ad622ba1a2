/** What the keys of the control room mean. The help sheet is made of the same table. */
export type RoomKey =
  | { kind: 'PREVIEW' }
  | { kind: 'TAKE' }
  | { kind: 'CUT_AWAY' }
  | { kind: 'INSET' }
  | { kind: 'SLATE' }
  | { kind: 'MUTE' }
  | { kind: 'MUTE_ALL' }
  | { kind: 'MESSAGE' }
  | { kind: 'ACCEPT' }
  | { kind: 'PREPARE' }
  | { kind: 'CALL' }
  | { kind: 'FINISH' }
  | { kind: 'DECLINE' }
  | { kind: 'BROADCAST' }
  | { kind: 'SEARCH' }
  | { kind: 'LOOK' }
  | { kind: 'CLOSE' }
  | { kind: 'HELP' }
  | { kind: 'MOVE'; by: 1 | -1 }
  | { kind: 'REORDER'; direction: 'UP' | 'DOWN' }
  /** The centre's sources, counted from 0. */
  | { kind: 'SOURCE'; index: number };

type PlainKey = Exclude<RoomKey['kind'], 'MOVE' | 'REORDER' | 'SOURCE' | 'MUTE_ALL'>;

/** Letters act alone, without Ctrl: they can be switched off in the sheet. */
const LETTERS: Record<string, PlainKey> = {
  p: 'PREVIEW',
  t: 'TAKE',
  c: 'CUT_AWAY',
  i: 'INSET',
  s: 'SLATE',
  m: 'MUTE',
  l: 'MESSAGE',
  a: 'ACCEPT',
  n: 'PREPARE',
  o: 'CALL',
  d: 'FINISH',
  x: 'DECLINE',
  b: 'BROADCAST',
};

/** The lines of the help sheet: what to press, and the name of what it does. */
export const KEY_SHEET = [
  {
    part: 'AIR',
    lines: [
      [['P'], 'PREVIEW'],
      [['1', '…', '9'], 'SOURCE'],
      [['Space', 'T'], 'TAKE'],
      [['C'], 'CUT_AWAY'],
      [['I'], 'INSET'],
      [['S'], 'SLATE'],
    ],
  },
  {
    part: 'HALLS',
    lines: [
      [['↑', '↓', '←', '→'], 'MOVE'],
      [['Enter'], 'LOOK'],
      [['/'], 'SEARCH'],
      [['M'], 'MUTE'],
      [['Shift', 'M'], 'MUTE_ALL'],
      [['L'], 'MESSAGE'],
    ],
  },
  {
    part: 'QUEUE',
    lines: [
      [['A'], 'ACCEPT'],
      [['N'], 'PREPARE'],
      [['O'], 'CALL'],
      [['D'], 'FINISH'],
      [['X'], 'DECLINE'],
      [['Alt', '↑', '↓'], 'REORDER'],
    ],
  },
  {
    part: 'OTHER',
    lines: [
      [['B'], 'BROADCAST'],
      [['Esc'], 'CLOSE'],
      [['?'], 'HELP'],
    ],
  },
] as const;

export interface PressedKey {
  key: string;
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  /** Held down: the browser sends it again and again. */
  repeat: boolean;
}

/** @returns null for a key that means nothing here */
export function roomKeyOf(pressed: PressedKey): RoomKey | null {
  if (pressed.ctrlKey || pressed.metaKey) return null;
  if (pressed.altKey) return reorderKey(pressed.key);
  if (pressed.key === 'ArrowDown') return { kind: 'MOVE', by: 1 };
  if (pressed.key === 'ArrowUp') return { kind: 'MOVE', by: -1 };
  // A finger that rests on T must not take twice.
  if (pressed.repeat) return null;
  if (pressed.key === '?') return { kind: 'HELP' };
  if (pressed.key === 'Escape') return { kind: 'CLOSE' };
  if (pressed.key === '/') return { kind: 'SEARCH' };
  if (pressed.key === 'Enter') return { kind: 'LOOK' };
  if (pressed.key === ' ') return { kind: 'TAKE' };
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(pressed.code)?.[1];
  if (digit && !pressed.shiftKey) return { kind: 'SOURCE', index: Number(digit) - 1 };
  return letterKey(pressed);
}

function reorderKey(key: string): RoomKey | null {
  if (key === 'ArrowUp') return { kind: 'REORDER', direction: 'UP' };
  return key === 'ArrowDown' ? { kind: 'REORDER', direction: 'DOWN' } : null;
}

function letterKey({ key, code, shiftKey }: PressedKey): RoomKey | null {
  // A Vietnamese input method may say "Process" instead of the letter: then the place of the key counts.
  const letter = /^[a-z]$/i.test(key) ? key : (/^Key([A-Z])$/.exec(code)?.[1] ?? '');
  const kind = LETTERS[letter.toLowerCase()];
  if (!kind) return null;
  if (!shiftKey) return { kind };
  return kind === 'MUTE' ? { kind: 'MUTE_ALL' } : null;
}

/** Whether a key is a single sign, which people who speak to their machine may want off. */
export function isSingleSign(key: RoomKey): boolean {
  return !['MOVE', 'REORDER', 'LOOK', 'CLOSE'].includes(key.kind);
}
