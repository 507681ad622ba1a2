import { eq } from 'drizzle-orm';
import type { Tx } from '../client.ts';
import { conference } from '../schema/conference.ts';
import { delegate, delegateCategory } from '../schema/delegate.ts';
import { site } from '../schema/site.ts';

export interface PassPage {
  familyName: string;
  givenName: string;
  position: string;
  categoryName: string;
  seat: string;
  rosterCode: string;
  checkInCode: string;
  siteName: string;
  conferenceId: string;
  conferenceName: string;
  organisation: string;
  helpPhone: string;
}

/** What a delegate's own page shows of him; the caller has checked the pass. */
export async function readPassPage(tx: Tx, delegateId: string): Promise<PassPage | null> {
  const [row] = await tx
    .select({
      familyName: delegate.familyName,
      givenName: delegate.givenName,
      position: delegate.position,
      categoryName: delegateCategory.name,
      seat: delegate.seat,
      rosterCode: delegate.rosterCode,
      checkInCode: delegate.checkInCode,
      siteName: site.name,
      conferenceId: conference.id,
      conferenceName: conference.name,
      organisation: conference.organisation,
      helpPhone: conference.helpPhone,
    })
    .from(delegate)
    .innerJoin(site, eq(site.id, delegate.siteId))
    .innerJoin(conference, eq(conference.id, delegate.conferenceId))
    .leftJoin(delegateCategory, eq(delegateCategory.id, delegate.categoryId))
    .where(eq(delegate.id, delegateId));
  return row ? { ...row, categoryName: row.categoryName ?? '' } : null;
}
