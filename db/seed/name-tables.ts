/**
 * Vietnamese names with their weights. Family names follow the published proportions of the
 * Kinh people in the north (Nguyễn about a third; Hoàng and Vũ before their southern forms Huỳnh
 * and Võ). Middle and given names are weighted by cohort: the share of "Văn" and "Thị" falls
 * with the year of birth. All text is NFC.
 */
export type Weighted = readonly (readonly [string, number])[];

/** Year-of-birth cohorts: to 1962, 1963–1979, from 1980. */
export type Cohort = 'elder' | 'middle' | 'young';

export const FAMILY_NAMES: Weighted = [
  ['Nguyễn', 34],
  ['Trần', 11],
  ['Lê', 9.5],
  ['Phạm', 7],
  ['Hoàng', 4.6],
  ['Huỳnh', 0.5],
  ['Phan', 4.1],
  ['Vũ', 3.9],
  ['Võ', 0.6],
  ['Đặng', 2.1],
  ['Bùi', 2.1],
  ['Đỗ', 2.0],
  ['Hồ', 1.3],
  ['Ngô', 1.5],
  ['Dương', 1.3],
  ['Lý', 0.7],
  ['Đinh', 1.1],
  ['Đào', 1.0],
  ['Đoàn', 0.8],
  ['Trịnh', 0.9],
  ['Lương', 0.8],
  ['Mai', 0.6],
  ['Trương', 1.4],
  ['Tạ', 0.6],
  ['Hà', 0.6],
  ['Tô', 0.4],
  ['Chu', 0.6],
  ['Cao', 0.6],
  ['Phùng', 0.7],
  ['Kiều', 0.4],
  ['Khuất', 0.3],
  ['Tống', 0.2],
  ['Lưu', 0.4],
  ['Quách', 0.2],
  ['Thái', 0.2],
  ['Lại', 0.2],
  ['Vương', 0.4],
  ['Nghiêm', 0.2],
  ['Bạch', 0.2],
  ['Doãn', 0.1],
  ['La', 0.1],
  ['Lã', 0.1],
  ['Ứng', 0.05],
  ['Nguyễn Như', 0.2],
  ['Đỗ Lê', 0.05],
];

export const MALE_MIDDLE: Record<Cohort, Weighted> = {
  elder: [
    ['Văn', 46],
    ['Đức', 7],
    ['Hữu', 6],
    ['Xuân', 7],
    ['Đình', 6],
    ['Minh', 3],
    ['Ngọc', 4],
    ['Quang', 4],
    ['Bá', 3],
    ['Trọng', 3],
    ['Công', 3],
    ['Thế', 2],
    ['Huy', 1],
    ['Đăng', 1],
    ['', 2],
  ],
  middle: [
    ['Văn', 33],
    ['Đức', 8],
    ['Hữu', 6],
    ['Xuân', 5],
    ['Đình', 5],
    ['Minh', 5],
    ['Ngọc', 5],
    ['Quang', 5],
    ['Thanh', 4],
    ['Anh', 3],
    ['Công', 4],
    ['Quốc', 3],
    ['Mạnh', 4],
    ['Tiến', 3],
    ['Trọng', 2],
    ['Bá', 1],
    ['Thế', 2],
    ['Việt', 2],
    ['', 1],
  ],
  young: [
    ['Văn', 20],
    ['Đức', 9],
    ['Minh', 10],
    ['Quang', 7],
    ['Tuấn', 4],
    ['Hoàng', 6],
    ['Ngọc', 5],
    ['Hữu', 4],
    ['Xuân', 3],
    ['Mạnh', 4],
    ['Tiến', 4],
    ['Thanh', 4],
    ['Việt', 4],
    ['Anh', 4],
    ['Quốc', 3],
    ['Trung', 3],
    ['Đình', 3],
    ['Gia', 1],
    ['Duy', 2],
  ],
};

export const FEMALE_MIDDLE: Record<Cohort, Weighted> = {
  elder: [
    ['Thị', 74],
    ['Thị Thanh', 2],
    ['Thị Kim', 3],
    ['Thị Minh', 2],
    ['Kim', 3],
    ['Minh', 3],
    ['Ngọc', 3],
    ['Thanh', 4],
    ['Bích', 2],
    ['Hồng', 2],
    ['', 1],
  ],
  middle: [
    ['Thị', 48],
    ['Thị Thu', 7],
    ['Thị Thanh', 6],
    ['Thị Hồng', 4],
    ['Thị Ngọc', 4],
    ['Thị Minh', 3],
    ['Thị Kim', 3],
    ['Thị Bích', 2],
    ['Thu', 5],
    ['Thanh', 5],
    ['Minh', 3],
    ['Ngọc', 3],
    ['Bích', 2],
    ['Hồng', 2],
    ['Phương', 2],
    ['Thúy', 1],
  ],
  young: [
    ['Thị', 27],
    ['Thị Thu', 8],
    ['Thị Thanh', 6],
    ['Thị Ngọc', 6],
    ['Thị Hồng', 4],
    ['Thị Minh', 3],
    ['Thị Phương', 3],
    ['Thu', 7],
    ['Phương', 6],
    ['Ngọc', 5],
    ['Thanh', 4],
    ['Khánh', 3],
    ['Minh', 4],
    ['Hải', 2],
    ['Quỳnh', 2],
    ['Thùy', 4],
    ['Mai', 3],
    ['Diệu', 2],
    ['Hà', 1],
  ],
};

export const MALE_GIVEN: Record<Cohort, Weighted> = {
  elder: toWeights(
    'Hùng:9 Sơn:6 Bình:7 Thắng:6 Minh:4 Long:3 Hải:5 Thành:5 Dũng:5 Tuấn:3 Khánh:2 Tân:3 Quý:3 Lợi:3 Phúc:3 Thịnh:3 Cường:3 Chiến:4 Hòa:4 Thanh:4 Hồng:2 Tiến:4 Chính:3 Toàn:3 Đông:2 Bảo:2 Tường:1 Lập:1 Sinh:2 Hợp:2 Khoa:1 Mùi:1 Tý:1 Vinh:2 Ninh:1 Đạo:1 Nghĩa:3 Nhân:1 Phong:2 Xuân:1 Oanh:0.3 Hiền:0.5',
  ),
  middle: toWeights(
    'Hùng:7 Dũng:7 Tuấn:8 Cường:6 Sơn:5 Hải:6 Thắng:5 Thành:5 Minh:4 Long:4 Bình:4 Anh:3 Hưng:4 Tùng:3 Nam:3 Hà:2 Quân:2 Trung:4 Dương:2 Kiên:2 Hòa:2 Toàn:3 Tiến:3 Quang:3 Phương:2 Chiến:2 Hiếu:2 Khánh:2 Đức:2 Thịnh:2 Vinh:2 Huy:2 Giang:2 Linh:0.6 Thanh:3 Phong:2 Tú:1 Việt:2 Chung:1 Lâm:1 Sáng:1 Quyết:1 Hậu:1 Duy:1',
  ),
  young: toWeights(
    'Anh:9 Nam:6 Hiếu:5 Tùng:5 Dũng:4 Tuấn:5 Minh:6 Long:5 Duy:4 Đức:4 Huy:5 Hoàng:4 Trung:4 Hải:4 Quân:4 Linh:2 Việt:3 Thành:4 Cường:3 Sơn:3 Kiên:3 Hưng:3 Đạt:4 Phong:3 Khánh:2 Tú:2 Thắng:3 Giang:2 Quang:2 Bách:1 Khoa:1 Phúc:2 Lâm:2 Dương:3 Hùng:3 Nghĩa:2 Mạnh:2 Tiến:2',
  ),
};

export const FEMALE_GIVEN: Record<Cohort, Weighted> = {
  elder: toWeights(
    'Hoa:6 Lan:6 Hương:4 Hồng:5 Bình:4 Nga:4 Thủy:4 Hà:4 Loan:4 Thanh:4 Minh:3 Mai:4 Liên:4 Hòa:3 Tâm:4 Xuân:3 Yến:3 Oanh:3 Vân:3 Hằng:3 Nhung:2 Dung:4 Thơm:2 Phượng:3 Sinh:1 Hợp:2 Thịnh:1 Lợi:2 Tuyết:3 Cúc:3 Nhàn:2 Lý:1 Kim:1 Bích:1 Hạnh:3 Chiến:1 Hiền:4 Ngọc:2 Vui:1 Thắm:1',
  ),
  middle: toWeights(
    'Hương:8 Hà:7 Hằng:6 Thủy:6 Lan:5 Nga:4 Hoa:5 Huyền:3 Hiền:5 Dung:4 Vân:5 Mai:4 Yến:4 Nhung:4 Thảo:3 Phương:5 Hạnh:4 Loan:3 Liên:3 Oanh:3 Tuyết:2 Thúy:3 Trang:3 Linh:2 Ngọc:3 Hoài:1 Hải:2 Bình:2 Hòa:2 Tâm:2 Minh:2 Anh:2 Phượng:2 Quỳnh:1 Thu:3 Giang:2 Bích:1 Thanh:3 Xuân:1 Nguyệt:2 Chi:1 Lương:1 Nhàn:1 Hồng:3',
  ),
  young: toWeights(
    'Trang:8 Linh:8 Anh:8 Hương:5 Huyền:6 Thảo:6 Hà:6 Phương:6 Thủy:3 Hằng:4 Ngọc:4 Nhung:4 Mai:4 Lan:3 Yến:4 Vân:4 Hiền:4 Quỳnh:3 Hoa:3 Dung:2 Nga:3 Giang:3 Chi:2 Ly:2 My:1 Thu:3 Hạnh:2 Oanh:1 Tâm:1 Ánh:2 Châu:1 Duyên:1 Thúy:2 Loan:2 Nguyệt:1 Hoài:1 Trinh:1 Uyên:1 Khánh:1 Minh:1',
  ),
};

/** `"Hùng:9 Sơn:6"` → `[['Hùng', 9], ['Sơn', 6]]`. */
function toWeights(list: string): Weighted {
  return list.split(' ').map((entry) => {
    const [name = '', weight = '1'] = entry.split(':');
    return [name.normalize('NFC'), Number(weight)] as const;
  });
}
