'use client';

import { Check, MessageSquareText } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import type { CentreMessage, HallState } from '#contract/hall.ts';
import { useCommand } from '../../_live/use-command.ts';
import { Button } from '../../_ui/button.tsx';

/** What the director says to this hall, each until somebody here has seen it. */
export function CentreMessages({ hall }: { hall: HallState | null }) {
  return hall?.messages.map((message) => (
    <Message key={message.messageId} hall={hall} message={message} />
  ));
}

function Message({ hall, message }: { hall: HallState; message: CentreMessage }) {
  const t = useTranslations('hall.message');
  const format = useFormatter();
  const see = useCommand('hall:see-message');
  const { sessionId, siteId } = hall;
  const { messageId } = message;
  return (
    <section
      role="alert"
      data-message={messageId}
      className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg bg-info-soft px-4 py-3"
    >
      <MessageSquareText aria-hidden className="size-7 shrink-0 text-info-ink" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="text-sm text-ink-2">
          {t('from', { time: format.dateTime(new Date(message.sentAt), 'time') })}
        </p>
        <p className="text-xl font-semibold">{message.text}</p>
        {see.failure && <p className="text-danger-ink">{see.failure}</p>}
      </div>
      <Button
        size="large"
        icon={Check}
        state={see.isBusy ? 'busy' : 'idle'}
        onClick={() => void see.run({ sessionId, siteId, messageId })}
      >
        {t('seen')}
      </Button>
    </section>
  );
}
