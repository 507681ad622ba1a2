/**
 * Who may import whom (docs/architecture.md). Each rule has a planted violation in
 * scripts/checks/import-rules.ts, which proves that the rule is able to fail.
 */
const TESTS = '\\.(test|prove|spec|testing)\\.tsx?$|^server/testing/';
const packages = (...names) => `^node_modules/(${names.join('|')})(/|$)`;
const outside = (...folders) => `^(?!(${folders.join('|')})/)[a-z0-9]+/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'every-import-is-found',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^bun:' },
    },
    {
      name: 'domain-imports-nothing',
      severity: 'error',
      comment: 'What is true depends on nothing: not on storage, the wire or a package.',
      from: { path: '^domain/', pathNot: TESTS },
      to: { pathNot: '^domain/' },
    },
    {
      name: 'contract-imports-domain-and-zod',
      severity: 'error',
      from: { path: '^contract/', pathNot: TESTS },
      to: { pathNot: ['^(contract|domain)/', packages('zod'), '^(node:)?crypto$'] },
    },
    {
      name: 'db-imports-domain-and-drizzle',
      severity: 'error',
      from: { path: '^db/', pathNot: TESTS },
      to: {
        path: ['^(app|contract|server|scripts|e2e|bench)/', '^node_modules/'],
        pathNot: [packages('drizzle-orm', 'pg', 'exceljs'), '^node_modules/@types/(node|pg)/'],
      },
    },
    {
      name: 'server-imports-contract-domain-db',
      severity: 'error',
      from: { path: '^server/', pathNot: TESTS },
      to: { path: '^(app|scripts|e2e|bench)/' },
    },
    {
      name: 'app-never-imports-server',
      severity: 'error',
      comment: 'Pages read through db/queries; every write is a contract command.',
      from: { path: '^app/', pathNot: TESTS },
      to: { path: '^(server|scripts|e2e|bench)/' },
    },
    {
      name: 'app-reads-only-queries',
      severity: 'error',
      from: { path: '^app/', pathNot: TESTS },
      to: { path: '^db/', pathNot: '^db/(queries/|client\\.ts$)' },
    },
    {
      name: 'live-nouns-do-not-know-each-other',
      severity: 'error',
      comment: 'server/compose.ts joins them.',
      from: { path: '^server/live/([^/.]+)[/.]', pathNot: TESTS },
      to: { path: '^server/live/', pathNot: '^server/live/($1[/.]|shared/)' },
    },
    {
      name: 'only-media-imports-mediasoup',
      severity: 'error',
      from: { pathNot: '^(server/media/|scripts/media-worker/|bench/media/bare-sfu\\.ts$)' },
      to: { path: packages('mediasoup') },
    },
    {
      name: 'media-knows-no-delegate',
      severity: 'error',
      comment:
        'Of the server it knows its own port, RTP, the slate, the log and the probes; nothing that is stored.',
      from: { path: '^server/media/', pathNot: TESTS },
      to: {
        path: [
          '^db/',
          '^server/(?!(media|media-link|private-socket|rtp|slate)/|(logger|answer-probes|fail-to-run)\\.ts$)',
        ],
      },
    },
    {
      name: 'broadcast-reads-the-programme-alone',
      severity: 'error',
      comment:
        'Of the server it knows its own port, the tap of the media node, RTP, the slate, the log and the probes; nothing that is stored.',
      from: { path: '^server/broadcast/', pathNot: TESTS },
      to: {
        path: [
          '^db/',
          '^server/(?!(broadcast|broadcast-link|media-link|private-socket|rtp|slate)/|(logger|answer-probes|fail-to-run)\\.ts$)',
        ],
      },
    },
    {
      name: 'clients-speak-the-contract',
      severity: 'error',
      comment:
        'Journeys and load generators come in as people do: through the contract; or measure one part with what its tests have.',
      from: { path: '^(e2e|bench)/' },
      to: { path: '^(app|server)/', pathNot: '^server/(testing|demo)/|\\.testing\\.ts$' },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { path: outside('e2e', 'bench'), pathNot: TESTS },
      to: { path: '\\.(test|prove|spec|testing)\\.tsx?$|^(e2e|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|\\.pages-|\\.data|data/)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.d.mts', '.mjs', '.js', '.json', '.css'],
    },
  },
};
