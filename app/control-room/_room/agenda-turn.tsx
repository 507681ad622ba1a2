'use client';

import { CircleCheck, Play } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { IconButton } from '../../_ui/button.tsx';
import { useBroadcastCommand } from './broadcast/use-broadcast.ts';
import type { RoomAgendaItem } from './room-session.ts';

/** Says that it is an item's turn: chapters of a recording begin where the agenda really was. */
export function AgendaTurn({ item: { id, title, begunAt } }: { item: RoomAgendaItem }) {
  const t = useTranslations('control-room.agenda');
  const format = useFormatter();
  const begin = useBroadcastCommand('agenda-turn:begin');
  const [saidAt, setSaidAt] = useState(begunAt);
  const send = async () => {
    if (await begin.send({ agendaItemId: id })) setSaidAt(new Date().toISOString());
  };
  const at = saidAt && format.dateTime(new Date(saidAt), 'time');
  return (
    <span className="ml-auto flex shrink-0 items-center gap-1 self-start">
      {at && (
        <span role="status" data-count className="text-ok-ink">
          <span className="sr-only">{t('begun')} </span>
          {at}
        </span>
      )}
      <IconButton
        className="size-6!"
        size="small"
        icon={at ? CircleCheck : Play}
        label={at ? t('beginAgain', { title }) : t('begin', { title })}
        disabled={begin.state === 'busy'}
        onClick={() => void send()}
      />
    </span>
  );
}
