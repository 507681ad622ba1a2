import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const FOLDER = new URL('.', import.meta.url).pathname;
const APP = new URL('..', import.meta.url).pathname;

function flatten(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, part]) =>
    flatten(part, path ? `${path}.${key}` : key),
  );
}

function catalogue(language: 'vi' | 'en'): Map<string, string> {
  const files = globSync(`${FOLDER}${language}/*.json`);
  return new Map(
    files.flatMap((file) => {
      const namespace = file.slice(file.lastIndexOf('/') + 1, -'.json'.length);
      return flatten(JSON.parse(readFileSync(file, 'utf8')), namespace);
    }),
  );
}

const vi = catalogue('vi');
const en = catalogue('en');

/** The names to fill in: of `{name}` and `{n, number}`. */
const placesOf = (text: string) =>
  [...text.matchAll(/\{\s*(\w+)\s*[,}]/g)].map(([, name]) => name).toSorted();

/** English chooses a plural by a bare number where Vietnamese shows the formatted one. */
const hasPlural = (key: string) => en.get(key)?.includes(', plural,') === true;

interface Use {
  file: string;
  /** One per namespace that the translator's name stands for in this file; one of them must hold. */
  keys: string[];
}

/**
 * Follows `const t = useTranslations('ns')` to each `t('key')` of its file. A key made at run time
 * (`` t(`nav.${key}`) ``) must at least have its fixed beginning in the catalogue.
 */
function usesOf(file: string): Use[] {
  const source = readFileSync(file, 'utf8');
  const translators = [
    ...source.matchAll(
      /\b(\w+)\s*=\s*(?:await\s+)?(?:useTranslations|getTranslations)\('([\w.-]+)'\)/g,
    ),
    ...namesInPromiseAll(source),
  ];
  const namespaces = Map.groupBy(translators, ([, name = '']) => name);
  return [...namespaces].flatMap(([name, found]) => {
    const calls = new RegExp(String.raw`\b${name}(?:\.rich)?\(\s*['\`]([^'\`]+)['\`]`, 'g');
    return [...source.matchAll(calls)].map(([, key]) => ({
      file,
      keys: found.map(([, , namespace]) => `${namespace}.${key}`),
    }));
  });
}

/** `const [a, t] = await Promise.all([x(), getTranslations('ns')])` */
function namesInPromiseAll(source: string): string[][] {
  const pattern = /const \[([^\]=]+)\] = await Promise\.all\(\[([\s\S]*?)\]\)/g;
  return [...source.matchAll(pattern)].flatMap(([, names = '', calls = '']) => {
    const parts = splitTopLevel(calls);
    return splitTopLevel(names).flatMap((name, at) => {
      const namespace = /getTranslations\('([\w.-]+)'\)/.exec(parts[at] ?? '')?.[1];
      return namespace ? [['', name, namespace]] : [];
    });
  });
}

function splitTopLevel(text: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const char of text) {
    if ('([{'.includes(char)) depth += 1;
    if (')]}'.includes(char)) depth -= 1;
    if (char === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts.map((part) => part.trim());
}

const known = [...vi.keys()];

function isKnown(key: string): boolean {
  const fixed = key.split('${')[0]!;
  return fixed === key ? vi.has(key) : known.some((one) => one.startsWith(fixed));
}

describe('messages', () => {
  it('have the same keys in both languages', () => {
    expect([...en.keys()].toSorted()).toEqual([...vi.keys()].toSorted());
  });

  it('have the same places to fill in both languages', () => {
    const differing = [...vi].filter(
      ([key, text]) =>
        !hasPlural(key) && placesOf(text).join() !== placesOf(en.get(key) ?? '').join(),
    );
    expect(differing).toEqual([]);
  });

  it('are composed (NFC) and not empty', () => {
    const wrong = [...vi, ...en].filter(
      ([, text]) => text === '' || text !== text.normalize('NFC'),
    );
    expect(wrong).toEqual([]);
  });

  it('hold every key that the code uses', () => {
    const uses = globSync(`${APP}**/*.{ts,tsx}`)
      .filter((file) => !file.includes('.test.'))
      .flatMap(usesOf);
    expect(uses.length).toBeGreaterThan(50);
    const missing = uses.filter(({ keys }) => !keys.some(isKnown));
    expect(missing).toEqual([]);
  });
});
