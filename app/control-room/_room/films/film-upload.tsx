'use client';

import { Upload, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { useFailureText } from '../../../_live/use-command.ts';
import { Button, IconButton } from '../../../_ui/button.tsx';
import { Progress } from '../../../_ui/progress.tsx';
import { useToast } from '../../../_ui/toast.tsx';
import { useRoomParts } from '../room-context.tsx';
import { uploadFilm, type FilmUpload } from './upload-film.ts';

interface Sending {
  name: string;
  total: number;
  sent: number;
  upload: FilmUpload;
}

/** Chooses a film and sends it; says how far it is, and why it was refused. */
export function FilmUploadButton() {
  const t = useTranslations('control-room.films');
  const { sessionId } = useRoomParts();
  const notify = useToast();
  const failureText = useFailureText();
  const field = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<Sending | null>(null);
  const send = (file: File) => {
    const onSent = (sent: number) => setSending((now) => now && { ...now, sent });
    const upload = uploadFilm({ sessionId, file, onSent });
    setSending({ name: file.name, total: file.size, sent: 0, upload });
    let isCancelled = false;
    const cancel = () => {
      isCancelled = true;
      upload.cancel();
    };
    setSending({ name: file.name, total: file.size, sent: 0, upload: { ...upload, cancel } });
    void upload.answer.then((answer) => {
      setSending(null);
      if (answer.ok) notify({ tone: 'ok', text: t('added', { name: file.name }) });
      else if (!isCancelled) notify({ tone: 'danger', text: failureText(answer) });
    });
  };
  return (
    <>
      <input
        ref={field}
        type="file"
        hidden
        aria-label={t('add')}
        accept="video/*,.mkv,.mxf,.ts,.mts,.m2ts,.vob"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = '';
          if (file) send(file);
        }}
      />
      {sending ? (
        <div className="flex min-w-60 flex-1 items-center gap-2">
          <div className="flex-1">
            <Progress
              label={t(sending.sent < sending.total ? 'sending' : 'checking', {
                name: sending.name,
              })}
              done={sending.sent}
              total={sending.total}
            />
          </div>
          <IconButton
            size="small"
            icon={X}
            label={t('cancel')}
            onClick={() => sending.upload.cancel()}
          />
        </div>
      ) : (
        <Button size="small" icon={Upload} onClick={() => field.current?.click()}>
          {t('add')}
        </Button>
      )}
    </>
  );
}
