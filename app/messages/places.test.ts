import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { BASE_NAMESPACES } from '../_server/base-namespaces.ts';

const APP = path.resolve(import.meta.dirname, '..');
const SPECIAL = ['layout', 'error', 'not-found', 'forbidden', 'unauthorized'];

/** The modules that a file brings along; types bring nothing. */
function importsOf(file: string, source: string): string[] {
  const pattern =
    /^(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'(\.[^']+)'|import\('(\.[^']+)'\)/gm;
  return [...source.matchAll(pattern)]
    .map(([, named, lazy]) => path.resolve(path.dirname(file), named ?? lazy ?? ''))
    .filter((found) => /\.tsx?$/.test(found) && existsSync(found));
}

/** Namespaces that a file and all it brings along ask for with `useTranslations`. */
function usedBy(files: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const used = new Set<string>();
  const waiting = [...files];
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const source = readFileSync(file, 'utf8');
    for (const [, name = ''] of source.matchAll(/useTranslations\('([\w-]+)/g)) used.add(name);
    waiting.push(...importsOf(file, source));
  }
  return used;
}

/** The layouts around a page, the outermost first. */
function layoutsOf(page: string): string[] {
  const parts = path.relative(APP, path.dirname(page)).split(path.sep);
  return parts
    .map((_, at) => path.join(APP, ...parts.slice(0, at + 1), 'layout.tsx'))
    .filter((file) => existsSync(file));
}

/** What reaches the browser: the innermost list around the page, with what every page has. */
function givenTo(page: string): Set<string> {
  const lists = [...layoutsOf(page), page].flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/<Messages\s+of=\{\[([^\]]*)\]\}/g),
  ]);
  const names = [...(lists.at(-1)?.[1] ?? '').matchAll(/'([\w-]+)'/g)].map(([, name = '']) => name);
  return new Set([...BASE_NAMESPACES, ...names]);
}

const missing = (needed: Set<string>, given: ReadonlySet<string>) =>
  [...needed].filter((name) => !given.has(name));

it.each(globSync(`${APP}/**/page.tsx`).map((file) => path.relative(APP, file)))(
  '%s is given the texts that it uses: add what is missing to <Messages of> of its layout',
  (name) => {
    const page = path.join(APP, name);
    const needed = usedBy([page, ...layoutsOf(page)]);
    expect(missing(needed, givenTo(page))).toEqual([]);
  },
);

it('gives the pages of refusals and faults what they use', () => {
  const files = SPECIAL.map((name) => path.join(APP, `${name}.tsx`)).filter((file) =>
    existsSync(file),
  );
  expect(files).toHaveLength(SPECIAL.length);
  expect(missing(usedBy(files), new Set(BASE_NAMESPACES))).toEqual([]);
});

it('finds what a page lacks', () => {
  const login = path.join(APP, 'login/page.tsx');
  expect(missing(usedBy([login]), new Set(['common', 'errors']))).toEqual(['entry']);
});
