import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./globals.css', import.meta.url), 'utf8');

function tokensAfter(marker: string): Record<string, string> {
  const start = css.indexOf('{', css.indexOf(marker));
  const block = css.slice(start, css.indexOf('}', start));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
  );
}

const themes = {
  light: tokensAfter(":root,\n[data-theme='light']"),
  dark: tokensAfter("\n[data-theme='dark']"),
};

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(left: string, right: string): number {
  const [dark = 0, bright = 0] = [luminance(left), luminance(right)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

const GROUNDS = ['canvas', 'surface', 'sunken', 'hover', 'muted'];
const TEXT_PAIRS = [
  ...['ink', 'ink-2', 'ink-3', 'brand-ink', 'danger-ink'].flatMap((ink) =>
    GROUNDS.map((ground) => [ink, ground] as const),
  ),
  ...['ok', 'warn', 'danger', 'info', 'on-air'].flatMap((tone) => [
    [`${tone}-ink`, `${tone}-soft`] as const,
    [`${tone}-ink`, 'surface'] as const,
    ['ink', `${tone}-soft`] as const,
  ]),
  ['brand-ink', 'brand-soft'] as const,
  ['on-brand', 'brand'] as const,
  ['on-brand', 'brand-hover'] as const,
  ['on-brand', 'danger'] as const,
  ['on-air-text', 'on-air'] as const,
];
const SHAPE_PAIRS = [
  ['line-strong', 'surface'],
  ['line-strong', 'canvas'],
  ['focus', 'surface'],
  ['focus', 'canvas'],
] as const;

describe.each(Object.entries(themes))('the %s theme', (_, tokens) => {
  it.each(TEXT_PAIRS)('text %s on %s reaches 4.5:1', (ink, ground) => {
    expect(contrast(tokens[ink]!, tokens[ground]!)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(SHAPE_PAIRS)('%s on %s reaches 3:1', (shape, ground) => {
    expect(contrast(tokens[shape]!, tokens[ground]!)).toBeGreaterThanOrEqual(3);
  });
});

it('shows the same dark theme by choice and by the device’s wish', () => {
  expect(tokensAfter("[data-theme='system']")).toEqual(themes.dark);
});
