import { getTranslations } from 'next-intl/server';
import type { PassPage } from '#db/queries/pass-page.ts';
import { formatCheckInCode } from '#domain/check-in-code.ts';
import { QrCode } from '../../_ui/qr-code.tsx';

/** What is held before the door's camera, with the hall and the seat under it. */
export async function PassCard({ pass }: { pass: PassPage }) {
  const t = await getTranslations('pass');
  const name = `${pass.familyName} ${pass.givenName}`.trim();
  return (
    <section className="flex flex-col items-center gap-4 rounded-lg border border-line bg-surface px-4 py-6">
      <div className="flex flex-col items-center gap-1 text-center">
        <h2 className="text-xl font-semibold">{name}</h2>
        {pass.position && <p className="text-base text-pretty text-ink-2">{pass.position}</p>}
      </div>
      <QrCode text={pass.checkInCode} label={t('qr')} className="w-64 max-w-full rounded-md" />
      <code className="font-mono text-xl font-semibold tracking-wider">
        {formatCheckInCode(pass.checkInCode)}
      </code>
      <p className="text-center text-base text-balance">{t('show')}</p>
      <dl className="grid w-full grid-cols-[1fr_auto] gap-4 border-t border-line pt-4">
        <div className="min-w-0">
          <dt className="text-sm text-ink-3">{t('site')}</dt>
          <dd className="text-base font-medium">{pass.siteName}</dd>
        </div>
        <div className="text-right">
          <dt className="text-sm text-ink-3">{t('seat')}</dt>
          <dd className="text-xl font-semibold tabular-nums">{pass.seat || '–'}</dd>
        </div>
      </dl>
    </section>
  );
}
