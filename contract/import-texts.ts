/** Sentences of the import, used by the page and by the workbook of returned rows. */
import type { DoubtCode } from '#domain/roster/doubt.ts';
import type { ImportField, ImportKind } from '#domain/roster/fields.ts';

interface Text {
  vi: string;
  en: string;
}

/** One sentence per doubt, without its final stop. */
export const DOUBT_TEXTS: Record<DoubtCode, Text> = {
  DUPLICATE_CODE: { vi: 'Mã này đã có ở một dòng trước', en: 'An earlier row has this code' },
  DUPLICATE_CODE_FIRST: {
    vi: 'Mã này lặp lại ở một dòng sau; dòng này được lấy',
    en: 'A later row repeats this code; this row is taken',
  },
  DUPLICATE_PERSON: {
    vi: 'Trùng họ tên, năm sinh, đơn vị, chức vụ với một dòng trước; nếu là một người hãy bỏ bớt',
    en: 'Same name, birth year, unit and position as an earlier row; if it is one person, remove one',
  },
  OUT_OF_SCOPE: {
    vi: 'Đại biểu thuộc đơn vị ngoài phạm vi bạn quản lý',
    en: 'The delegate belongs to a unit outside your reach',
  },
  HIDDEN_ROW: { vi: 'Dòng này đang bị ẩn trong tệp', en: 'This row is hidden in the file' },
  TOTAL_ROW: { vi: 'Dòng tổng cộng, không phải đại biểu', en: 'A total, not a person' },
  SIGNATURE_ROW: {
    vi: 'Phần ký tên hoặc ghi chú cuối bảng',
    en: 'Signature block or closing note',
  },
  SECTION_ROW: { vi: 'Dòng tiêu đề nhóm', en: 'A section title' },
  REPEATED_HEADER: {
    vi: 'Dòng tiêu đề hoặc đánh số cột',
    en: 'A repeated header or column numbers',
  },
  CELL_TOO_LONG: {
    vi: 'Ô dài quá mức lưu được; gợi ý là phần đầu',
    en: 'The cell is longer than can be kept; the suggestion is its beginning',
  },
  KEY_CELL_TOO_LONG: {
    vi: 'Ô họ tên hoặc mã dài bất thường; hãy sửa trong tệp',
    en: 'The name or code is far too long; mend it in the file',
  },
  FORMULA: {
    vi: 'Ô là công thức; đã lấy giá trị đang hiển thị',
    en: 'The cell is a formula; its shown value was taken',
  },
  FORMULA_WITHOUT_VALUE: {
    vi: 'Ô là công thức chưa có giá trị; sẽ để trống',
    en: 'The cell is a formula without a value; it will be empty',
  },
  KEY_FORMULA_WITHOUT_VALUE: {
    vi: 'Họ tên hoặc mã là công thức chưa có giá trị; hãy dán giá trị vào tệp',
    en: 'The name or code is a formula without a value; paste the value in the file',
  },
  ERROR_CELL: {
    vi: 'Ô báo lỗi trong bảng tính; sẽ để trống',
    en: 'The cell shows an error; it will be empty',
  },
  KEY_ERROR_CELL: {
    vi: 'Ô họ tên hoặc mã báo lỗi trong bảng tính; hãy sửa trong tệp',
    en: 'The name or code shows an error; mend it in the file',
  },
  DECOMPOSED_TEXT: {
    vi: 'Chữ tổ hợp (Unicode dựng sẵn bị tách dấu); đã chuẩn hóa',
    en: 'Decomposed letters; brought to the usual form',
  },
  ODD_SPACES: {
    vi: 'Có khoảng trắng lạ hoặc thừa; đã làm sạch',
    en: 'Odd or extra spaces; cleaned',
  },
  LEGACY_ENCODING: {
    vi: 'Chữ dùng phông cũ (.Vn hoặc VNI); đã chuyển sang Unicode',
    en: 'Typed with an old font (.Vn or VNI); converted',
  },
  MAYBE_LEGACY_ENCODING: {
    vi: 'Có thể là chữ bảng mã cũ (TCVN3 hoặc VNI)',
    en: 'Perhaps an old encoding (TCVN3 or VNI)',
  },
  MERGED_VALUE: {
    vi: 'Ô gộp; đã lấy giá trị của cả khối',
    en: 'A merged cell; the value of its block was taken',
  },
  NAME_MISSING: { vi: 'Thiếu họ tên', en: 'The name is missing' },
  NAME_PREFIX: {
    vi: 'Đã bỏ cách xưng hô trước họ tên',
    en: 'The form of address before the name was taken off',
  },
  NAME_MAYBE_PREFIX: {
    vi: 'Chữ đầu có thể là cách xưng hô, cũng có thể là họ',
    en: 'The first word may be a form of address or a family name',
  },
  NAME_ONE_WORD: { vi: 'Họ tên chỉ có một chữ', en: 'The name has only one word' },
  NAME_CAPITALS: {
    vi: 'Họ tên viết hoa toàn bộ; đã chuyển về cách viết thường',
    en: 'The name is all capitals; written the usual way',
  },
  NAME_UNUSUAL: { vi: 'Họ tên có chữ số hoặc ký hiệu lạ', en: 'The name has digits or odd signs' },
  CODE_MISSING: { vi: 'Thiếu mã; hệ thống sẽ đặt mã', en: 'The code is missing; one will be made' },
  CODE_LOST_ZEROS: {
    vi: 'Mã có thể đã mất số 0 ở đầu',
    en: 'The code may have lost its leading zeros',
  },
  BIRTH_UNREADABLE: {
    vi: 'Không đọc được ngày hoặc năm sinh',
    en: 'The birth date cannot be read',
  },
  BIRTH_TWO_DIGIT_YEAR: {
    vi: 'Năm sinh viết hai chữ số; đã hiểu theo gợi ý',
    en: 'The birth year has two digits; read as suggested',
  },
  PHONE_LOST_ZERO: {
    vi: 'Số điện thoại mất số 0 đầu; đã thêm lại',
    en: 'The telephone number lost its first 0; added again',
  },
  PHONE_SEVERAL: {
    vi: 'Có nhiều số điện thoại; lấy số đầu',
    en: 'Several telephone numbers; the first is taken',
  },
  PHONE_UNREADABLE: {
    vi: 'Không đọc được số điện thoại; sẽ để trống',
    en: 'The telephone number cannot be read; it will be empty',
  },
  SITE_MISSING: { vi: 'Thiếu điểm cầu', en: 'The hall is missing' },
  SITE_UNKNOWN: {
    vi: 'Không có điểm cầu này trong hội nghị',
    en: 'The conference has no such hall',
  },
  SITE_SIMILAR: {
    vi: 'Không có điểm cầu này; có một điểm cầu gần giống',
    en: 'There is no such hall; one is similar',
  },
  SITE_AMBIGUOUS: {
    vi: 'Nhiều điểm cầu cùng tên; hãy ghi mã điểm cầu',
    en: 'Several halls have this name; give the hall’s code',
  },
  SITE_CODE_NAME_DIFFER: {
    vi: 'Mã và tên chỉ hai điểm cầu khác nhau; gợi ý theo mã',
    en: 'Code and name mean different halls; the suggestion follows the code',
  },
  UNIT_UNKNOWN: {
    vi: 'Không có đơn vị này; đại biểu sẽ tính theo đơn vị của điểm cầu',
    en: 'There is no such unit; the delegate counts with the hall’s unit',
  },
  UNIT_SIMILAR: {
    vi: 'Không có đơn vị này; có một đơn vị gần giống',
    en: 'There is no such unit; one is similar',
  },
  UNIT_AMBIGUOUS: {
    vi: 'Nhiều đơn vị cùng tên; hãy ghi mã đơn vị. Đại biểu sẽ tính theo đơn vị của điểm cầu',
    en: 'Several units have this name; give the unit’s code. The delegate counts with the hall’s unit',
  },
  UNIT_CODE_NAME_DIFFER: {
    vi: 'Mã và tên chỉ hai đơn vị khác nhau; gợi ý theo mã',
    en: 'Code and name mean different units; the suggestion follows the code',
  },
  CATEGORY_NEW: {
    vi: 'Thành phần mới, gặp lần đầu ở dòng này; sẽ được thêm',
    en: 'A new category, first met in this row; it will be added',
  },
  SITE_CODE_MISSING: { vi: 'Thiếu mã điểm cầu', en: 'The hall’s code is missing' },
  SITE_NAME_MISSING: { vi: 'Thiếu tên điểm cầu', en: 'The hall’s name is missing' },
  TIER_UNREADABLE: { vi: 'Không hiểu cấp của điểm cầu', en: 'The hall’s tier is not understood' },
  MODE_UNREADABLE: {
    vi: 'Không hiểu hình thức tham dự',
    en: 'The way of taking part is not understood',
  },
  PLANNED_COUNT_UNREADABLE: {
    vi: 'Số triệu tập không phải là số; sẽ để trống',
    en: 'The planned number is no number; it will be empty',
  },
  PARENT_SITE_UNKNOWN: { vi: 'Không có điểm cầu cấp trên này', en: 'There is no such hall above' },
};

/** Why a file or a job came to nothing, and what to do. */
export const IMPORT_FAILURES: Record<string, Text> = {
  FILE_EMPTY: {
    vi: 'Tệp rỗng (0 byte). Hãy lưu lại tệp rồi chọn lần nữa.',
    en: 'The file is empty (0 bytes). Save it again and choose it once more.',
  },
  FILE_TOO_LARGE: {
    vi: 'Tệp quá lớn. Hãy xóa ảnh và các trang không cần, hoặc tách thành nhiều tệp.',
    en: 'The file is too large. Remove pictures and sheets that are not needed, or split it.',
  },
  TOO_LARGE: {
    vi: 'Tệp quá lớn. Hãy xóa ảnh và các trang không cần, hoặc tách thành nhiều tệp.',
    en: 'The file is too large. Remove pictures and sheets that are not needed, or split it.',
  },
  FILE_OLD_EXCEL: {
    vi: 'Đây là tệp Excel kiểu cũ (.xls hoặc .xlsb). Hãy mở bằng Excel, chọn “Lưu thành” loại .xlsx rồi chọn tệp mới.',
    en: 'This is an older kind of Excel file (.xls or .xlsb). Open it in Excel, save it as .xlsx and choose the new file.',
  },
  FILE_PASSWORD: {
    vi: 'Tệp đang đặt mật khẩu. Hãy mở tệp, bỏ mật khẩu (Tệp › Thông tin › Bảo vệ sổ làm việc), lưu lại rồi chọn lần nữa.',
    en: 'The file has a password. Open it, take the password off, save it and choose it again.',
  },
  FILE_IS_DOCUMENT: {
    vi: 'Đây là văn bản Word hoặc trình chiếu, không phải bảng tính. Hãy chép bảng sang Excel và lưu thành .xlsx.',
    en: 'This is a document or a presentation. Copy the table to Excel and save it as .xlsx.',
  },
  FILE_IS_PDF: {
    vi: 'Đây là tệp PDF. Hãy xin đơn vị tệp Excel gốc.',
    en: 'This is a PDF. Ask the unit for the original Excel file.',
  },
  FILE_IS_IMAGE: {
    vi: 'Đây là tệp ảnh. Hãy xin đơn vị tệp Excel gốc.',
    en: 'This is a picture. Ask the unit for the original Excel file.',
  },
  FILE_IS_ARCHIVE: {
    vi: 'Đây là tệp nén. Hãy giải nén rồi chọn tệp Excel bên trong.',
    en: 'This is an archive. Unpack it and choose the Excel file inside.',
  },
  FILE_NOT_A_TABLE: {
    vi: 'Tệp này không phải bảng tính .xlsx hay .csv. Hãy lưu lại thành .xlsx rồi chọn lần nữa.',
    en: 'This is no .xlsx or .csv table. Save it as .xlsx and choose it again.',
  },
  FILE_DAMAGED: {
    vi: 'Tệp bị hỏng hoặc tải lên chưa trọn. Hãy mở tệp bằng Excel, lưu lại rồi chọn lần nữa.',
    en: 'The file is damaged or incomplete. Open it in Excel, save it again and choose it once more.',
  },
  FILE_EXPANDS: {
    vi: 'Tệp bung ra quá lớn so với một danh sách nên không được đọc. Hãy chép bảng sang một tệp mới rồi lưu lại.',
    en: 'The file unpacks to far more than a list, so it was not read. Copy the table to a new file.',
  },
  FILE_TOO_MANY_ROWS: {
    vi: 'Tệp có hơn 200.000 dòng. Hãy tách thành nhiều tệp.',
    en: 'The file has more than 200,000 rows. Split it.',
  },
  FILE_TOO_MANY_COLUMNS: {
    vi: 'Bảng có hơn 200 cột. Hãy xóa các cột không cần.',
    en: 'The table has more than 200 columns. Remove those that are not needed.',
  },
  FILE_TOO_MANY_TEXTS: {
    vi: 'Tệp chứa quá nhiều chữ so với một danh sách. Hãy chép riêng bảng sang một tệp mới.',
    en: 'The file holds far more text than a list. Copy the table alone to a new file.',
  },
  FILE_NO_SHEET: { vi: 'Không tìm thấy trang tính nào trong tệp.', en: 'The file has no sheet.' },
  FILE_NO_HEADER: {
    vi: 'Không tìm thấy hàng tiêu đề có cột họ tên (hoặc tên điểm cầu). Hãy xem tệp mẫu, sửa tiêu đề cột rồi chọn lại.',
    en: 'No header row with a name column was found. See the template, mend the titles and choose the file again.',
  },
  DISK_FULL: {
    vi: 'Máy chủ đã hết dung lượng đĩa. Hãy báo quản trị viên rồi chọn lại tệp.',
    en: 'The server’s disk is full. Tell the administrator, then choose the file again.',
  },
  UPLOAD_INTERRUPTED: {
    vi: 'Việc tải lên bị ngắt giữa chừng. Hãy chọn lại tệp.',
    en: 'The upload was interrupted. Choose the file again.',
  },
  IMPORT_STOPPED: {
    vi: 'Việc đọc tệp bị dừng đột ngột; chưa có gì bị thay đổi. Hãy đọc lại tệp.',
    en: 'The reading stopped; nothing was changed. Read the file again.',
  },
  SITE_CYCLE: {
    vi: 'Có điểm cầu là cấp trên của chính nó. Hãy sửa cột “Điểm cầu cấp trên” rồi chọn lại tệp.',
    en: 'A hall stands above itself. Mend the column of the hall above and choose the file again.',
  },
};

/** Why a commit wrote nothing; the preview is there again. */
export const COMMIT_FAILURES: Record<string, Text> = {
  LIST_CHANGED: {
    vi: 'Danh sách vừa được người khác thay đổi nên tệp đã được đọc lại. Hãy xem lại trước khi nhập.',
    en: 'Somebody changed the list meanwhile, so the file was read again. Look again before you import.',
  },
  DISK_FULL: {
    vi: 'Chưa nhập được vì máy chủ đã hết dung lượng đĩa; danh sách không có gì thay đổi. Hãy báo quản trị viên, rồi bấm “Nhập vào danh sách” lần nữa.',
    en: 'Nothing was imported: the server’s disk is full. The list is as it was. Tell the administrator, then import again.',
  },
  IMPORT_STOPPED: {
    vi: 'Việc nhập bị dừng đột ngột; danh sách không có gì thay đổi. Hãy bấm “Nhập vào danh sách” lần nữa; nếu vẫn bị dừng, hãy báo quản trị viên.',
    en: 'The import stopped; the list is as it was. Import again; if it stops once more, tell the administrator.',
  },
};

/** Titles of the fields, as the template has them. */
export const FIELD_TITLES: Record<ImportField, Text> = {
  ordinal: { vi: 'STT', en: 'No.' },
  fullName: { vi: 'Họ và tên', en: 'Full name' },
  familyAndMiddle: { vi: 'Họ đệm', en: 'Family and middle names' },
  given: { vi: 'Tên', en: 'Given name' },
  code: { vi: 'Mã', en: 'Code' },
  birth: { vi: 'Năm sinh', en: 'Birth year' },
  gender: { vi: 'Giới tính', en: 'Gender' },
  position: { vi: 'Chức vụ', en: 'Position' },
  unitName: { vi: 'Đơn vị', en: 'Unit' },
  unitCode: { vi: 'Mã đơn vị', en: 'Unit code' },
  siteName: { vi: 'Điểm cầu', en: 'Hall' },
  siteCode: { vi: 'Mã điểm cầu', en: 'Hall code' },
  category: { vi: 'Thành phần', en: 'Category' },
  phone: { vi: 'Điện thoại', en: 'Telephone' },
  seat: { vi: 'Số ghế', en: 'Seat' },
  note: { vi: 'Ghi chú', en: 'Note' },
  name: { vi: 'Tên điểm cầu', en: 'Hall name' },
  tier: { vi: 'Cấp', en: 'Tier' },
  mode: { vi: 'Hình thức', en: 'Mode' },
  contactName: { vi: 'Người liên hệ', en: 'Contact' },
  contactPhone: { vi: 'Điện thoại', en: 'Telephone' },
  parentCode: { vi: 'Điểm cầu cấp trên', en: 'Hall above' },
  plannedCount: { vi: 'Số triệu tập', en: 'Planned number' },
};

/** Columns and two example rows of the template workbooks. */
export const TEMPLATE_NOTES: Record<ImportKind, { columns: ImportField[]; rows: string[][] }> = {
  ROSTER: {
    columns: [
      'ordinal',
      'code',
      'fullName',
      'birth',
      'position',
      'unitName',
      'unitCode',
      'siteCode',
      'siteName',
      'category',
      'phone',
      'seat',
      'note',
    ],
    rows: [
      [
        '1',
        '000001',
        'Nguyễn Văn An',
        '1975',
        'Bí thư chi bộ',
        'Đảng bộ phường Ba Đình',
        '',
        'HN-001',
        'Điểm cầu Quận Ba Đình',
        'Cán bộ chủ chốt',
        '0912000001',
        'A1',
        '',
      ],
      [
        '2',
        '000002',
        'Trần Thị Bình',
        '21/08/1980',
        'Trưởng phòng',
        'Đảng bộ phường Ba Đình',
        '',
        'HN-001',
        'Điểm cầu Quận Ba Đình',
        'Đại biểu mời',
        '0912000002',
        'A2',
        '',
      ],
    ],
  },
  SITES: {
    columns: [
      'code',
      'name',
      'tier',
      'mode',
      'unitName',
      'unitCode',
      'contactName',
      'contactPhone',
      'parentCode',
      'plannedCount',
    ],
    rows: [
      [
        'HN-00',
        'Điểm cầu trung tâm Thành ủy',
        'Trung tâm',
        'Trực tuyến',
        'Thành ủy',
        '',
        'Nguyễn Văn An',
        '0912000001',
        '',
        '480',
      ],
      [
        'HN-001',
        'Điểm cầu Quận Ba Đình',
        'Huyện',
        'Trực tuyến và truyền hình',
        '',
        '',
        'Trần Thị Bình',
        '0912000002',
        'HN-00',
        '160',
      ],
    ],
  },
};
