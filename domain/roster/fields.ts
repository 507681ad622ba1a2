/** The fields of the two kinds of file and the header titles that mean them (folded). */

export type ImportKind = 'SITES' | 'ROSTER';

const ROSTER_TITLES = {
  ordinal: ['stt', 'tt', 'so tt', 'so thu tu', 'no'],
  fullName: [
    'ho va ten',
    'ho ten',
    'ho va ten dai bieu',
    'ho ten dai bieu',
    'ten dai bieu',
    'dai bieu',
    'ho ten khai sinh',
    'ho va ten khai sinh',
    'full name',
    'name',
  ],
  familyAndMiddle: [
    'ho dem',
    'ho va dem',
    'ho va ten dem',
    'ho ten dem',
    'ho lot',
    'ho va lot',
    'ho va chu dem',
    'ho chu lot',
    'ho va ten lot',
    'ho',
  ],
  given: ['ten', 'ten rieng', 'ten goi'],
  code: [
    'ma dai bieu',
    'ma db',
    'ma so dai bieu',
    'so the dai bieu',
    'ma so',
    'ma',
    'delegate code',
    'code',
  ],
  birth: [
    'ngay sinh',
    'nam sinh',
    'ngay thang nam sinh',
    'ngay thang sinh',
    'sinh ngay',
    'sinh nam',
    'nam sinh nam',
    'nam sinh nu',
    'ngay sinh nam',
    'ngay sinh nu',
    'ngay thang nam sinh nam',
    'ngay thang nam sinh nu',
    'birth year',
    'date of birth',
  ],
  gender: ['gioi tinh', 'gioi', 'nam nu', 'phai', 'gender'],
  position: [
    'chuc vu',
    'chuc danh',
    'chuc vu chuc danh',
    'chuc danh chuc vu',
    'chuc vu cong tac',
    'chuc vu hien nay',
    'chuc vu dang',
    'chuc vu chinh quyen',
    'position',
  ],
  unitName: [
    'don vi',
    'don vi cong tac',
    'ten don vi',
    'co quan',
    'co quan don vi',
    'noi cong tac',
    'to chuc dang',
    'dang bo',
    'chi bo',
    'chi dang bo',
    'unit',
  ],
  unitCode: ['ma don vi', 'ma dv', 'ma co quan', 'unit code'],
  siteName: [
    'diem cau',
    'ten diem cau',
    'diem cau tham du',
    'tham du tai',
    'noi tham du',
    'hoi truong',
    'dia diem',
    'dia diem tham du',
    'site',
  ],
  siteCode: ['ma diem cau', 'ma dc', 'ma diem cau tham du', 'ma hoi truong', 'site code'],
  category: [
    'thanh phan',
    'thanh phan tham du',
    'thanh phan trieu tap',
    'doi tuong',
    'loai dai bieu',
    'nhom dai bieu',
    'category',
  ],
  phone: [
    'dien thoai',
    'so dien thoai',
    'sdt',
    'so dt',
    'dt',
    'di dong',
    'dien thoai di dong',
    'dien thoai lien he',
    'phone',
  ],
  seat: ['so ghe', 'ghe', 'ghe ngoi', 'vi tri ngoi', 'cho ngoi', 'so cho ngoi', 'seat'],
  note: ['ghi chu', 'chu thich', 'note'],
} as const;

const SITE_TITLES = {
  ordinal: ['stt', 'tt', 'so tt', 'so thu tu', 'no'],
  code: ['ma', 'ma diem cau', 'ma dc', 'ma so', 'code'],
  name: ['ten diem cau', 'diem cau', 'ten', 'ten hoi truong', 'hoi truong', 'name'],
  tier: ['cap', 'cap diem cau', 'loai', 'loai diem cau', 'tier'],
  mode: ['hinh thuc', 'hinh thuc tham du', 'hinh thuc ket noi', 'phuong thuc', 'che do', 'mode'],
  unitName: ['don vi', 'ten don vi', 'don vi chu tri', 'co quan don vi', 'dang bo', 'unit'],
  unitCode: ['ma don vi', 'ma dv', 'unit code'],
  contactName: [
    'nguoi lien he',
    'lien he',
    'can bo dau moi',
    'dau moi',
    'dau moi lien he',
    'nguoi phu trach',
    'can bo phu trach',
    'ho ten nguoi lien he',
    'contact',
  ],
  contactPhone: [
    'dien thoai',
    'so dien thoai',
    'sdt',
    'so dt',
    'dien thoai lien he',
    'sdt lien he',
    'dien thoai nguoi lien he',
    'lien he dien thoai',
    'phone',
  ],
  parentCode: [
    'diem cau cap tren',
    'ma diem cau cap tren',
    'truc thuoc',
    'thuoc diem cau',
    'diem cau cha',
    'parent',
  ],
  plannedCount: [
    'so trieu tap',
    'trieu tap',
    'so luong trieu tap',
    'so dai bieu',
    'so luong dai bieu',
    'tong so dai bieu',
    'so luong',
    'planned',
  ],
} as const;

export type RosterField = keyof typeof ROSTER_TITLES;
export type SiteField = keyof typeof SITE_TITLES;
export type ImportField = RosterField | SiteField;

const TITLES: Record<ImportKind, Record<string, readonly string[]>> = {
  ROSTER: ROSTER_TITLES,
  SITES: SITE_TITLES,
};

/** Every field of either kind, for schemas. */
export const IMPORT_FIELDS = [
  ...new Set([...Object.keys(ROSTER_TITLES), ...Object.keys(SITE_TITLES)]),
] as [ImportField, ...ImportField[]];

const FIELD_BY_TITLE: Record<ImportKind, ReadonlyMap<string, ImportField>> = {
  ROSTER: invert(TITLES.ROSTER),
  SITES: invert(TITLES.SITES),
};

function invert(titles: Record<string, readonly string[]>): Map<string, ImportField> {
  const pairs = Object.entries(titles).flatMap(([field, names]) =>
    names.map((name) => [name, field as ImportField] as const),
  );
  return new Map(pairs);
}

/** The fields that a file of this kind may have, in the order of the template. */
export function fieldsOf(kind: ImportKind): ImportField[] {
  return Object.keys(TITLES[kind]) as ImportField[];
}

/** The field that a folded header title means, or null. */
export function fieldOfTitle(kind: ImportKind, foldedTitle: string): ImportField | null {
  return FIELD_BY_TITLE[kind].get(foldedTitle) ?? null;
}
