import type { CommandAnswer } from '#contract/command.ts';
import type { ImportJob } from '#contract/import.ts';
import type { ImportKind } from '#domain/roster/fields.ts';
import { newCommandId } from '../../../../_live/http-command.ts';
import type { ClientAnswer } from '../../../../_live/http-command.ts';

export interface Upload {
  answer: Promise<ClientAnswer<ImportJob>>;
  cancel: () => void;
}

/**
 * Sends a file to the centre. XMLHttpRequest, because `fetch` cannot tell how much of a body is sent.
 * Never rejects.
 */
export function uploadFile(options: {
  conferenceId: string;
  kind: ImportKind;
  file: File;
  onSent: (bytes: number) => void;
}): Upload {
  const { conferenceId, kind, file, onSent } = options;
  const query = new URLSearchParams({ kind, fileName: file.name.slice(-180) });
  const request = new XMLHttpRequest();
  request.open(
    'PUT',
    `/api/uploads/conferences/${conferenceId}/imports/${newCommandId()}?${query}`,
  );
  request.setRequestHeader('x-act-as', 'account');
  request.upload.addEventListener('progress', (event) => onSent(event.loaded));
  const answer = new Promise<ClientAnswer<ImportJob>>((resolve) => {
    request.addEventListener('loadend', () => resolve(readAnswer(request.responseText)));
  });
  request.send(file);
  return { answer, cancel: () => request.abort() };
}

function readAnswer(text: string): ClientAnswer<ImportJob> {
  try {
    return JSON.parse(text) as CommandAnswer<ImportJob>;
  } catch {
    return { ok: false, code: 'NO_NETWORK' };
  }
}
