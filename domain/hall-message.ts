import type { DeviceKind } from './actor.ts';

/** What the organiser sends to the contact of a hall. */
export interface HallMessage {
  siteCode: string;
  siteName: string;
  /** It has no camera and no line of its own. */
  followsTelevision: boolean;
  conferenceName: string;
  /** Empty when the conference has none. */
  helpPhone: string;
  /** Where codes are typed, e.g. `https://diemcau.example/join`. */
  joinAddress: string;
  /** Kinds that the hall uses and that are not revoked, in the order of the message. */
  links: { deviceKind: DeviceKind; link: string; code: string }[];
}

const KIND_TEXT: Record<DeviceKind, { vi: string; en: string }> = {
  CONSOLE: {
    vi: 'Bàn kỹ thuật (máy nối camera và âm thanh, một máy)',
    en: 'Console (the machine with camera and sound, one only)',
  },
  PROJECTOR: {
    vi: 'Máy chiếu (chỉ xem chương trình)',
    en: 'Projector (shows the programme only)',
  },
  DOOR: {
    vi: 'Bàn điểm danh tại cửa (dùng được nhiều máy)',
    en: 'Door check-in (any number of machines)',
  },
  HEADCOUNT: {
    vi: 'Báo cáo quân số (điện thoại)',
    en: 'Headcount report (a phone)',
  },
};

/** What the same machines are for in a hall that follows television. */
const TELEVISION_KIND_TEXT: Partial<typeof KIND_TEXT> = {
  CONSOLE: {
    vi: 'Bàn kỹ thuật (xem trang xem, nhận lời nhắn, gọi giúp đỡ; không cần camera)',
    en: 'Console (watch page, messages, calls for help; no camera needed)',
  },
  PROJECTOR: {
    vi: 'Máy chiếu (trang xem trên cả màn hình)',
    en: 'Projector (the watch page on the whole screen)',
  },
};

function kindText(
  { followsTelevision }: HallMessage,
  kind: DeviceKind,
): { vi: string; en: string } {
  return (followsTelevision ? TELEVISION_KIND_TEXT[kind] : undefined) ?? KIND_TEXT[kind];
}

/** The text to paste into a message, in both languages. */
export function hallMessage(message: HallMessage): { vi: string; en: string } {
  return { vi: vietnamese(message), en: english(message) };
}

function vietnamese(message: HallMessage): string {
  return joinParts([
    [`${message.siteName} (mã ${message.siteCode})`, message.conferenceName],
    [
      'Trên máy dùng cho việc nào, đồng chí mở liên kết của việc đó; nếu không mở được,',
      `vào ${message.joinAddress} rồi nhập mã.`,
    ],
    ...message.links.map(({ deviceKind, link, code }, index) => [
      `${index + 1}. ${kindText(message, deviceKind).vi}`,
      link,
      `Mã: ${code}`,
    ]),
    [
      'Liên kết và mã chỉ dành cho điểm cầu này, không gửi cho người ngoài.',
      ...(message.helpPhone ? [`Cần giúp đỡ, gọi ${message.helpPhone}.`] : []),
    ],
  ]);
}

function english(message: HallMessage): string {
  return joinParts([
    [`${message.siteName} (code ${message.siteCode})`, message.conferenceName],
    [
      'On the machine meant for each job, open that job’s link; if it does not open,',
      `go to ${message.joinAddress} and type the code.`,
    ],
    ...message.links.map(({ deviceKind, link, code }, index) => [
      `${index + 1}. ${kindText(message, deviceKind).en}`,
      link,
      `Code: ${code}`,
    ]),
    [
      'The links and codes are for this hall only; do not pass them on.',
      ...(message.helpPhone ? [`For help call ${message.helpPhone}.`] : []),
    ],
  ]);
}

const joinParts = (parts: string[][]): string =>
  parts.map((lines) => lines.join('\n')).join('\n\n');
