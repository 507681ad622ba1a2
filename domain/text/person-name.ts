/** Vietnamese personal names: family and middle names first, the given name last. */
import { cleanText, foldKey } from './fold.ts';

export interface PersonName {
  /** Family and middle names, '' for a name of one word. */
  familyAndMiddle: string;
  /** The last word: what a person is called and sorted by. */
  given: string;
}

/** Splits a full name at its last word. */
export function splitPersonName(fullName: string): PersonName {
  const words = cleanText(fullName).split(' ');
  const given = words.pop() ?? '';
  return { familyAndMiddle: words.join(' '), given };
}

/** Joins the two columns `Họ đệm` and `Tên`. */
export function joinPersonName(name: PersonName): string {
  return cleanText(`${name.familyAndMiddle} ${name.given}`);
}

const COLLATOR = new Intl.Collator('vi');

/** Order of Vietnamese lists: given name, then middle names, then family name. */
export function compareByGivenName(left: string, right: string): number {
  const a = nameParts(left);
  const b = nameParts(right);
  return (
    COLLATOR.compare(a.given, b.given) ||
    COLLATOR.compare(a.middle, b.middle) ||
    COLLATOR.compare(a.family, b.family)
  );
}

function nameParts(fullName: string): { given: string; middle: string; family: string } {
  const words = cleanText(fullName).split(' ');
  const given = words.pop() ?? '';
  const family = words.shift() ?? '';
  return { given, middle: words.join(' '), family };
}

/** The hundred or so families that cover nearly everyone; folded. Decides whether `Ông` is a title. */
const FAMILY_NAMES = new Set(
  (
    'nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly an au bach banh be bien ca cai ' +
    'cao cam cao chau chu chung chuong co cong cu cung dam dan dao dau dien dinh doan dong duong giang giap ' +
    'ha han hau hong hua hung kha khong khuat khuc kieu kim la lai lam lang lieu lo loc loi luong luu luc ma ' +
    'mac mai man ngan nghiem ngo ngu nghe ninh nong ong on phi pho phu phung phuong quach quan quang ta tang ' +
    'thach thai than thang thao thi thieu tho tiet tieu ton tong to tra trang trieu trinh truong tu tuong ' +
    'ung uong van vi vien vinh vuong vuu xa y yen'
  ).split(' '),
);

/** True for a word that is a usual Vietnamese family name. */
export function isFamilyName(word: string): boolean {
  return FAMILY_NAMES.has(foldKey(word));
}

const HONORIFIC = new RegExp(
  '^(?:' +
    [
      'đ\\s*[/.\\\\-]\\s*c\\s*[.:]?(?=\\s|\\p{Lu})',
      'đc\\s*[.:](?=\\s|\\p{Lu})',
      'đc(?=\\s)',
      'các\\s+đồng\\s+chí\\b\\s*:?',
      'đồng\\s+chí\\s*[.:]?(?=\\s)',
      'ông\\s*[/(]\\s*bà\\s*\\)?\\s*[.:]?',
      'ông\\s+bà\\s+',
      'bà\\s*[.:]?(?=\\s)',
      'ông\\s*[.:]?(?=\\s)',
    ].join('|') +
    ')\\s*',
  'iu',
);

export interface StrippedName {
  name: string;
  /** The form of address that was taken off, null when there was none. */
  prefix: string | null;
  /** False when the word may belong to the name (`Ông Ích Khiêm`): ask before using `name`. */
  isCertain: boolean;
}

/** Takes `đ/c`, `Đồng chí`, `Ông`, `Bà`, `Ông/Bà` off the front of a name. */
export function stripHonorific(fullName: string): StrippedName {
  const text = cleanText(fullName);
  const match = HONORIFIC.exec(text);
  const name = match === null ? text : text.slice(match[0].length).trim();
  if (match === null || name === '') return { name: text, prefix: null, isCertain: true };
  const prefix = match[0].trim();
  const isWord = /^(ông|bà)$/iu.test(prefix);
  return { name, prefix, isCertain: !isWord || isFamilyName(name.split(' ')[0] ?? '') };
}

/** True for a name without any small letter (`NGUYỄN VĂN AN`). */
export function isAllCapitals(name: string): boolean {
  return /\p{Lu}/u.test(name) && !/\p{Ll}/u.test(name);
}

/** `'NGUYỄN VĂN AN'` → `'Nguyễn Văn An'`; a hyphen or an apostrophe also starts a word. */
export function toNameCase(name: string): string {
  return cleanText(name)
    .toLowerCase()
    .replace(/(^|[\s\-'’])(\p{Ll})/gu, (_, before: string, letter: string) => {
      return before + letter.toUpperCase();
    });
}
