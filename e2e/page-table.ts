/** Everybody who walks through the pages; `here` is the near conference or hall of the walk's round. */
export const VISITORS = [
  'administrator',
  'organiser here',
  'organiser elsewhere',
  'director here',
  'unit admin here',
  'unit admin beside',
  'official of everything',
  'official of the hall',
  'CONSOLE',
  'PROJECTOR',
  'DOOR',
  'HEADCOUNT',
  'nobody',
] as const;
export type Visitor = (typeof VISITORS)[number];

/** Ids that the paths need. */
export interface PagePlaces {
  conferenceId: string;
  sessionId: string;
  siteId: string;
  passToken: string;
  /** Of the session’s watch page, which is closed: it tells its name to few. */
  watchPath: string;
}

export interface PageWalk {
  path: (places: PagePlaces) => string;
  /** Who may see it; everybody else is answered 401 or 403. */
  open: readonly Visitor[];
}

const EVERYBODY = VISITORS;
const ACCOUNTS: Visitor[] = VISITORS.slice(0, 8);
const DEVICES: Visitor[] = ['CONSOLE', 'PROJECTOR', 'DOOR', 'HEADCOUNT'];
const CONFERENCE: Visitor[] = ACCOUNTS.filter((visitor) => visitor !== 'organiser elsewhere');
const ORGANISERS: Visitor[] = ['administrator', 'organiser here'];
const ROSTER: Visitor[] = [...ORGANISERS, 'unit admin here', 'unit admin beside'];

/** One line for every page of `app/`: a page without one fails the walk. */
export const PAGES: Record<string, PageWalk> = {
  '/': { path: () => '/', open: EVERYBODY },
  '/login': { path: () => '/login', open: EVERYBODY },
  '/join': { path: () => '/join', open: EVERYBODY },
  '/trust': { path: () => '/trust', open: EVERYBODY },
  // Their secret is the right; a wrong one gets a page that says what to do.
  '/d/[token]': { path: () => '/d/khong-dung', open: EVERYBODY },
  '/setup/[token]': { path: () => '/setup/khong-dung', open: EVERYBODY },
  '/pass/[secret]': { path: ({ passToken }) => `/pass/${passToken}`, open: EVERYBODY },
  '/watch/[watchKey]': { path: ({ watchPath }) => watchPath, open: EVERYBODY },

  '/account': { path: () => '/account', open: ACCOUNTS },
  '/accounts': { path: () => '/accounts', open: ['administrator'] },
  '/units': { path: () => '/units', open: ['administrator'] },

  '/conferences': { path: () => '/conferences', open: ACCOUNTS },
  '/conferences/[conferenceId]': {
    path: ({ conferenceId }) => `/conferences/${conferenceId}`,
    open: CONFERENCE,
  },
  '/conferences/[conferenceId]/sessions': {
    path: ({ conferenceId }) => `/conferences/${conferenceId}/sessions`,
    open: CONFERENCE,
  },
  '/conferences/[conferenceId]/sites': {
    path: ({ conferenceId }) => `/conferences/${conferenceId}/sites`,
    open: CONFERENCE,
  },
  '/conferences/[conferenceId]/roster': {
    path: ({ conferenceId }) => `/conferences/${conferenceId}/roster`,
    open: ROSTER,
  },
  '/conferences/[conferenceId]/recordings': {
    path: ({ conferenceId }) => `/conferences/${conferenceId}/recordings`,
    open: [...ORGANISERS, 'director here', 'official of everything'],
  },
  '/conferences/[conferenceId]/import': {
    path: ({ conferenceId }) => `/conferences/${conferenceId}/import`,
    open: ROSTER,
  },
  '/conferences/[conferenceId]/sites/[siteId]/cards': {
    path: ({ conferenceId, siteId }) => `/conferences/${conferenceId}/sites/${siteId}/cards`,
    open: [...ORGANISERS, 'unit admin here'],
  },

  '/dashboard': { path: () => '/dashboard?all', open: ACCOUNTS },
  '/dashboard/[sessionId]': {
    path: ({ sessionId }) => `/dashboard/${sessionId}`,
    open: CONFERENCE,
  },
  '/dashboard/[sessionId]/screen': {
    path: ({ sessionId }) => `/dashboard/${sessionId}/screen`,
    open: CONFERENCE,
  },

  '/control-room': {
    path: () => '/control-room',
    open: ['administrator', 'organiser here', 'organiser elsewhere', 'director here'],
  },
  '/control-room/[sessionId]': {
    path: ({ sessionId }) => `/control-room/${sessionId}`,
    open: [...ORGANISERS, 'director here'],
  },
  '/control-room/[sessionId]/wall': {
    path: ({ sessionId }) => `/control-room/${sessionId}/wall`,
    open: [...ORGANISERS, 'director here'],
  },

  '/site': { path: () => '/site', open: DEVICES },
  '/site/check-in': { path: () => '/site/check-in', open: ['DOOR'] },
  '/site/projector': { path: () => '/site/projector', open: ['PROJECTOR'] },
  '/site/headcount': {
    path: () => '/site/headcount',
    open: ['CONSOLE', 'DOOR', 'HEADCOUNT'],
  },
};
