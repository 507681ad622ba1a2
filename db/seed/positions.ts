/**
 * Who sits in a hall of each tier: fixed posts first, one person each, then repeated posts up to
 * their share of the seats, then the rest drawn from a pool. Placeholders: `{committee}` Quận ủy /
 * Huyện ủy / Thị ủy, `{kind}` quận / huyện / phường / xã …, `{quarter}` tổ dân phố số 3 / thôn số 3,
 * `{quarterHead}` its head, `{room}` a department, `{head}` and `{deputy}` of a `{body}`.
 */
export type SeedCategory =
  | 'CITY_COMMITTEE'
  | 'CITY_LEADERS'
  | 'DISTRICT_COMMITTEE'
  | 'LOCAL_COMMITTEE'
  | 'CELL_SECRETARY'
  | 'REPORTER'
  | 'KEY_OFFICIAL'
  | 'VETERAN'
  | 'MEMBER';

export const CATEGORY_NAMES: Record<SeedCategory, string> = {
  CITY_COMMITTEE: 'Thành ủy viên',
  CITY_LEADERS: 'Lãnh đạo ban, sở, ngành, đoàn thể Thành phố',
  DISTRICT_COMMITTEE: 'Cấp ủy viên cấp huyện',
  LOCAL_COMMITTEE: 'Cấp ủy viên cơ sở',
  CELL_SECRETARY: 'Bí thư chi bộ',
  REPORTER: 'Báo cáo viên, tuyên truyền viên',
  KEY_OFFICIAL: 'Cán bộ chủ chốt',
  VETERAN: 'Nguyên lãnh đạo, cán bộ lão thành',
  MEMBER: 'Đảng viên',
};

/** Born between these years; the share of women among them. */
interface People {
  category: SeedCategory;
  born: readonly [number, number];
  women: number;
}
export interface Post extends People {
  position: string;
}
export interface RepeatedPost extends People {
  /** Part of all the hall's seats. */
  share: number;
  positions: readonly string[];
}
export interface Composition {
  fixed: readonly Post[];
  repeated: readonly RepeatedPost[];
  /** Takes the seats that are left. */
  rest: RepeatedPost;
}

const posts = (people: People, positions: readonly string[]): Post[] =>
  positions.map((position) => ({ ...people, position }));

const CITY_STANDING = [
  'Bí thư Thành ủy',
  'Phó Bí thư Thường trực Thành ủy',
  'Phó Bí thư Thành ủy, Chủ tịch Ủy ban nhân dân Thành phố',
  'Phó Bí thư Thành ủy, Chủ tịch Hội đồng nhân dân Thành phố',
  'Phó Bí thư Thành ủy',
  'Ủy viên Ban Thường vụ, Trưởng Ban Tổ chức Thành ủy',
  'Ủy viên Ban Thường vụ, Trưởng Ban Tuyên giáo Thành ủy',
  'Ủy viên Ban Thường vụ, Trưởng Ban Dân vận Thành ủy',
  'Ủy viên Ban Thường vụ, Trưởng Ban Nội chính Thành ủy',
  'Ủy viên Ban Thường vụ, Chủ nhiệm Ủy ban Kiểm tra Thành ủy',
  'Ủy viên Ban Thường vụ, Chủ tịch Ủy ban Mặt trận Tổ quốc Thành phố',
  'Ủy viên Ban Thường vụ, Tư lệnh Bộ Tư lệnh Thủ đô',
  'Ủy viên Ban Thường vụ, Giám đốc Công an Thành phố',
  'Ủy viên Ban Thường vụ, Phó Chủ tịch Hội đồng nhân dân Thành phố',
  'Ủy viên Ban Thường vụ, Phó Chủ tịch Ủy ban nhân dân Thành phố',
];

const DISTRICT_STANDING = [
  'Bí thư {committee}',
  'Phó Bí thư Thường trực {committee}, Chủ tịch Hội đồng nhân dân {kind}',
  'Phó Bí thư {committee}, Chủ tịch Ủy ban nhân dân {kind}',
  'Ủy viên Ban Thường vụ, Trưởng Ban Tổ chức {committee}',
  'Ủy viên Ban Thường vụ, Trưởng Ban Tuyên giáo {committee}',
  'Ủy viên Ban Thường vụ, Trưởng Ban Dân vận {committee}',
  'Ủy viên Ban Thường vụ, Chủ nhiệm Ủy ban Kiểm tra {committee}',
  'Ủy viên Ban Thường vụ, Phó Chủ tịch Hội đồng nhân dân {kind}',
  'Ủy viên Ban Thường vụ, Phó Chủ tịch Ủy ban nhân dân {kind}',
  'Ủy viên Ban Thường vụ, Chỉ huy trưởng Ban Chỉ huy quân sự {kind}',
  'Ủy viên Ban Thường vụ, Trưởng Công an {kind}',
  'Ủy viên Ban Thường vụ, Chủ tịch Ủy ban Mặt trận Tổ quốc {kind}',
  '{committee} viên, Chánh Văn phòng {committee}',
  '{committee} viên, Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân {kind}',
  '{committee} viên, Giám đốc Trung tâm Chính trị {kind}',
  '{committee} viên, Trưởng phòng Nội vụ',
  '{committee} viên, Trưởng phòng Tư pháp',
  '{committee} viên, Trưởng phòng Tài chính - Kế hoạch',
  '{committee} viên, Trưởng phòng Tài nguyên và Môi trường',
  '{committee} viên, Trưởng phòng Lao động - Thương binh và Xã hội',
  '{committee} viên, Trưởng phòng Văn hóa và Thông tin',
  '{committee} viên, Trưởng phòng Giáo dục và Đào tạo',
  '{committee} viên, Trưởng phòng Y tế',
  '{committee} viên, Trưởng phòng Kinh tế',
  '{committee} viên, Chánh Thanh tra {kind}',
  '{committee} viên, Chánh án Tòa án nhân dân {kind}',
  '{committee} viên, Viện trưởng Viện Kiểm sát nhân dân {kind}',
  '{committee} viên, Chủ tịch Liên đoàn Lao động {kind}',
  '{committee} viên, Chủ tịch Hội Liên hiệp Phụ nữ {kind}',
  '{committee} viên, Chủ tịch Hội Cựu chiến binh {kind}',
  '{committee} viên, Bí thư Đoàn Thanh niên {kind}',
];

const COMMUNE_STANDING = [
  'Bí thư Đảng ủy {kind}',
  'Phó Bí thư Thường trực Đảng ủy {kind}',
  'Phó Bí thư Đảng ủy, Chủ tịch Ủy ban nhân dân {kind}',
  'Ủy viên Ban Thường vụ, Chủ nhiệm Ủy ban Kiểm tra Đảng ủy',
  'Ủy viên Ban Thường vụ, Phó Chủ tịch Ủy ban nhân dân {kind}',
  'Đảng ủy viên, Chủ tịch Ủy ban Mặt trận Tổ quốc {kind}',
  'Đảng ủy viên, Trưởng Công an {kind}',
  'Đảng ủy viên, Chỉ huy trưởng Ban Chỉ huy quân sự {kind}',
  'Đảng ủy viên, Chủ tịch Hội Liên hiệp Phụ nữ {kind}',
  'Đảng ủy viên, Chủ tịch Hội Cựu chiến binh {kind}',
  'Đảng ủy viên, Bí thư Đoàn Thanh niên {kind}',
  'Đảng ủy viên, Công chức Văn phòng - Thống kê',
  'Đảng ủy viên, Hiệu trưởng Trường Trung học cơ sở',
];

const BODY_STANDING = [
  'Bí thư Đảng ủy',
  'Phó Bí thư Thường trực Đảng ủy',
  'Phó Bí thư Đảng ủy',
  'Đảng ủy viên, Chủ nhiệm Ủy ban Kiểm tra Đảng ủy',
  'Đảng ủy viên, Chánh Văn phòng',
  'Đảng ủy viên, Trưởng phòng Tổ chức cán bộ',
  'Đảng ủy viên, Chủ tịch Công đoàn',
  'Đảng ủy viên, Bí thư Đoàn Thanh niên',
];

const LEADERS: People = { category: 'CITY_LEADERS', born: [1965, 1982], women: 0.27 };
const OFFICIALS: People = { category: 'KEY_OFFICIAL', born: [1968, 1990], women: 0.4 };
const REPORTERS: People = { category: 'REPORTER', born: [1968, 1992], women: 0.45 };
const MEMBERS: People = { category: 'MEMBER', born: [1962, 2002], women: 0.48 };

export const COMPOSITIONS: Record<'CENTRAL' | 'DISTRICT' | 'COMMUNE' | 'OTHER', Composition> = {
  CENTRAL: {
    fixed: posts({ category: 'CITY_COMMITTEE', born: [1962, 1978], women: 0.2 }, CITY_STANDING),
    repeated: [
      {
        category: 'CITY_COMMITTEE',
        born: [1964, 1985],
        women: 0.22,
        share: 0.11,
        positions: ['Ủy viên Ban Chấp hành Đảng bộ Thành phố'],
      },
      {
        ...REPORTERS,
        share: 0.08,
        positions: ['Báo cáo viên Thành ủy', 'Báo cáo viên Trung ương'],
      },
      {
        category: 'VETERAN',
        born: [1944, 1962],
        women: 0.18,
        share: 0.1,
        positions: ['Nguyên Thành ủy viên', 'Nguyên lãnh đạo Thành phố', 'Cán bộ lão thành'],
      },
      {
        ...OFFICIALS,
        share: 0.12,
        positions: ['Trưởng phòng, Văn phòng Thành ủy', 'Chuyên viên cao cấp, Văn phòng Thành ủy'],
      },
    ],
    rest: {
      ...LEADERS,
      share: 1,
      positions: ['{head} {body}', '{deputy} {body}', '{deputy} {body}'],
    },
  },
  DISTRICT: {
    fixed: posts(
      { category: 'DISTRICT_COMMITTEE', born: [1965, 1984], women: 0.27 },
      DISTRICT_STANDING,
    ),
    repeated: [
      { ...REPORTERS, share: 0.1, positions: ['Báo cáo viên {committee}'] },
      {
        category: 'CELL_SECRETARY',
        born: [1964, 1986],
        women: 0.35,
        share: 0.2,
        positions: [
          'Bí thư Chi bộ cơ quan Ủy ban nhân dân {kind}',
          'Bí thư Chi bộ Trường Trung học phổ thông',
          'Bí thư Chi bộ Trung tâm Y tế {kind}',
          'Bí thư Chi bộ doanh nghiệp',
          'Bí thư Đảng bộ bộ phận',
        ],
      },
      {
        ...OFFICIALS,
        share: 0.3,
        positions: [
          'Phó Trưởng Ban Tuyên giáo {committee}',
          'Phó Trưởng Ban Tổ chức {committee}',
          'Phó Chánh Văn phòng {committee}',
          'Phó Trưởng phòng Nội vụ',
          'Phó Trưởng phòng Kinh tế',
          'Phó Trưởng phòng Giáo dục và Đào tạo',
          'Phó Trưởng Công an {kind}',
          'Phó Chủ tịch Ủy ban Mặt trận Tổ quốc {kind}',
          'Phó Chủ tịch Hội Nông dân {kind}',
          'Phó Bí thư Đoàn Thanh niên {kind}',
        ],
      },
      {
        category: 'VETERAN',
        born: [1946, 1962],
        women: 0.2,
        share: 0.05,
        positions: ['Nguyên Bí thư {committee}', 'Nguyên Chủ tịch Hội đồng nhân dân {kind}'],
      },
    ],
    rest: {
      ...MEMBERS,
      share: 1,
      positions: [
        'Chuyên viên Ban Tuyên giáo {committee}',
        'Chuyên viên Văn phòng {committee}',
        'Chuyên viên phòng Nội vụ',
        'Hiệu trưởng Trường Tiểu học',
        'Hiệu trưởng Trường Mầm non',
        'Bác sĩ Trung tâm Y tế {kind}',
        'Cán bộ Công an {kind}',
        'Thẩm phán Tòa án nhân dân {kind}',
      ],
    },
  },
  COMMUNE: {
    fixed: posts({ category: 'LOCAL_COMMITTEE', born: [1966, 1990], women: 0.3 }, COMMUNE_STANDING),
    repeated: [
      {
        category: 'CELL_SECRETARY',
        born: [1948, 1975],
        women: 0.3,
        share: 0.25,
        positions: ['Bí thư Chi bộ {quarter}'],
      },
      {
        category: 'KEY_OFFICIAL',
        born: [1950, 1982],
        women: 0.35,
        share: 0.22,
        positions: ['{quarterHead}', 'Trưởng Ban Công tác Mặt trận {quarter}'],
      },
      { ...REPORTERS, share: 0.05, positions: ['Tuyên truyền viên Đảng ủy {kind}'] },
    ],
    rest: {
      ...MEMBERS,
      share: 1,
      positions: [
        'Công chức Tư pháp - Hộ tịch',
        'Công chức Văn hóa - Xã hội',
        'Công chức Địa chính - Xây dựng',
        'Công chức Tài chính - Kế toán',
        'Nhân viên y tế Trạm Y tế',
        'Giáo viên Trường Tiểu học',
        'Giáo viên Trường Mầm non',
        'Phó Chủ tịch Hội Nông dân {kind}',
        'Phó Bí thư Đoàn Thanh niên {kind}',
        'Đảng viên Chi bộ {quarter}',
        'Đảng viên Chi bộ {quarter}',
      ],
    },
  },
  OTHER: {
    fixed: posts({ category: 'LOCAL_COMMITTEE', born: [1965, 1985], women: 0.3 }, BODY_STANDING),
    repeated: [
      {
        category: 'CELL_SECRETARY',
        born: [1966, 1986],
        women: 0.38,
        share: 0.2,
        positions: ['Bí thư Chi bộ {room}'],
      },
      { ...OFFICIALS, share: 0.25, positions: ['Trưởng {room}', 'Phó Trưởng {room}'] },
      { ...REPORTERS, share: 0.06, positions: ['Báo cáo viên Đảng ủy'] },
    ],
    rest: { ...MEMBERS, share: 1, positions: ['Chuyên viên', 'Chuyên viên chính', 'Đảng viên'] },
  },
};
