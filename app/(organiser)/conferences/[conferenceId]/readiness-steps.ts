import type { ConferenceReadiness } from '#db/queries/conference.ts';

export type StepState = 'DONE' | 'PARTLY' | 'TO_MEND' | 'EMPTY';
export type StepKey = 'sessions' | 'sites' | 'contacts' | 'roster' | 'mend' | 'devices' | 'opened';

export interface StepFact {
  /** The sentence, in `messages/conference.json` under `step.<key>`. */
  text: string;
  count: number;
  of?: number;
}

export interface ReadinessStep {
  key: StepKey;
  state: StepState;
  facts: StepFact[];
  /** Where one goes on, below the conference's address. */
  path: string;
}

/** The lines of a round's checklist, in the order in which a round is prepared. */
export function readinessSteps(figures: ConferenceReadiness): ReadinessStep[] {
  return [
    sessionsStep(figures),
    sitesStep(figures),
    shareStep({
      key: 'contacts',
      count: figures.sitesWithContact,
      of: figures.sites,
      path: '/sites',
    }),
    rosterStep(figures),
    mendStep(figures),
    shareStep({
      key: 'devices',
      count: figures.sitesWithDevice,
      of: figures.sites,
      path: '/sites',
    }),
    shareStep({
      key: 'opened',
      count: figures.sessionsOpened,
      of: figures.sessions,
      path: '/sessions',
    }),
  ];
}

function sessionsStep({ sessions, sessionsWithoutAgenda }: ConferenceReadiness): ReadinessStep {
  const facts: StepFact[] =
    sessions === 0
      ? [{ text: 'none', count: 0 }]
      : [
          { text: 'some', count: sessions },
          sessionsWithoutAgenda > 0
            ? { text: 'withoutAgenda', count: sessionsWithoutAgenda }
            : { text: 'withAgenda', count: sessions },
        ];
  const state = sessions === 0 ? 'EMPTY' : sessionsWithoutAgenda > 0 ? 'PARTLY' : 'DONE';
  return { key: 'sessions', state, facts, path: '/sessions' };
}

function sitesStep({ sites }: ConferenceReadiness): ReadinessStep {
  return sites === 0
    ? { key: 'sites', state: 'EMPTY', facts: [{ text: 'none', count: 0 }], path: '/import' }
    : { key: 'sites', state: 'DONE', facts: [{ text: 'some', count: sites }], path: '/sites' };
}

function rosterStep({ delegates, sites, sitesSummoned }: ConferenceReadiness): ReadinessStep {
  if (delegates === 0) {
    return { key: 'roster', state: 'EMPTY', facts: [{ text: 'none', count: 0 }], path: '/import' };
  }
  const facts: StepFact[] = [{ text: 'some', count: delegates }];
  if (sitesSummoned < sites) facts.push({ text: 'withoutRoster', count: sites - sitesSummoned });
  const state = sitesSummoned < sites ? 'PARTLY' : 'DONE';
  return { key: 'roster', state, facts, path: '/roster' };
}

function mendStep({ rowsRefused, importsWaiting, delegates }: ConferenceReadiness): ReadinessStep {
  const facts: StepFact[] = [];
  if (rowsRefused > 0) facts.push({ text: 'some', count: rowsRefused });
  if (importsWaiting > 0) facts.push({ text: 'waiting', count: importsWaiting });
  if (facts.length > 0) return { key: 'mend', state: 'TO_MEND', facts, path: '/import' };
  const state = delegates === 0 ? 'EMPTY' : 'DONE';
  return { key: 'mend', state, facts: [{ text: 'none', count: 0 }], path: '/import' };
}

function shareStep(share: {
  key: StepKey;
  count: number;
  of: number;
  path: string;
}): ReadinessStep {
  const { key, count, of, path } = share;
  const state = of === 0 || count === 0 ? 'EMPTY' : count < of ? 'PARTLY' : 'DONE';
  return { key, state, facts: [{ text: 'share', count, of }], path };
}
