'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useCallback, useState } from 'react';
import type { CommandInput, CommandName, CommandOutput } from '#contract/registry.ts';
import { languageOf } from '../_ui/preferences.ts';
import type { ActAs, ClientAnswer, Failure, FailureCode } from './http-command.ts';
import { useLive } from './live-context.ts';
import { sendCommand } from './send-command.ts';

export type CommandProgress =
  | { kind: 'idle' }
  | { kind: 'busy' }
  | { kind: 'done' }
  /** `text` is in the reader's language and says what to do. */
  | { kind: 'failed'; code: FailureCode; text: string; details: Failure['details'] };

export interface UseCommand<N extends CommandName> {
  /** Sends it; the answer also moves `progress`. Never throws. */
  run: (input: CommandInput<N>) => Promise<ClientAnswer<CommandOutput<N>>>;
  progress: CommandProgress;
  isBusy: boolean;
  /** The sentence of the last refusal, for a field or a notice; null when there is none. */
  failure: string | null;
  reset: () => void;
}

const IDLE: CommandProgress = { kind: 'idle' };

/**
 * One command of the contract, from a component.
 * @param as the page's own side unless told: a LiveProvider's, else the account
 */
export function useCommand<N extends CommandName>(name: N, as?: ActAs): UseCommand<N> {
  const live = useLive();
  const failureText = useFailureText();
  const [progress, setProgress] = useState<CommandProgress>(IDLE);
  const side = as ?? live?.as ?? 'account';
  const run = useCallback(
    async (input: CommandInput<N>) => {
      setProgress({ kind: 'busy' });
      const answer = await sendCommand({ live, as: side }, name, input);
      setProgress(
        answer.ok
          ? { kind: 'done' }
          : {
              kind: 'failed',
              code: answer.code,
              text: failureText(answer),
              details: answer.details,
            },
      );
      return answer;
    },
    [live, side, name, failureText],
  );
  const reset = useCallback(() => setProgress(IDLE), []);
  return {
    run,
    progress,
    isBusy: progress.kind === 'busy',
    failure: progress.kind === 'failed' ? progress.text : null,
    reset,
  };
}

/** The sentence of a refusal in the reader's language. */
export function useFailureText(): (failure: Failure) => string {
  const language = languageOf(useLocale());
  const t = useTranslations('errors');
  return useCallback(
    (failure) =>
      failure.code === 'NO_NETWORK'
        ? t('NO_NETWORK')
        : language === 'vi'
          ? failure.message
          : failure.messageEn,
    [language, t],
  );
}
