/**
 * Every refusal a person can meet: a stable code, and a sentence in both languages that says what to do.
 * `{name}` is filled from the refusal's details.
 */
export const ERRORS = {
  INVALID_INPUT: {
    vi: 'Dữ liệu gửi lên chưa đúng ở mục “{field}”. Hãy kiểm tra lại rồi gửi lần nữa.',
    en: 'The field “{field}” is not valid. Check it and send again.',
  },
  UNKNOWN_COMMAND: {
    vi: 'Trang này đã cũ so với máy chủ. Hãy tải lại trang.',
    en: 'This page is older than the server. Reload it.',
  },
  PROTOCOL_MISMATCH: {
    vi: 'Máy chủ đã được nâng cấp. Hãy tải lại trang để tiếp tục; dữ liệu chưa gửi vẫn được giữ.',
    en: 'The server was upgraded. Reload the page to go on; unsent data is kept.',
  },
  NOT_SIGNED_IN: {
    vi: 'Bạn chưa đăng nhập hoặc phiên đã hết hạn. Hãy đăng nhập lại.',
    en: 'You are not signed in, or the sign-in has expired. Sign in again.',
  },
  FORBIDDEN: {
    vi: 'Tài khoản hoặc thiết bị này không có quyền làm việc đó. Hãy liên hệ ban tổ chức.',
    en: 'This account or device may not do that. Ask the organisers.',
  },
  NOT_FOUND: {
    vi: 'Không tìm thấy mục này; có thể nó đã bị xóa. Hãy tải lại trang.',
    en: 'This entry was not found; it may have been removed. Reload the page.',
  },
  CONFLICT: {
    vi: 'Mục này vừa được người khác thay đổi. Hãy tải lại trang rồi làm lại.',
    en: 'Somebody else has just changed this. Reload the page and do it again.',
  },
  COMMAND_ID_REUSED: {
    vi: 'Lệnh này đã được gửi trước đó với nội dung khác. Hãy tải lại trang rồi làm lại.',
    en: 'This command was sent before with another content. Reload the page and do it again.',
  },
  TOO_MANY_ATTEMPTS: {
    vi: 'Đã thử sai quá nhiều lần. Hãy đợi {seconds} giây rồi thử lại.',
    en: 'Too many attempts. Wait {seconds} seconds and try again.',
  },
  TOO_LARGE: {
    vi: 'Nội dung gửi lên quá lớn (tối đa {maxBytes} byte). Hãy chia nhỏ rồi gửi lại.',
    en: 'This is too large (at most {maxBytes} bytes). Split it and send again.',
  },
  INTERNAL: {
    vi: 'Hệ thống gặp lỗi (mã {requestId}). Chưa có gì bị thay đổi; hãy thử lại, nếu vẫn lỗi hãy báo ban tổ chức.',
    en: 'The system failed (reference {requestId}). Nothing was changed; try again, and tell the organisers if it stays.',
  },
  UNAVAILABLE: {
    vi: 'Máy chủ đang khởi động lại. Hãy thử lại sau vài giây; dữ liệu chưa gửi vẫn được giữ.',
    en: 'The server is restarting. Try again in a few seconds; unsent data is kept.',
  },
  DISK_FULL: {
    vi: 'Máy chủ đã hết dung lượng đĩa nên chưa ghi được. Hãy báo quản trị viên; hãy giữ trang này mở.',
    en: 'The server’s disk is full, so nothing was stored. Tell the administrator; keep this page open.',
  },
  SIGN_IN_FAILED: {
    vi: 'Tên đăng nhập hoặc mật khẩu không đúng. Hãy thử lại hoặc xin quản trị viên liên kết mới.',
    en: 'The user name or password is wrong. Try again, or ask the administrator for a new link.',
  },
  LINK_INVALID: {
    vi: 'Liên kết không đúng hoặc thiếu ký tự. Hãy sao chép lại toàn bộ liên kết, hoặc xin ban tổ chức liên kết mới.',
    en: 'The link is wrong or incomplete. Copy the whole link again, or ask the organisers for a new one.',
  },
  LINK_EXPIRED: {
    vi: 'Liên kết đã hết hạn hoặc đã được thay bằng liên kết mới. Hãy xin ban tổ chức liên kết mới.',
    en: 'The link has expired or was replaced. Ask the organisers for a new one.',
  },
  LINK_USED: {
    vi: 'Liên kết dùng một lần này đã được dùng. Hãy đăng nhập, hoặc xin quản trị viên liên kết mới.',
    en: 'This one-time link has been used. Sign in, or ask the administrator for a new one.',
  },
  CODE_INVALID: {
    vi: 'Mã không đúng. Mã gồm 10 chữ và số, xem trong tin nhắn của ban tổ chức; kiểm tra lại rồi nhập lần nữa.',
    en: 'The code is wrong. It has 10 letters and digits, see the organisers’ message; check it and type it again.',
  },
  LINK_REVOKED: {
    vi: 'Liên kết hoặc mã này đã bị ban tổ chức ngừng. Hãy xin ban tổ chức cấp lại.',
    en: 'The organisers have ended this link or code. Ask them to issue it anew.',
  },
  ACCOUNT_DISABLED: {
    vi: 'Tài khoản này đã bị khóa. Hãy liên hệ quản trị viên.',
    en: 'This account is disabled. Ask the administrator.',
  },
  PASSWORD_WRONG: {
    vi: 'Mật khẩu hiện tại không đúng. Hãy nhập lại.',
    en: 'The current password is wrong. Type it again.',
  },
  LAST_ADMINISTRATOR: {
    vi: 'Đây là quản trị viên cuối cùng còn đăng nhập được. Hãy cấp quyền quản trị cho một tài khoản khác trước.',
    en: 'This is the last administrator who can sign in. Make another account an administrator first.',
  },
  CONSOLE_IN_USE: {
    vi: 'Điểm cầu này đang có một bàn kỹ thuật hoạt động. Hãy thoát ở máy đó, hoặc nhờ ban tổ chức cấp lại liên kết.',
    en: 'This hall has a console in use. Leave on that machine, or ask the organisers to issue the link anew.',
  },
  LINE_NOT_FOUND: {
    vi: 'Đường truyền này không còn. Trang sẽ tự nối lại; nếu không, hãy tải lại trang.',
    en: 'This line is gone. The page connects again by itself; if it does not, reload it.',
  },
  INVALID_MEDIA: {
    vi: 'Trình duyệt gửi hình hoặc tiếng theo cách mà hệ thống không dùng được. Hãy dùng Chrome, Edge, Firefox hoặc Safari bản mới.',
    en: 'This browser sends picture or sound in a way that cannot be used. Use a recent Chrome, Edge, Firefox or Safari.',
  },
  MEDIA_UNAVAILABLE: {
    vi: 'Bộ phận hình và tiếng đang khởi động lại. Hãy đợi vài giây, trang sẽ tự nối lại.',
    en: 'Picture and sound are restarting. Wait a few seconds; the page connects again by itself.',
  },
  SOURCE_NOT_SENDING: {
    vi: 'Nguồn này hiện không có hình hoặc tiếng. Hãy kiểm tra điểm cầu đã vào hội nghị chưa.',
    en: 'This source has no picture or sound at present. Check whether the hall has joined.',
  },
  SPEAKER_STEP_CLOSED: {
    vi: 'Lượt phát biểu này đã chuyển sang bước khác. Hãy xem lại hàng chờ.',
    en: 'This request to speak is at another step by now. Look at the queue again.',
  },
  WRONG_ADDRESS: {
    vi: 'Địa chỉ đích chưa đúng. RTMP có dạng rtmp://máy-chủ/ứng-dụng/khóa, SRT có dạng srt://máy-chủ:cổng. Hãy chép lại đúng địa chỉ mà đài truyền hình đưa.',
    en: 'The address of the destination is not right. RTMP looks like rtmp://server/application/key, SRT like srt://server:port. Copy it again exactly as the station gave it.',
  },
  TOO_MANY_OUTLETS: {
    vi: 'Buổi này đã có đủ số ngõ ra cho một máy. Hãy xóa bớt một ngõ ra không dùng rồi thêm lại.',
    en: 'This session has as many outlets as one machine carries. Remove one that is not used, then add it again.',
  },
  TOO_MANY_ISOLATED: {
    vi: 'Đã có đủ số nguồn được ghi riêng cùng lúc. Hãy thôi ghi riêng một nguồn khác rồi thử lại.',
    en: 'As many sources as may be are recorded by themselves. Stop one of them, then try again.',
  },
  NOT_A_FILM: {
    vi: 'Tệp này không phải là phim có hình mà hệ thống đọc được. Hãy chọn tệp phim khác, ví dụ MP4, MOV, MKV, WebM hoặc MPEG.',
    en: 'This file is no film with a picture that can be read. Choose another one, e.g. MP4, MOV, MKV, WebM or MPEG.',
  },
  FILM_BROKEN: {
    vi: 'Tệp phim bị hỏng hoặc chép chưa hết nên không phát được đến cuối. Hãy chép lại từ bản gốc rồi gửi lên lần nữa.',
    en: 'This film is damaged or was not copied to its end, so it cannot be played to its end. Copy it again from the original and send it again.',
  },
  NO_FFMPEG: {
    vi: 'Máy chủ chưa có chương trình ffmpeg nên chưa dùng được phim. Hãy nhờ quản trị viên chạy: apt-get install ffmpeg',
    en: 'The server has no ffmpeg, so films cannot be used. Ask the administrator to run: apt-get install ffmpeg',
  },
  NO_CENTRAL_HALL: {
    vi: 'Hội nghị chưa có điểm cầu trung tâm, nơi nhận phim và tín hiệu từ ngoài. Hãy thêm điểm cầu trung tâm trong danh sách điểm cầu trước.',
    en: 'The conference has no central hall yet, where films and incoming signals belong. Add it to the list of halls first.',
  },
  INPUT_IN_USE: {
    vi: 'Nguồn này đang ở PREVIEW hoặc đang lên hình. Hãy chuyển sang nguồn khác trước.',
    en: 'This source is in PREVIEW or on air. Change to another source first.',
  },
  TOO_MANY_INPUTS: {
    vi: 'Buổi này đã có đủ số phim và nguồn vào cho một máy. Hãy xóa bớt một mục không dùng rồi thêm lại.',
    en: 'This session has as many films and incoming signals as one machine carries. Remove one that is not used, then add it again.',
  },
  NO_FREE_PORT: {
    vi: 'Các cổng dành cho nguồn SRT đã dùng hết. Hãy xóa một nguồn SRT không dùng nữa, kể cả của buổi khác, dùng RTMP, hoặc nhờ quản trị viên mở rộng SRT_PORTS.',
    en: 'All ports for SRT sources are in use. Remove an SRT source that is no longer used, of another session too, use RTMP, or ask the administrator to widen SRT_PORTS.',
  },
  SESSION_ENDED: {
    vi: 'Buổi này đã kết thúc phát sóng. Hãy chọn buổi khác.',
    en: 'This session has ended on air. Choose another session.',
  },
  HALL_TELEVISION_ONLY: {
    vi: 'Điểm cầu này theo dõi qua truyền hình nên không nối hình và tiếng. Nếu cần nối, hãy nhờ ban tổ chức đổi hình thức của điểm cầu.',
    en: 'This hall follows by television, so it has no line. If it needs one, ask the organisers to change how the hall takes part.',
  },
  DEVICE_HOLDS_EVENTS: {
    vi: 'Máy này còn giữ lượt điểm danh của điểm cầu trước chưa về trung tâm, nên chưa chuyển đi được. Hãy mở trang điểm danh để gửi hết, hoặc lưu ra tệp, rồi thử lại.',
    en: 'This machine still holds check-ins of its former hall that the centre does not have, so it cannot move yet. Open the check-in page to send them, or save them to a file, and try again.',
  },
  ONLY_OVER_HTTP: {
    vi: 'Việc này cần trình duyệt ghi nhớ đăng nhập nên không gửi qua kết nối này được. Hãy tải lại trang.',
    en: 'This sets a cookie, so it must be sent over HTTP, not over the socket. Reload the page.',
  },
  DEVICE_REVOKED: {
    vi: 'Thiết bị này đã bị ngừng quyền truy cập. Hãy xin ban tổ chức liên kết mới.',
    en: 'This device’s access was ended. Ask the organisers for a new link.',
  },
  NAME_TAKEN: {
    vi: 'Tên hoặc mã này đã có. Hãy chọn tên hoặc mã khác.',
    en: 'This name or code is taken. Choose another.',
  },
  RECORDING_RUNS: {
    vi: 'Bản ghi này đang ghi. Hãy dừng ghi trong phòng điều khiển trước, rồi xóa.',
    en: 'This recording is running. Stop it in the control room first, then remove it.',
  },
  RECORDING_NOT_READY: {
    vi: 'Bản ghi này chưa xong. Hãy chờ trang báo “Sẵn sàng” rồi tải lại.',
    en: 'This recording is not finished. Wait until the page says “Ready”, then download it.',
  },
  TOO_MANY_PARTS: {
    vi: 'Máy chủ đang cắt nhiều đoạn cùng lúc. Hãy chờ một phút rồi tải lại.',
    en: 'The server is cutting several parts at once. Wait a minute, then download again.',
  },
  IN_USE: {
    vi: 'Không xóa được vì đang có dữ liệu gắn với mục này.',
    en: 'It cannot be removed because other data belongs to it.',
  },
  SESSION_NOT_OPEN: {
    vi: 'Buổi này chưa mở. Hãy đợi đến gần giờ, hoặc liên hệ ban tổ chức.',
    en: 'This session is not open yet. Wait until it is nearer, or ask the organisers.',
  },
  SESSION_CLOSED: {
    vi: 'Buổi này đã chốt quân số.',
    en: 'The count of this session is closed.',
  },
  CONFERENCE_ARCHIVED: {
    vi: 'Hội nghị này đã được cất đi nên không sửa được nữa. Hãy mở lại hội nghị trước khi sửa.',
    en: 'This conference is archived, so nothing of it can change. Restore it first.',
  },
  DAYS_REVERSED: {
    vi: 'Ngày kết thúc sớm hơn ngày bắt đầu. Hãy sửa lại một trong hai ngày.',
    en: 'The last day is before the first. Change one of them.',
  },
  SESSION_TIMES_REVERSED: {
    vi: 'Giờ kết thúc phải sau giờ bắt đầu. Hãy sửa lại giờ của buổi.',
    en: 'The end must be after the start. Change the session’s times.',
  },
  SESSION_TOO_LONG: {
    vi: 'Một buổi không dài quá 14 giờ. Hãy tách thành nhiều buổi hoặc sửa lại giờ.',
    en: 'A session is at most 14 hours long. Split it or change its times.',
  },
  SESSION_OUTSIDE_DAYS: {
    vi: 'Buổi “{name}” nằm ngoài các ngày của hội nghị. Hãy sửa giờ của buổi hoặc ngày của hội nghị.',
    en: 'The session “{name}” is outside the conference’s days. Change its times or the conference’s days.',
  },
  SESSION_OVERLAPS: {
    vi: 'Giờ của buổi này chồng lên “{name}”. Hãy chọn giờ khác.',
    en: 'This session shares time with “{name}”. Choose other times.',
  },
  LATE_TIME_OUTSIDE: {
    vi: 'Mốc tính đi muộn phải trong buổi, sớm nhất là 3 giờ trước khi bắt đầu. Hãy sửa lại mốc này.',
    en: 'The moment after which people are late must be in the session, at the earliest 3 hours before its start.',
  },
  PARENT_UNSUITABLE: {
    vi: 'Không chọn được mục cấp trên này: nó thuộc nơi khác hoặc nằm dưới chính mục đang sửa. Hãy chọn mục khác.',
    en: 'This cannot be the parent: it belongs elsewhere, or stands below the entry itself. Choose another.',
  },
  UNIT_CLOSED: {
    vi: 'Đơn vị “{name}” đã kết thúc hoạt động. Hãy chọn đơn vị đang hoạt động.',
    en: 'The unit “{name}” has ended. Choose one that exists.',
  },
} as const satisfies Record<string, { vi: string; en: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** Fills a sentence's `{name}` places; a place without a detail stays empty. */
export function errorMessage(
  code: ErrorCode,
  language: 'vi' | 'en',
  details: Record<string, string | number> = {},
): string {
  return ERRORS[code][language].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(details[name] ?? ''),
  );
}
