import { describe, expect, it } from 'vitest';
import { readinessSteps } from './readiness-steps.ts';

const EMPTY = {
  sessions: 0,
  sessionsWithoutAgenda: 0,
  sessionsOpened: 0,
  sites: 0,
  sitesWithContact: 0,
  sitesWithDoor: 0,
  sitesWithDevice: 0,
  sitesSummoned: 0,
  delegates: 0,
  rowsRefused: 0,
  importsWaiting: 0,
};

const statesOf = (figures: Partial<typeof EMPTY>) =>
  Object.fromEntries(
    readinessSteps({ ...EMPTY, ...figures }).map(({ key, state }) => [key, state]),
  );

describe('readinessSteps', () => {
  it('begins with nothing done, not with anything wrong', () => {
    expect(new Set(Object.values(statesOf({})))).toEqual(new Set(['EMPTY']));
  });

  it('is done when every hall, session and delegate is there', () => {
    const states = statesOf({
      ...{ sessions: 2, sessionsOpened: 2, sites: 3, sitesWithContact: 3 },
      ...{ sitesWithDevice: 3, sitesSummoned: 3, delegates: 90 },
    });
    expect(new Set(Object.values(states))).toEqual(new Set(['DONE']));
  });

  it('says what is under way and what must be mended', () => {
    const states = statesOf({
      ...{ sessions: 2, sessionsWithoutAgenda: 1, sessionsOpened: 1, sites: 3 },
      ...{ sitesWithContact: 2, sitesSummoned: 2, delegates: 90, rowsRefused: 12 },
    });
    expect(states).toEqual({
      sessions: 'PARTLY',
      sites: 'DONE',
      contacts: 'PARTLY',
      roster: 'PARTLY',
      mend: 'TO_MEND',
      devices: 'EMPTY',
      opened: 'PARTLY',
    });
  });
});
