import { z } from 'zod';
import {
  MOST_DELAY_SECONDS,
  OUTLET_KINDS,
  SIGNAL_KINDS,
  WATCH_ACCESSES,
} from '#domain/broadcast.ts';
import { defineCommand } from './command.ts';
import { defineEvent, revisionSchema } from './event.ts';
import { EXAMPLE_ID, EXAMPLE_ID_2, id, line } from './primitives.ts';

export const OUTLET_STATES = ['STARTING', 'RUNNING', 'WAITING'] as const;
export const OUTLET_TROUBLES = [
  'NO_FFMPEG',
  'NO_ANSWER',
  'REFUSED',
  'STALLED',
  'ENDED',
  'DISK_FULL',
] as const;
/** SLATE: the programme does not come, and the signal goes on with the slate. AWAY: nothing answers. */
export const SIGNAL_STATES = [
  'OFF',
  'STARTING',
  'PROGRAMME',
  'SLATE',
  'NO_FFMPEG',
  'AWAY',
] as const;

const running = {
  state: z.enum(OUTLET_STATES),
  trouble: z.enum(OUTLET_TROUBLES).nullable(),
  /** Of the last seconds. */
  kbps: z.int().nonnegative(),
  /** What a destination did not take in time. */
  droppedKilobytes: z.int().nonnegative(),
  restarts: z.int().nonnegative(),
  /** In which it did not run although it was wanted, in all. */
  gapSeconds: z.number().nonnegative(),
  /** How much of the signal is held back now, on its way to the delay that is wanted. */
  heldSeconds: z.int().nonnegative(),
};
const delaySeconds = z.int().min(0).max(MOST_DELAY_SECONDS);

/** ngõ ra: one way that the signal goes. */
export const outletState = z.object({
  outletId: id,
  kind: z.enum(OUTLET_KINDS),
  name: z.string(),
  /** Where to, without its key; empty for a recording. */
  shownAddress: z.string(),
  signalKind: z.enum(SIGNAL_KINDS),
  delaySeconds,
  isOn: z.boolean(),
  /** Null while it is off, or nothing is known of it yet. */
  running: z.object(running).nullable(),
});
export type OutletState = z.output<typeof outletState>;

/** A source that is recorded by itself, as it sends: nothing is encoded. */
export const isolatedState = z.object({
  sourceId: id,
  name: z.string(),
  /** Null while the signal is off, or nothing is known of it yet. */
  running: z.object(running).nullable(),
});
export type IsolatedState = z.output<typeof isolatedState>;

/** phát sóng of a session: its signal and everywhere it goes. */
export const broadcastState = z.object({
  sessionId: id,
  isOn: z.boolean(),
  access: z.enum(WATCH_ACCESSES),
  /** Of the watch page, on this server. */
  watchPath: z.string(),
  signal: z.enum(SIGNAL_STATES),
  /** Loudness of the last three seconds, in LUFS. */
  lufs: z.number().nullable(),
  restarts: z.int().nonnegative(),
  gapSeconds: z.number().nonnegative(),
  /** The signal without words; null while no outlet wants it. */
  clean: z
    .object({
      signal: z.enum(SIGNAL_STATES),
      restarts: z.int().nonnegative(),
      gapSeconds: z.number().nonnegative(),
    })
    .nullable(),
  watchDelaySeconds: delaySeconds,
  /** The steps of the watch page. */
  watch: z.object(running).nullable(),
  outlets: z.array(outletState),
  isolated: z.array(isolatedState),
  /** As many sources may be recorded by themselves at once. */
  mostIsolated: z.int().nonnegative(),
});
export type BroadcastState = z.output<typeof broadcastState>;

export const exampleBroadcast: z.input<typeof broadcastState> = {
  sessionId: EXAMPLE_ID,
  isOn: true,
  access: 'LINK',
  watchPath: '/watch/8fJ2kQpXw1s',
  signal: 'PROGRAMME',
  lufs: -23.4,
  restarts: 0,
  gapSeconds: 0,
  clean: null,
  watchDelaySeconds: 0,
  watch: {
    ...{ state: 'RUNNING', trouble: null, kbps: 3_100 },
    ...{ droppedKilobytes: 0, restarts: 0, gapSeconds: 1.8, heldSeconds: 0 },
  },
  outlets: [
    {
      outletId: EXAMPLE_ID_2,
      kind: 'RTMP',
      name: 'Đài Truyền hình',
      shownAddress: 'rtmp://live.example.vn/…',
      signalKind: 'WORDED',
      delaySeconds: 10,
      isOn: true,
      running: {
        ...{ state: 'WAITING', trouble: 'REFUSED', kbps: 0 },
        ...{ droppedKilobytes: 0, restarts: 4, gapSeconds: 21.5, heldSeconds: 10 },
      },
    },
  ],
  isolated: [{ sourceId: EXAMPLE_ID_2, name: 'Điểm cầu Ba Đình', running: null }],
  mostIsolated: 4,
};

const ok = z.object({});
const session = { sessionId: id };
const write = { permission: 'broadcast:direct' as const, kind: 'write' as const };
/** What an outlet is sent, and how many seconds late; a recording is never late. */
const sending = {
  signalKind: z.enum(SIGNAL_KINDS).default('WORDED'),
  delaySeconds: delaySeconds.default(0),
};
const onSession = (summary: string) =>
  defineCommand({
    summary,
    ...write,
    input: z.object(session),
    output: ok,
    example: { input: { sessionId: EXAMPLE_ID }, output: {} },
  });
const onOutlet = (summary: string) =>
  defineCommand({
    summary,
    ...write,
    input: z.object({ outletId: id }),
    output: ok,
    example: { input: { outletId: EXAMPLE_ID_2 }, output: {} },
  });

const onSource = (summary: string) =>
  defineCommand({
    summary,
    ...write,
    input: z.object({ ...session, sourceId: id }),
    output: ok,
    example: { input: { sessionId: EXAMPLE_ID, sourceId: EXAMPLE_ID_2 }, output: {} },
  });

export const broadcastCommands = {
  'broadcast:subscribe': defineCommand({
    summary: 'Follow the broadcast of a session; answers with how it stands.',
    permission: 'broadcast:direct',
    kind: 'read',
    input: z.object(session),
    output: z.object({ revision: revisionSchema, broadcast: broadcastState }),
    example: {
      input: { sessionId: EXAMPLE_ID },
      output: { revision: { epoch: '7', number: 3 }, broadcast: exampleBroadcast },
    },
  }),
  'broadcast:start': onSession(
    'Make the signal: from here on the session can be watched, recorded and sent on.',
  ),
  'broadcast:stop': onSession('End the signal, and with it every outlet. The conference goes on.'),
  'broadcast:set-access': defineCommand({
    summary:
      'Who may open the watch page: those who direct alone, the halls’ machines too, whoever has the link, or everybody.',
    ...write,
    input: z.object({ ...session, access: z.enum(WATCH_ACCESSES) }),
    output: ok,
    example: { input: { sessionId: EXAMPLE_ID, access: 'LINK' }, output: {} },
  }),
  'broadcast:set-watch-delay': defineCommand({
    summary: 'How late the watch page is; one that is on begins anew.',
    ...write,
    input: z.object({ ...session, delaySeconds }),
    output: ok,
    example: { input: { sessionId: EXAMPLE_ID, delaySeconds: 10 }, output: {} },
  }),
  'broadcast:renew-link': onSession('A new link for the watch page; the one before opens nothing.'),
  'outlet:add': defineCommand({
    summary:
      'Add a way for the signal: RTMP or SRT with its address, or a recording. WRONG_ADDRESS says what is wrong.',
    ...write,
    input: z.object({
      ...session,
      kind: z.enum(OUTLET_KINDS),
      name: line(80),
      /** With its key; it is never told again. Null for a recording. */
      address: z.string().trim().max(900).nullable(),
      ...sending,
    }),
    output: z.object({ outletId: id }),
    example: {
      input: {
        ...{ sessionId: EXAMPLE_ID, kind: 'RTMP', name: 'Đài Truyền hình' },
        address: 'rtmp://live.example.vn/app/khoa',
        ...{ signalKind: 'CLEAN', delaySeconds: 10 },
      },
      output: { outletId: EXAMPLE_ID_2 },
    },
  }),
  'outlet:configure': defineCommand({
    summary:
      'Choose what an outlet is sent, and how late. One that is on begins anew, and states the gap.',
    ...write,
    input: z.object({ outletId: id, ...sending }),
    output: ok,
    example: {
      input: { outletId: EXAMPLE_ID_2, signalKind: 'CLEAN', delaySeconds: 10 },
      output: {},
    },
  }),
  'outlet:start': onOutlet('Send the signal this way, for as long as the broadcast is on.'),
  'outlet:stop': onOutlet('Send the signal this way no more.'),
  'outlet:remove': onOutlet('Forget a way; what it recorded stays.'),
  'isolated:start': onSource(
    'Record a source by itself, beside the programme, while the signal is on. Its hall is asked to send, which costs its line, and is told. TOO_MANY_ISOLATED beyond what the operator allows.',
  ),
  'isolated:stop': onSource('Record a source by itself no more; what was recorded stays.'),
};

export const broadcastEvents = {
  'broadcast:changed': defineEvent({
    summary: 'A broadcast after a change of what is wanted or of how it stands, whole.',
    payload: z.object({ revision: revisionSchema, broadcast: broadcastState }),
    example: { revision: { epoch: '7', number: 4 }, broadcast: exampleBroadcast },
  }),
};
