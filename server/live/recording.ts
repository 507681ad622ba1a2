import {
  findRecording,
  insertAgendaTurn,
  markRecordingRemoved,
  setRecordingFailure,
} from '#db/queries/recording.ts';
import type { NamedRecordingRow } from '#db/queries/recording.ts';
import { findConference } from '#db/queries/conference.ts';
import { findAgendaItem } from '#db/queries/session.ts';
import { handle } from '../commands/handler.ts';
import type { CommandContext, Handlers } from '../commands/handler.ts';
import { Refusal } from '../commands/refusal.ts';
import { recordingsStream } from '../recordings/recording-desk.ts';
import type { RecordingDesk } from '../recordings/recording-desk.ts';
import type { Streams } from '../socket/streams.ts';

type Names =
  | 'recording:subscribe'
  | 'recording:cut-points'
  | 'recording:make-again'
  | 'recording:remove'
  | 'agenda-turn:begin';

/** bản ghi: what was recorded, as it is made ready, cut and removed. */
export function createRecordingHandlers(parts: {
  recordings: RecordingDesk;
  streams: Streams;
}): Handlers<Names> {
  const { recordings, streams } = parts;
  return {
    'recording:subscribe': handle('recording:subscribe', {
      scope: async ({ conferenceId }, { tx }) => {
        if (!(await findConference(tx, conferenceId))) throw new Refusal('NOT_FOUND');
        return { conferenceId };
      },
      run: async ({ conferenceId }, { subscriber, tx }) => {
        const stream = recordingsStream(conferenceId);
        subscriber?.join(streams.room(stream));
        const revision = streams.revision(stream);
        return { revision, recordings: await recordings.read(tx, conferenceId) };
      },
    }),
    'recording:cut-points': handle('recording:cut-points', {
      scope: recordingScope,
      run: async ({ recordingId }, { tx }) => {
        const { film } = await requireRecording(tx, recordingId);
        if (!film) throw new Refusal('RECORDING_NOT_READY');
        const cutPoints = film.cutPoints.map((one) => ({ ...one, atMs: Math.round(one.atMs) }));
        return { cutPoints };
      },
    }),
    'recording:make-again': handle('recording:make-again', {
      scope: recordingScope,
      run: async ({ recordingId }, { tx, afterCommit }) => {
        const row = await requireRecording(tx, recordingId);
        await setRecordingFailure(tx, { id: row.id, failure: null });
        afterCommit(() => recordings.changed(row.sessionId));
        return {};
      },
    }),
    'recording:remove': handle('recording:remove', {
      scope: recordingScope,
      run: async ({ recordingId }, { tx, now, afterCommit }) => {
        const row = await requireRecording(tx, recordingId);
        if (row.endedAt === null) throw new Refusal('RECORDING_RUNS');
        await markRecordingRemoved(tx, { id: row.id, now: now() });
        afterCommit(() => {
          recordings.maker.removed(row.id);
          recordings.changed(row.sessionId);
        });
        return {};
      },
    }),
    'agenda-turn:begin': handle('agenda-turn:begin', {
      scope: async ({ agendaItemId }, { tx }) => {
        const item = await findAgendaItem(tx, agendaItemId);
        if (!item) throw new Refusal('NOT_FOUND');
        return { conferenceId: item.conferenceId };
      },
      run: async ({ agendaItemId }, { tx, now }) => {
        const item = await findAgendaItem(tx, agendaItemId);
        if (!item) throw new Refusal('NOT_FOUND');
        const { sessionId, title } = item;
        await insertAgendaTurn(tx, { sessionId, agendaItemId, title, at: now() });
        return {};
      },
    }),
  };
}

async function requireRecording(
  tx: CommandContext['tx'],
  recordingId: string,
): Promise<NamedRecordingRow> {
  const row = await findRecording(tx, recordingId);
  if (!row) throw new Refusal('NOT_FOUND');
  return row;
}

async function recordingScope({ recordingId }: { recordingId: string }, { tx }: CommandContext) {
  return { conferenceId: (await requireRecording(tx, recordingId)).conferenceId };
}
