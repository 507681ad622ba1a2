'use client';

import { CircleHelp, LoaderCircle, UserRoundPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { formatCheckInCode } from '#domain/check-in-code.ts';
import { Button } from '../../_ui/button.tsx';
import { ResultBox } from './result-box.tsx';
import type { Desk, StrangerAnswer } from './use-desk.ts';

interface StrangerResultProps {
  code: string;
  answer: StrangerAnswer;
  desk: Desk;
}

/** A good code that is not on the hall's list: who it is, and what the clerk can do about it. */
export function StrangerResult({ code, answer, desk }: StrangerResultProps) {
  const t = useTranslations('door');
  const shown = formatCheckInCode(code);
  const present = { kind: 'PRESENT', method: 'QR' } as const;
  switch (answer.kind) {
    case 'asking':
      return (
        <ResultBox
          icon={LoaderCircle}
          tone="quiet"
          kind="stranger-asking"
          title={t('strangerTitle')}
        >
          {t('strangerAsking')} ({shown})
        </ResultBox>
      );
    case 'nobody':
      return (
        <ResultBox
          icon={CircleHelp}
          tone="warn"
          kind="stranger-nobody"
          flash={desk.flash}
          title={t('strangerTitle')}
        >
          {t('strangerNobody')} ({shown})
        </ResultBox>
      );
    case 'no-network': {
      const subject = { kind: 'CODE' as const, checkInCode: code };
      const label = t('codeLabel', { code: shown });
      return (
        <ResultBox
          icon={CircleHelp}
          tone="warn"
          kind="stranger-no-network"
          flash={desk.flash}
          title={t('strangerTitle')}
          footer={
            <Button
              icon={UserRoundPlus}
              className="ml-auto"
              onClick={() => void desk.mark({ ...present, subject, label }, null)}
            >
              {t('markCode')}
            </Button>
          }
        >
          {t('strangerNoNetwork')} ({shown})
        </ResultBox>
      );
    }
    case 'guest': {
      const { guest } = answer;
      const label = `${guest.familyName} ${guest.givenName}`.trim();
      const subject = { kind: 'DELEGATE' as const, delegateId: guest.id };
      return (
        <ResultBox
          icon={CircleHelp}
          tone="warn"
          kind="stranger-guest"
          flash={desk.flash}
          title={label}
          footer={
            <Button
              tone="primary"
              icon={UserRoundPlus}
              className="ml-auto"
              onClick={() => void desk.mark({ ...present, subject, label }, null)}
            >
              {t('markGuest')}
            </Button>
          }
        >
          {t('strangerGuest', { site: guest.siteName })} {guest.position}
        </ResultBox>
      );
    }
  }
}
