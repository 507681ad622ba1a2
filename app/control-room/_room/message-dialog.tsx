'use client';

import { Send } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useState, type KeyboardEvent, type SyntheticEvent } from 'react';
import { Button } from '../../_ui/button.tsx';
import { Dialog } from '../../_ui/dialog.tsx';
import { TextArea } from '../../_ui/text-field.tsx';
import type { HallRow } from '../_state/hall-row.ts';
import { hintFor, MESSAGE_HINTS } from '../_state/message-hints.ts';
import { useRoom, useRoomParts } from './room-context.tsx';

/** A sentence to one hall: what fits its trouble stands there already. */
export function MessageDialog() {
  const row = useRoom(({ rows, messageSiteId }) =>
    messageSiteId === null ? undefined : rows.get(messageSiteId),
  );
  // A window of its own for each hall: nothing of the one before is left in it.
  return row && <MessageWindow key={row.hall.siteId} row={row} />;
}

function MessageWindow({ row }: { row: HallRow }) {
  const t = useTranslations('control-room.message');
  const { store, director } = useRoomParts();
  const { siteId, name, line } = row.hall;
  // Only at the opening: what is being written stays when the trouble changes.
  const [text, setText] = useState(() => {
    const hint = hintFor(row.problem);
    return hint ? t(`hint.${hint}`) : '';
  });
  const [isBusy, setIsBusy] = useState(false);
  const form = useId();
  const close = () => store.dispatch({ type: 'MESSAGE', siteId: null });
  const send = async (event: SyntheticEvent) => {
    event.preventDefault();
    if (isBusy || text.trim() === '') return;
    setIsBusy(true);
    const isSent = await director.message(siteId, text);
    setIsBusy(false);
    if (isSent) close();
  };
  return (
    <Dialog
      open
      onOpen={(open) => !open && close()}
      title={t('title', { name })}
      footer={
        <Button
          type="submit"
          form={form}
          tone="primary"
          icon={Send}
          state={isBusy ? 'busy' : 'idle'}
          disabled={text.trim() === ''}
        >
          {t('send')}
        </Button>
      }
    >
      <form id={form} onSubmit={(event) => void send(event)}>
        <TextArea
          rows={3}
          label={t('text')}
          hint={t(line === 'UP' ? 'whenUp' : 'whenBack')}
          maxLength={200}
          value={text}
          autoFocus
          autoComplete="off"
          onFocus={(event) => event.target.select()}
          onKeyDown={sendOnEnter}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
      <div role="group" aria-label={t('hints')} className="flex flex-col items-start gap-2">
        {MESSAGE_HINTS.map((hint) => (
          <Button
            key={hint}
            size="small"
            className="h-auto min-h-8 justify-start py-1.5 text-left whitespace-normal"
            onClick={() => setText(t(`hint.${hint}`))}
          >
            {t(`hint.${hint}`)}
          </Button>
        ))}
      </div>
    </Dialog>
  );
}

/** One sentence: Enter sends it. Not while an input method still puts a syllable together. */
function sendOnEnter(event: KeyboardEvent<HTMLTextAreaElement>) {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}
