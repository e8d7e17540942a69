/**
 * Who may import whom. One row per room: what stands in `may` is allowed, everything else is refused. Rooms that run in a page
 * or anywhere have `node: false`. scripts/checks/layers.ts runs this and asserts that every file of every room was looked at.
 */

/** Libraries that are pure functions of values and so may stand in src-shared. */
const PURE_LIBRARIES = ['zod', '@orpc/contract', 'dayjs', 'semver'];
/** What only the core needs; a page that reached for one of these would carry it to the browser. */
const CORE_LIBRARIES = [
  '@orpc/server',
  'better-sqlite3',
  'commander',
  'csv-parse',
  'drizzle-orm',
  'electron',
  'electron-updater',
  'env-paths',
  'open',
  'pino',
  'rotating-file-stream',
  'saxes',
  'write-excel-file',
  'yauzl',
];

const packages = (names) => `node_modules/(${names.join('|')})/`;
const anyPackageBut = (names) => `node_modules/(?!(${names.join('|')})/)`;
const pagePackages = anyPackageBut(CORE_LIBRARIES);
const anyPackage = 'node_modules/';

const shared = '^src-shared/';
const base = '^src-main/base/';
const db = '^src-main/db/';
const data = '^resources/.+[.]json$';
const notASlice = '^src-main/(base|db|hosts|workers)/';

const table = [
  { room: 'src-shared', from: shared, may: [shared, packages(PURE_LIBRARIES)], node: false },
  {
    room: 'renderer-lib',
    from: '^src-renderer/(lib|components)/',
    may: [shared, '^src-renderer/(lib|components|locales)/', pagePackages],
    node: false,
  },
  {
    room: 'renderer-feature',
    from: '^src-renderer/features/([^/]+)/',
    may: [shared, '^src-renderer/(lib|components|locales)/', '^src-renderer/features/$1/', pagePackages],
    node: false,
  },
  { room: 'renderer-app', from: '^src-renderer/(app/|[^/]+$)', may: [shared, '^src-renderer/', pagePackages], node: false },
  { room: 'main-db', from: db, may: [shared, db, '^src-main/[^/]+/tables[.]ts$', data, anyPackage], node: true },
  { room: 'main-base', from: base, may: [shared, base, db, data, anyPackage], node: true },
  {
    room: 'main-slice',
    from: '^src-main/([^/]+)/',
    fromNot: notASlice,
    may: [shared, base, db, '^src-main/$1/', '^src-main/(?!(hosts|workers)/)[^/]+/(tables|service)[.]ts$', data, anyPackage],
    node: true,
  },
  {
    room: 'main-workers',
    from: '^src-main/workers/',
    may: [shared, '^src-main/(?!hosts/)', data, anyPackage],
    node: true,
  },
  {
    room: 'main-composition',
    from: '^src-main/[^/]+$',
    may: [shared, '^src-main/(?!hosts/)', data, anyPackage],
    node: true,
  },
  {
    room: 'main-host',
    from: '^src-main/hosts/([^/]+)/',
    may: [shared, '^src-main/(core|router|tasks)[.]ts$', base, '^src-main/hosts/$1/', '^src-main/hosts/[^/]+$', data, anyPackage],
    node: true,
  },
];

const layers = table.map(({ room, from, fromNot, may, node }) => ({
  name: `layer-${room}`,
  severity: 'error',
  from: { path: from, ...(fromNot ? { pathNot: fromNot } : {}) },
  to: { pathNot: may, dependencyTypesNot: node ? ['core', 'unknown'] : ['unknown'] },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'electron-only-in-its-host',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-main/hosts/electron/' },
      to: { path: '(^|/)node_modules/electron/|^electron$' },
    },
    {
      name: 'http-only-in-web-host',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-main/hosts/web/' },
      to: { path: '^(node:)?(http|https|http2)$' },
    },
    {
      name: 'sqlite-only-in-open',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-main/db/open[.]ts$' },
      to: { path: 'node_modules/better-sqlite3/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'sqlite-types-only-in-db',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-main/db/' },
      to: { path: 'node_modules/better-sqlite3/' },
    },
    {
      name: 'preload-stands-alone',
      comment: 'A sandboxed preload is one file; what it imports is copied into every page.',
      severity: 'error',
      from: { path: '^src-main/hosts/electron/preload[.]ts$' },
      to: { pathNot: ['(^|/)node_modules/electron/|^electron$', '^src-main/hosts/electron/channels[.]ts$'] },
    },
    {
      name: 'main-uses-shipped-packages',
      comment: 'devDependencies are not in the packaged program.',
      severity: 'error',
      from: { path: '^src-(main|shared)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'], pathNot: '(^|/)node_modules/electron/' },
    },
    {
      name: 'workers-are-started-not-imported',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-main/workers/' },
      to: { path: '^src-main/workers/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'nothing-imports-tests', severity: 'error', from: { path: '^(src-|scripts/)' }, to: { path: '^tests/' } },
    { name: 'sources-import-no-scripts', severity: 'error', from: { path: '^src-' }, to: { path: '^scripts/' } },
    { name: 'no-cycle', severity: 'error', from: { path: '^src-' }, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: { path: '^src-' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css', '.d.ts'],
    },
  },
};
