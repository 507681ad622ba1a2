import { getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { findConference } from '#db/queries/conference.ts';
import { listCards, type DelegateCard } from '#db/queries/delegate.ts';
import { pageDatabase } from '#db/queries/page-database.ts';
import { findSite } from '#db/queries/site.ts';
import { formatCheckInCode } from '#domain/check-in-code.ts';
import { reachOf } from '#domain/permissions.ts';
import { requireAccount, requirePermission } from '../../../../../../_server/guards.ts';
import { LinkButton } from '../../../../../../_ui/button.tsx';
import { EmptyState } from '../../../../../../_ui/empty-state.tsx';
import { QrCode } from '../../../../../../_ui/qr-code.tsx';
import { PrintButton } from './print-button.tsx';

interface CardsPageProps {
  params: Promise<{ conferenceId: string; siteId: string }>;
}

/** The QR cards of one hall, eight on a sheet of A4: white in both themes, because it is paper. */
export default async function CardsPage({ params }: CardsPageProps) {
  const account = await requireAccount();
  const { conferenceId, siteId } = await params;
  if (!z.uuid().safeParse(siteId).success) notFound();
  const db = pageDatabase();
  const found = (await findSite(db, siteId)) ?? notFound();
  if (found.site.conferenceId !== conferenceId) notFound();
  requirePermission(account, 'roster:manage', found.scope);
  const [t, conference, cards] = await Promise.all([
    getTranslations('site.cards'),
    findConference(db, conferenceId),
    listCards(db, { siteId, reach: reachOf(account, 'roster:manage', conferenceId) }),
  ]);
  return (
    <main className="min-h-dvh bg-canvas print:bg-white">
      <header className="sticky top-0 z-10 flex flex-wrap items-center gap-3 border-b border-line bg-surface px-4 py-3 print:hidden">
        <div className="min-w-0 flex-1">
          <h1 className="text-base font-semibold">{t('title', { name: found.site.name })}</h1>
          <p className="text-sm text-ink-2">{t('hint')}</p>
        </div>
        <LinkButton href={`/conferences/${conferenceId}/sites`}>{t('back')}</LinkButton>
        {cards.length > 0 && <PrintButton label={t('print', { count: cards.length })} />}
      </header>
      {cards.length === 0 ? (
        <EmptyState title={t('empty')} />
      ) : (
        <div
          data-theme="light"
          className="flex flex-col items-center gap-6 overflow-x-auto bg-canvas py-6 print:block print:bg-white print:py-0"
        >
          {sheetsOf(cards).map((sheet) => (
            <div
              key={sheet[0]?.id}
              className="grid h-[297mm] w-[210mm] shrink-0 grid-cols-2 grid-rows-4 bg-white p-[8mm] text-black print:break-after-page"
            >
              {sheet.map((card) => (
                <Card
                  key={card.id}
                  card={card}
                  conferenceName={conference?.name ?? ''}
                  siteName={found.site.name}
                />
              ))}
            </div>
          ))}
        </div>
      )}
      <style>{'@page { size: A4 portrait; margin: 0 }'}</style>
    </main>
  );
}

const CARDS_A_SHEET = 8;

function sheetsOf(cards: readonly DelegateCard[]): DelegateCard[][] {
  const sheets: DelegateCard[][] = [];
  for (let at = 0; at < cards.length; at += CARDS_A_SHEET) {
    sheets.push(cards.slice(at, at + CARDS_A_SHEET));
  }
  return sheets;
}

interface CardProps {
  card: DelegateCard;
  conferenceName: string;
  siteName: string;
}

async function Card({ card, conferenceName, siteName }: CardProps) {
  const t = await getTranslations('site.cards');
  const name = `${card.familyName} ${card.givenName}`.trim();
  return (
    <section className="flex gap-[4mm] overflow-hidden border border-dashed border-[#999] p-[4mm]">
      <div className="flex shrink-0 flex-col items-center gap-[1mm]">
        <QrCode text={card.checkInCode} label={t('qr', { name })} className="size-[34mm]" />
        <code className="font-mono text-sm font-semibold">
          {formatCheckInCode(card.checkInCode)}
        </code>
        {card.seat && <p className="text-base font-semibold">{t('seat', { seat: card.seat })}</p>}
      </div>
      <div className="flex min-w-0 flex-1 flex-col">
        <p className="line-clamp-3 text-[8pt] leading-[11pt] text-[#444]">{conferenceName}</p>
        <p className="mt-auto text-[13pt] leading-[18pt] font-semibold">{name}</p>
        <p className="line-clamp-2 text-[9pt] leading-[12pt]">{card.position}</p>
        <p className="line-clamp-1 text-[9pt] leading-[12pt] text-[#444]">{card.unitName}</p>
        <p className="mt-auto line-clamp-2 text-[9pt] leading-[12pt] font-medium">{siteName}</p>
      </div>
    </section>
  );
}
