import type { Random } from './random.ts';

/** What the placeholders of a position stand for in one hall. */
export interface PositionWords {
  /** The place's kind as its hall is named: Quận, Huyện, Thị xã, Phường, Xã, Thị trấn, or ''. */
  placeKind: string;
  /** A city body for the posts of the central hall, '' elsewhere. */
  body: string;
}

const COMMITTEES: Record<string, string> = {
  Quận: 'Quận ủy',
  Huyện: 'Huyện ủy',
  'Thị xã': 'Thị ủy',
};

const ROOMS = [
  'phòng Tổ chức - Hành chính',
  'phòng Kế hoạch - Tài chính',
  'phòng Nghiệp vụ 1',
  'phòng Nghiệp vụ 2',
  'phòng Pháp chế',
  'phòng Công nghệ thông tin',
  'Ban Thanh tra nội bộ',
];

/** How the head and the deputy of a city body are called, by the start of its name. */
const HEADS: readonly (readonly [start: string, head: string, deputy: string])[] = [
  ['Ủy ban Kiểm tra', 'Chủ nhiệm', 'Phó Chủ nhiệm'],
  ['Ủy ban Mặt trận', 'Chủ tịch', 'Phó Chủ tịch'],
  ['Ban Quản lý', 'Trưởng Ban Quản lý', 'Phó Trưởng Ban Quản lý'],
  ['Ban ', 'Trưởng', 'Phó Trưởng'],
  ['Văn phòng', 'Chánh', 'Phó Chánh'],
  ['Thanh tra', 'Chánh', 'Phó Chánh'],
  ['Cục ', 'Cục trưởng', 'Phó Cục trưởng'],
  ['Chi cục', 'Chi cục trưởng', 'Phó Chi cục trưởng'],
  ['Trường', 'Hiệu trưởng', 'Phó Hiệu trưởng'],
  ['Đảng ủy', 'Bí thư', 'Phó Bí thư'],
  ['Hội ', 'Chủ tịch', 'Phó Chủ tịch'],
  ['Liên ', 'Chủ tịch', 'Phó Chủ tịch'],
  ['Tòa án', 'Chánh án', 'Phó Chánh án'],
  ['Viện ', 'Viện trưởng', 'Phó Viện trưởng'],
  ['Thành đoàn', 'Bí thư', 'Phó Bí thư'],
  ['Tổng công ty', 'Tổng Giám đốc', 'Phó Tổng Giám đốc'],
  ['Báo ', 'Tổng Biên tập', 'Phó Tổng Biên tập'],
  ['Kiểm toán', 'Kiểm toán trưởng', 'Phó Kiểm toán trưởng'],
];

/** Fills a hall's placeholders; numbers quarters in the order of asking, so that none is used twice. */
export function createPositionWriter(words: PositionWords, random: Random) {
  const committee = COMMITTEES[words.placeKind] ?? 'Đảng ủy';
  const kind = words.placeKind.toLocaleLowerCase('vi');
  const isRural = words.placeKind === 'Xã';
  const quarterNumbers = new Map<string, number>();
  const nextQuarter = (template: string): number => {
    const number = (quarterNumbers.get(template) ?? 0) + 1;
    quarterNumbers.set(template, number);
    return number;
  };
  return (template: string, body = words.body): string => {
    const [head, deputy] = headsOf(body);
    const number = template.includes('{quarter') ? nextQuarter(template) : 0;
    const text = template
      .replaceAll('{committee}', committee)
      .replaceAll('{kind}', kind)
      .replace(
        '{quarterHead}',
        isRural ? `Trưởng thôn số ${number}` : `Tổ trưởng tổ dân phố số ${number}`,
      )
      .replace('{quarter}', isRural ? `thôn số ${number}` : `tổ dân phố số ${number}`)
      .replace('{room}', template.includes('{room}') ? random.pick(ROOMS) : '')
      .replace('{head}', head)
      .replace('{deputy}', deputy)
      .replace('{body}', body);
    // "Trưởng Ban Quản lý Ban Quản lý …": the title already says the body's kind.
    return text.replace(/(Ban Quản lý|Trường|Viện) \1/u, '$1').normalize('NFC');
  };
}

/** `Phường` of `Điểm cầu Phường Phúc Xá`; '' for a hall that is not a place. */
export function placeKindOf(hallName: string): string {
  return /^Điểm cầu (Quận|Huyện|Thị xã|Phường|Xã|Thị trấn) /.exec(hallName)?.[1] ?? '';
}

function headsOf(body: string): readonly [string, string] {
  const found = HEADS.find(([start]) => body.startsWith(start));
  return found ? [found[1], found[2]] : ['Giám đốc', 'Phó Giám đốc'];
}
