import type { ProgrammeState } from '#contract/programme.ts';
import { shownNotice } from '#domain/programme.ts';
import type { BroadcastPicture } from '../broadcast-link/broadcast-port.ts';

/** As halls read them over the slate; a signal for everybody is in Vietnamese. */
export const NOTICE_WORDS = {
  WAITING: {
    title: 'Hội nghị sắp bắt đầu',
    text: 'Mời các đại biểu ổn định chỗ ngồi.',
  },
  BREAK: {
    title: 'Hội nghị đang giải lao',
    text: 'Chương trình sẽ tiếp tục sau ít phút.',
  },
  TECHNICAL: {
    title: 'Đang xử lý kỹ thuật',
    text: 'Xin các điểm cầu chờ trong ít phút.',
  },
  ENDED: {
    title: 'Hội nghị đã kết thúc',
    text: 'Trân trọng cảm ơn các đại biểu.',
  },
} as const;

/** What the signal shows of a programme: the layout, and the words that halls read too. */
export function pictureOf(programme: ProgrammeState): BroadcastPicture {
  const { mainSourceId, insetSourceId, layout, mainName, insetName } = programme;
  const notice = shownNotice(programme);
  return {
    layout: insetSourceId === null ? 'FULL' : layout,
    mainName: mainSourceId === null || notice ? '' : mainName,
    insetName: insetSourceId === null || notice ? '' : insetName,
    notice: notice && NOTICE_WORDS[notice],
  };
}
