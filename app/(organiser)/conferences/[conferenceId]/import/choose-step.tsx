'use client';

import { Download } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import type { ImportKind } from '#domain/roster/fields.ts';
import { useFailureText } from '../../../../_live/use-command.ts';
import { Button, buttonClass } from '../../../../_ui/button.tsx';
import { FileDrop } from '../../../../_ui/file-drop.tsx';
import { Notice } from '../../../../_ui/notice.tsx';
import { Card } from '../../../../_ui/page-header.tsx';
import { Progress } from '../../../../_ui/progress.tsx';
import { Tabs } from '../../../../_ui/tabs.tsx';
import { RecentImports } from './recent-imports.tsx';
import type { Upload } from './upload-file.ts';
import { uploadFile } from './upload-file.ts';

interface ChooseStepProps {
  conferenceId: string;
  kinds: readonly ImportKind[];
  onJob: (jobId: string) => void;
}

/** Step one: what kind of list, and the file. */
export function ChooseStep({ conferenceId, kinds, onJob }: ChooseStepProps) {
  const t = useTranslations('import');
  const [kind, setKind] = useState<ImportKind>(kinds.at(-1) ?? 'ROSTER');
  return (
    <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Card>
        <Tabs
          label={t('kind.label')}
          value={kind}
          onValue={(value) => setKind(value as ImportKind)}
          tabs={kinds.map((each) => ({
            value: each,
            label: t(`kind.${each}`),
            content: <FileChoice conferenceId={conferenceId} kind={each} onJob={onJob} />,
          }))}
        />
      </Card>
      <RecentImports conferenceId={conferenceId} onJob={onJob} />
    </div>
  );
}

interface FileChoiceProps {
  conferenceId: string;
  kind: ImportKind;
  onJob: (jobId: string) => void;
}

interface Sending {
  upload: Upload;
  file: File;
  sent: number;
}

function FileChoice({ conferenceId, kind, onJob }: FileChoiceProps) {
  const t = useTranslations('import');
  const failureText = useFailureText();
  const [sending, setSending] = useState<Sending | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const isCancelled = useRef(false);
  const send = async (file: File) => {
    setFailure(null);
    isCancelled.current = false;
    const onSent = (sent: number) => setSending((before) => before && { ...before, sent });
    const upload = uploadFile({ conferenceId, kind, file, onSent });
    setSending({ upload, file, sent: 0 });
    const answer = await upload.answer;
    setSending(null);
    if (answer.ok) onJob(answer.data.id);
    else if (!isCancelled.current) setFailure(failureText(answer));
  };
  if (sending !== null) {
    const cancel = () => {
      isCancelled.current = true;
      sending.upload.cancel();
    };
    return <SendingFile sending={sending} onCancel={cancel} />;
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="text-base text-ink-2">{t(`kind.${kind}Text`)}</p>
      <FileDrop
        label={t('choose')}
        extensions={['.xlsx', '.xlsm', '.csv', '.xls', '.txt']}
        hint={t('chooseHint')}
        error={failure}
        onFile={(file) => void send(file)}
      />
      <Notice tone="warn">{t('secrets')}</Notice>
      <a
        href={`/api/exports/conferences/${conferenceId}/templates/${kind}.xlsx`}
        download
        className={buttonClass({}, 'self-start hover:bg-hover')}
      >
        <Download aria-hidden className="size-5" />
        {t('template')}
      </a>
    </div>
  );
}

function SendingFile({ sending, onCancel }: { sending: Sending; onCancel: () => void }) {
  const t = useTranslations('import');
  const format = useFormatter();
  const { file, sent } = sending;
  const megabytes = (bytes: number) =>
    format.number(bytes / 1_048_576, { maximumFractionDigits: 1 });
  return (
    <div className="flex flex-col gap-4">
      <Progress
        label={t('sending', { name: file.name })}
        done={sent}
        total={Math.max(1, file.size)}
        note={t('sentOf', { sent: megabytes(sent), all: megabytes(file.size) })}
      />
      <Button className="self-start" onClick={onCancel}>
        {t('cancelUpload')}
      </Button>
    </div>
  );
}
