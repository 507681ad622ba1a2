import { z } from 'zod';
import { SPEAKER_STATUSES } from '#domain/speaker-queue.ts';
import { defineCommand } from './command.ts';
import { EXAMPLE_ID, EXAMPLE_ID_2, id, instant, line } from './primitives.ts';

/** đăng ký phát biểu: one hall's wish to speak, from the raised hand to its end. */
export const speakerRequestState = z.object({
  requestId: id,
  siteId: id,
  siteName: z.string(),
  note: z.string(),
  status: z.enum(SPEAKER_STATUSES),
  requestedAt: instant,
  /** When the status began. */
  since: instant,
});
export type SpeakerRequestState = z.output<typeof speakerRequestState>;

export const exampleSpeakerRequest: z.input<typeof speakerRequestState> = {
  requestId: EXAMPLE_ID,
  siteId: EXAMPLE_ID_2,
  siteName: 'Điểm cầu Phường Ba Đình',
  note: 'Kinh nghiệm sắp xếp tổ chức bộ máy',
  status: 'REQUESTED',
  requestedAt: '2026-11-20T02:10:00Z',
  since: '2026-11-20T02:10:00Z',
};

const requestOf = z.object({ requestId: id });
const ok = z.object({});
const step = (summary: string) =>
  defineCommand({
    summary,
    permission: 'programme:direct',
    kind: 'write',
    input: requestOf,
    output: ok,
    example: { input: { requestId: EXAMPLE_ID }, output: {} },
  });

export const speakerCommands = {
  'speaker:request': defineCommand({
    summary: 'Ask to speak for one’s hall. A hall waits once; a second request answers the first.',
    permission: 'speaker:request',
    kind: 'write',
    input: z.object({ sessionId: id, siteId: id, note: line(200) }),
    output: z.object({ requestId: id }),
    example: {
      input: { sessionId: EXAMPLE_ID, siteId: EXAMPLE_ID_2, note: '' },
      output: { requestId: EXAMPLE_ID },
    },
  }),
  'speaker:withdraw': defineCommand({
    summary: 'Take the hand down again; SPEAKER_STEP_CLOSED once the hall is on air.',
    permission: 'speaker:request',
    kind: 'write',
    input: requestOf,
    output: ok,
    example: { input: { requestId: EXAMPLE_ID }, output: {} },
  }),
  'speaker:accept': step('Tell the hall that it will speak.'),
  'speaker:prepare': step(
    'Put the hall on standby: it is told to get ready and its source starts sending.',
  ),
  'speaker:call': step('Call the hall up: its picture and sound go on air.'),
  'speaker:finish': step('End the speech: the picture goes back to the centre.'),
  'speaker:decline': step('Decline the request.'),
  'speaker:move': defineCommand({
    summary: 'Move a request in the queue: before another one, or (null) to the end.',
    permission: 'programme:direct',
    kind: 'write',
    input: z.object({ requestId: id, beforeRequestId: id.nullable() }),
    output: ok,
    example: { input: { requestId: EXAMPLE_ID, beforeRequestId: null }, output: {} },
  }),
};
