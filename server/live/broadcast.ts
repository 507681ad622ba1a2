import {
  changeBroadcast,
  configureOutlet,
  countOutlets,
  findOutlet,
  insertOutlet,
  lockBroadcast,
  removeOutlet,
  switchOutlet,
} from '#db/queries/broadcast.ts';
import type { OutletRow } from '#db/queries/broadcast.ts';
import {
  addIsolated,
  listIsolated,
  removeIsolated,
  settleRecordings,
} from '#db/queries/recording.ts';
import { findSession } from '#db/queries/session.ts';
import { findSource } from '#db/queries/source.ts';
import { addressFault, delayOf } from '#domain/broadcast.ts';
import type { RowScope } from '#domain/permissions.ts';
import { broadcastStream, newWatchKey } from '../broadcasting/broadcast-desk.ts';
import type { BroadcastDesk } from '../broadcasting/broadcast-desk.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { requireConference } from '../commands/require-conference.ts';
import type { Streams } from '../socket/streams.ts';

type Names =
  | 'broadcast:subscribe'
  | 'broadcast:start'
  | 'broadcast:stop'
  | 'broadcast:set-access'
  | 'broadcast:set-watch-delay'
  | 'broadcast:renew-link'
  | 'outlet:add'
  | 'outlet:configure'
  | 'outlet:start'
  | 'outlet:stop'
  | 'outlet:remove'
  | 'isolated:start'
  | 'isolated:stop';

/** As many as one machine carries besides the conference. */
const MOST_OUTLETS = 16;

interface IsolatedAsked {
  sessionId: string;
  sourceId: string;
}

/** phát sóng: the signal of a session, who may watch it, and where else it goes. */
export function createBroadcastHandlers(parts: {
  /** As many sources of a session are recorded by themselves at once. */
  mostIsolated: number;
  broadcasts: BroadcastDesk;
  streams: Streams;
  /** Called after the commit: the watch page opened, closed or moved. */
  watchChanged: (sessionId: string) => void;
  /** Called after the commit: recordings may have begun or ended. */
  recordingsChanged: (sessionId: string) => void;
}): Handlers<Names> {
  const { broadcasts, streams } = parts;
  const changed = (context: CommandContext, sessionId: string) =>
    context.afterCommit(() => broadcasts.changed(sessionId));
  const changeSession = (change: () => Parameters<typeof changeBroadcast>[2]) => ({
    scope: sessionScope,
    run: async ({ sessionId }: { sessionId: string }, context: CommandContext) => {
      await requireOpen(context, sessionId);
      await broadcasts.read(context.tx, sessionId);
      await changeBroadcast(context.tx, sessionId, change());
      await settleRecordings(context.tx, { sessionId, now: context.now() });
      changed(context, sessionId);
      context.afterCommit(() => parts.watchChanged(sessionId));
      context.afterCommit(() => parts.recordingsChanged(sessionId));
      return {};
    },
  });
  const onOutlet = (change: (outlet: OutletRow, context: CommandContext) => Promise<void>) => ({
    scope: outletScope,
    run: async ({ outletId }: { outletId: string }, context: CommandContext) => {
      const outlet = await findOutlet(context.tx, outletId);
      if (!outlet) throw new Refusal('NOT_FOUND');
      await change(outlet, context);
      const { sessionId } = outlet;
      if (outlet.kind === 'RECORDING') {
        await settleRecordings(context.tx, { sessionId, now: context.now() });
      }
      changed(context, sessionId);
      if (outlet.kind === 'RECORDING') context.afterCommit(() => parts.watchChanged(sessionId));
      context.afterCommit(() => parts.recordingsChanged(sessionId));
      return {};
    },
  });
  const onSource = (change: (asked: IsolatedAsked, context: CommandContext) => Promise<void>) => ({
    scope: sessionScope,
    run: async (asked: IsolatedAsked, context: CommandContext) => {
      const { sessionId } = asked;
      await broadcasts.read(context.tx, sessionId);
      await lockBroadcast(context.tx, sessionId);
      await change(asked, context);
      await settleRecordings(context.tx, { sessionId, now: context.now() });
      changed(context, sessionId);
      context.afterCommit(() => parts.watchChanged(sessionId));
      context.afterCommit(() => parts.recordingsChanged(sessionId));
      return {};
    },
  });
  return {
    'broadcast:subscribe': handle('broadcast:subscribe', {
      scope: sessionScope,
      run: async ({ sessionId }, { subscriber, tx }) => {
        const stream = broadcastStream(sessionId);
        subscriber?.join(streams.room(stream));
        const revision = streams.revision(stream);
        return { revision, broadcast: await broadcasts.read(tx, sessionId) };
      },
    }),
    'broadcast:start': handle(
      'broadcast:start',
      changeSession(() => ({ isOn: true })),
    ),
    'broadcast:stop': handle(
      'broadcast:stop',
      changeSession(() => ({ isOn: false })),
    ),
    'broadcast:renew-link': handle(
      'broadcast:renew-link',
      changeSession(() => ({ watchKey: newWatchKey() })),
    ),
    'broadcast:set-access': handle('broadcast:set-access', {
      scope: sessionScope,
      run: ({ sessionId, access }, context) =>
        changeSession(() => ({ access })).run({ sessionId }, context),
    }),
    'broadcast:set-watch-delay': handle('broadcast:set-watch-delay', {
      scope: sessionScope,
      run: ({ sessionId, delaySeconds }, context) =>
        changeSession(() => ({ watchDelaySeconds: delaySeconds })).run({ sessionId }, context),
    }),
    'outlet:add': handle('outlet:add', {
      scope: sessionScope,
      run: async ({ sessionId, delaySeconds, ...given }, context) => {
        const { kind, address } = given;
        await requireOpen(context, sessionId);
        await broadcasts.read(context.tx, sessionId);
        if (addressFault(kind, address) !== null) throw new Refusal('WRONG_ADDRESS');
        if ((await countOutlets(context.tx, sessionId)) >= MOST_OUTLETS) {
          throw new Refusal('TOO_MANY_OUTLETS');
        }
        const outletId = await insertOutlet(context.tx, {
          ...{ ...given, sessionId, delaySeconds: delayOf(kind, delaySeconds) },
        });
        changed(context, sessionId);
        return { outletId };
      },
    }),
    'outlet:configure': handle('outlet:configure', {
      scope: outletScope,
      run: ({ outletId, signalKind, delaySeconds }, context) =>
        onOutlet(({ kind }, { tx }) =>
          configureOutlet(tx, outletId, {
            ...{ signalKind, delaySeconds: delayOf(kind, delaySeconds) },
          }),
        ).run({ outletId }, context),
    }),
    'outlet:start': handle(
      'outlet:start',
      onOutlet(({ id }, { tx }) => switchOutlet(tx, id, true)),
    ),
    'outlet:stop': handle(
      'outlet:stop',
      onOutlet(({ id }, { tx }) => switchOutlet(tx, id, false)),
    ),
    'outlet:remove': handle(
      'outlet:remove',
      onOutlet(({ id }, { tx }) => removeOutlet(tx, id)),
    ),
    'isolated:start': handle(
      'isolated:start',
      onSource(async ({ sessionId, sourceId }, context) => {
        await requireOpen(context, sessionId);
        const { tx } = context;
        const [session, source] = [
          await findSession(tx, sessionId),
          await findSource(tx, sourceId),
        ];
        if (!source || source.conferenceId !== session?.conferenceId)
          throw new Refusal('NOT_FOUND');
        const known = await listIsolated(tx, sessionId);
        if (known.some((one) => one.sourceId === sourceId)) return;
        if (known.length >= parts.mostIsolated) throw new Refusal('TOO_MANY_ISOLATED');
        await addIsolated(tx, { sessionId, sourceId });
      }),
    ),
    'isolated:stop': handle(
      'isolated:stop',
      onSource((asked, { tx }) => removeIsolated(tx, asked)),
    ),
  };
}

async function requireOpen({ tx }: CommandContext, sessionId: string): Promise<void> {
  const session = await findSession(tx, sessionId);
  if (!session) throw new Refusal('NOT_FOUND');
  await requireConference(tx, session.conferenceId);
}

async function sessionScope(
  { sessionId }: { sessionId: string },
  { tx }: CommandContext,
): Promise<RowScope> {
  const session = await findSession(tx, sessionId);
  if (!session) throw new Refusal('NOT_FOUND');
  return { conferenceId: session.conferenceId };
}

async function outletScope(
  { outletId }: { outletId: string },
  { tx }: CommandContext,
): Promise<RowScope> {
  const outlet = await findOutlet(tx, outletId);
  if (!outlet) throw new Refusal('NOT_FOUND');
  return { conferenceId: outlet.conferenceId };
}
