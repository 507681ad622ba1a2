/** Looking up halls and units by what a file says about them: code, name, or nearly the name. */
import { nearest } from '../text/edit-distance.ts';
import { foldKey, foldWords } from '../text/fold.ts';

export interface DirectoryEntry {
  id: string;
  code: string;
  name: string;
}

export type DirectoryAnswer =
  | { kind: 'found'; entry: DirectoryEntry }
  | { kind: 'similar'; entry: DirectoryEntry }
  | { kind: 'ambiguous'; entries: DirectoryEntry[] }
  /** Code and name are both known and mean different entries. */
  | { kind: 'differ'; byCode: DirectoryEntry; byName: DirectoryEntry }
  | { kind: 'unknown' }
  | { kind: 'empty' };

export interface Directory {
  find(asked: { code: string; name: string }): DirectoryAnswer;
}

const CACHE_LIMIT = 20_000;

/** Indexes the entries once; answers are kept, because thousands of rows ask for the same hall. */
export function createDirectory(entries: readonly DirectoryEntry[]): Directory {
  const index = indexEntries(entries);
  const answers = new Map<string, DirectoryAnswer>();
  return {
    find({ code, name }) {
      const key = `${code}\u0000${name}`;
      const known = answers.get(key);
      if (known !== undefined) return known;
      const answer = look(index, code, name);
      if (answers.size < CACHE_LIMIT) answers.set(key, answer);
      return answer;
    },
  };
}

interface Index {
  byCode: Map<string, DirectoryEntry>;
  /** Numeric codes without their leading zeros, to find `4` for `00004`. */
  byNumber: Map<string, DirectoryEntry[]>;
  byName: Map<string, DirectoryEntry[]>;
}

function indexEntries(entries: readonly DirectoryEntry[]): Index {
  const index: Index = { byCode: new Map(), byNumber: new Map(), byName: new Map() };
  for (const entry of entries) {
    index.byCode.set(codeKey(entry.code), entry);
    pushTo(index.byName, nameKey(entry.name), entry);
    if (/^0+\d+$/.test(entry.code)) pushTo(index.byNumber, entry.code.replace(/^0+/, ''), entry);
  }
  return index;
}

function pushTo(map: Map<string, DirectoryEntry[]>, key: string, entry: DirectoryEntry): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [entry]);
  else list.push(entry);
}

function look(index: Index, code: string, name: string): DirectoryAnswer {
  if (code.trim() === '' && name.trim() === '') return { kind: 'empty' };
  const byCode = index.byCode.get(codeKey(code));
  const byName = index.byName.get(nameKey(name)) ?? [];
  if (byCode !== undefined) {
    const other = byName.find((entry) => entry.id === byCode.id) ? undefined : byName[0];
    return other === undefined
      ? { kind: 'found', entry: byCode }
      : { kind: 'differ', byCode, byName: other };
  }
  const byNumber = index.byNumber.get(code.trim()) ?? [];
  if (byNumber.length === 1 && byNumber[0]) return { kind: 'similar', entry: byNumber[0] };
  if (byName.length > 1) return { kind: 'ambiguous', entries: byName };
  if (byName[0] !== undefined) {
    // An unknown code beside a known name is a slip of the code: ask.
    return { kind: code.trim() === '' ? 'found' : 'similar', entry: byName[0] };
  }
  return lookNear(index, code, name);
}

function lookNear(index: Index, code: string, name: string): DirectoryAnswer {
  // A code may stand in the name's column and the other way round.
  const crossed = index.byCode.get(codeKey(name)) ?? single(index.byName.get(nameKey(code)));
  if (crossed !== undefined) return { kind: 'found', entry: crossed };
  const near = name.trim() === '' ? null : nearest(nameKey(name), index.byName.keys());
  const entries = near === null ? [] : (index.byName.get(near) ?? []);
  if (entries.length > 1) return { kind: 'ambiguous', entries };
  return entries[0] === undefined ? { kind: 'unknown' } : { kind: 'similar', entry: entries[0] };
}

function single(entries: DirectoryEntry[] | undefined): DirectoryEntry | undefined {
  return entries?.length === 1 ? entries[0] : undefined;
}

function codeKey(code: string): string {
  return foldKey(code).replace(/\s+/g, '');
}

const ABBREVIATIONS: readonly (readonly [RegExp, string])[] = [
  [/^(diem cau|hoi truong) (so )?/, ''],
  [/^q (?=\S)/, 'quan '],
  [/^h (?=\S)/, 'huyen '],
  [/^p (?=\S)/, 'phuong '],
  [/^x (?=\S)/, 'xa '],
  [/^(tt|t tran) (?=\S)/, 'thi tran '],
  [/^(tx) (?=\S)/, 'thi xa '],
  [/^(tp|t pho) (?=\S)/, 'thanh pho '],
];

function nameKey(name: string): string {
  let key = foldWords(name);
  for (const [pattern, replacement] of ABBREVIATIONS) key = key.replace(pattern, replacement);
  return key;
}
