import { describe, expect, it } from 'vitest';
import { loadBroadcastFont } from './broadcast-font.ts';
import { captionLines } from './caption-lines.ts';

const font = { ...loadBroadcastFont()!, size: 32 };
const texts = (words: string, width = 712, lines = 2) =>
  captionLines(words, font, { width, lines }).map(({ text }) => text);

describe('the font of the signal', () => {
  it('has every letter of Vietnamese, with the widths that are drawn', () => {
    const letters = 'aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯ';
    const marked = 'àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ';
    for (const letter of letters + marked + marked.toUpperCase()) {
      expect(font.widthOf(letter), letter).toBeGreaterThan(0);
    }
    expect(font.widthOf('😀')).toBeNull();
    // As FreeType reads the same file: 1,527 of 2,048 units.
    expect(font.widthOf('H')).toBeCloseTo(1_527 / 2_048, 4);
  });
});

describe('the lines of a caption', () => {
  it('are none of nothing, and one where there is room', () => {
    expect(texts('')).toEqual([]);
    expect(texts(' \n\t ')).toEqual([]);
    expect(texts('Điểm cầu  Hà\nNội\u0000')).toEqual(['Điểm cầu Hà Nội']);
  });

  it('are composed letters, whatever came, and none that cannot be drawn', () => {
    expect(texts('Thành ủy'.normalize('NFD'))).toEqual(['Thành ủy']);
    expect(texts('Hà Nội 😀\u202e')).toEqual(['Hà Nội']);
  });

  it('break between words, and end in “…” where there is no more room', () => {
    const words = 'Điểm cầu Trường Đại học Khoa học Xã hội và Nhân văn, Đại học Quốc gia Hà Nội';
    const lines = texts(words);
    expect(lines).toHaveLength(2);
    expect(lines.join(' ')).toBe(words);
    const cut = captionLines(words, font, { width: 300, lines: 2 });
    expect(cut).toHaveLength(2);
    expect(cut[1]!.text).toMatch(/…$/);
    for (const { width } of cut) expect(width).toBeLessThanOrEqual(300);
    const [one] = captionLines('Đ'.repeat(80), font, { width: 300, lines: 2 });
    expect(one!.text).toMatch(/^Đ+…$/);
    expect(one!.width).toBeLessThanOrEqual(300);
  });
});
