import { describe, expect, it } from 'vitest';
import { decodeLegacy, guessLegacyEncoding, legacyEncodingOfFont } from './legacy-encoding.ts';

describe('decodeLegacy', () => {
  it.each([
    ['Uû ban nh©n d©n', 'Uỷ ban nhân dân'],
    ['NguyÔn V¨n Hïng', 'Nguyễn Văn Hùng'],
    ['§¶ng bé quËn Hoµn KiÕm', 'Đảng bộ quận Hoàn Kiếm'],
    ['TrÇn ThÞ Thuý §iÖp', 'Trần Thị Thuý Điệp'],
  ])('reads TCVN3 %s', (from, to) => {
    expect(decodeLegacy(from, 'TCVN3')).toBe(to.normalize('NFC'));
  });

  it.each([
    ['UÛy ban nhaân daân', 'Ủy ban nhân dân'],
    ['Nguyeãn Vaên Huøng', 'Nguyễn Văn Hùng'],
    ['Ñaûng boä quaän Hoaøn Kieám', 'Đảng bộ quận Hoàn Kiếm'],
    ['Traàn Thò Phöôïng', 'Trần Thị Phượng'],
    ['Thaønh phoá', 'Thành phố'],
    ['Vuõ Ñöùc Lyù', 'Vũ Đức Lý'],
  ])('reads VNI %s', (from, to) => {
    expect(decodeLegacy(from, 'VNI')).toBe(to.normalize('NFC'));
  });

  it('leaves plain letters alone', () => {
    expect(decodeLegacy('Phan Anh 2026', 'TCVN3')).toBe('Phan Anh 2026');
    expect(decodeLegacy('Phan Anh 2026', 'VNI')).toBe('Phan Anh 2026');
  });
});

describe('recognising', () => {
  it('knows the fonts', () => {
    expect(legacyEncodingOfFont('.VnTimeH')).toBe('TCVN3');
    expect(legacyEncodingOfFont('VNI-Times')).toBe('VNI');
    expect(legacyEncodingOfFont('Times New Roman')).toBeNull();
  });

  it('guesses from the letters, and not from ordinary Vietnamese', () => {
    expect(guessLegacyEncoding('NguyÔn V¨n Hïng')).toBe('TCVN3');
    expect(guessLegacyEncoding('Nguyeãn Vaên Huøng')).toBe('VNI');
    for (const text of [
      'Nguyễn Văn Hùng',
      'Lò Thị Uyển',
      'Đảng ủy phường Hòa Khánh',
      'Khoá 15',
      'Loài',
    ]) {
      expect(guessLegacyEncoding(text)).toBeNull();
    }
  });
});
