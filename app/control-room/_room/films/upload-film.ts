import type { CommandAnswer } from '#contract/command.ts';
import { newCommandId } from '../../../_live/http-command.ts';
import type { ClientAnswer } from '../../../_live/http-command.ts';

export interface FilmUpload {
  answer: Promise<ClientAnswer<{ sourceId: string }>>;
  cancel: () => void;
}

/**
 * Sends a film to the centre. XMLHttpRequest, because `fetch` cannot tell how much of a body is sent.
 * Never rejects.
 */
export function uploadFilm(options: {
  sessionId: string;
  file: File;
  onSent: (bytes: number) => void;
}): FilmUpload {
  const { sessionId, file, onSent } = options;
  const query = new URLSearchParams({ name: nameOf(file) });
  const request = new XMLHttpRequest();
  request.open('PUT', `/api/uploads/sessions/${sessionId}/films/${newCommandId()}?${query}`);
  request.setRequestHeader('x-act-as', 'account');
  request.upload.addEventListener('progress', (event) => onSent(event.loaded));
  const answer = new Promise<ClientAnswer<{ sourceId: string }>>((resolve) => {
    request.addEventListener('loadend', () => resolve(readAnswer(request.responseText)));
  });
  request.send(file);
  return { answer, cancel: () => request.abort() };
}

/** The file's name without its ending, as the director will read it. */
function nameOf(file: File): string {
  return file.name.replace(/\.[^.]{1,5}$/, '').slice(0, 80) || file.name.slice(0, 80);
}

function readAnswer(text: string): ClientAnswer<{ sourceId: string }> {
  try {
    return JSON.parse(text) as CommandAnswer<{ sourceId: string }>;
  } catch {
    return { ok: false, code: 'NO_NETWORK' };
  }
}
