import swc from '@swc/core'

// dependency-cruiser parses every file without JSX; this enables JSX by the file's extension.
const { parseFileSync } = swc
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith('x') })

/**
 * The layers of the code, lowest first. A file imports only from a lower layer or its own folder, and each heavy
 * package from one place. There is no list of exceptions.
 */
const LAYERS = [
  { name: 'engine', path: '^lib/(calendar/|server/|outgoing/|errors|env|log)' },
  { name: 'data', path: '^(lib/(schemas|event-text|offline)/|db/)' },
  { name: 'access', path: '^lib/(access/|faults/|files/|realtime/|mail/|push/|queue)' },
  { name: 'queries', path: '^lib/queries/' },
  { name: 'commands', path: '^lib/(commands|connectors)/' },
  { name: 'sync', path: '^lib/sync/' },
  { name: 'jobs', path: '^lib/(jobs/|auth/)' },
  { name: 'http', path: '^lib/http/' },
  { name: 'actions', path: '^lib/actions/' },
  { name: 'components', path: '^components/' },
  { name: 'app', path: '^app/' },
]

/** Folders of one layer whose files must not import each other: importer, imported. */
const SEPARATE = [
  ['^db/', '^lib/schemas/'],
  ['^lib/schemas/', '^db/'],
  ['^lib/connectors/', '^lib/commands/'],
]

/** Folders of components, lowest first: each imports only itself and the folders before it. */
const COMPONENTS = [
  ['ui'],
  ['forms'],
  ['offline'],
  ['people', 'picture', 'shell', 'zone'],
  ['alarms', 'live'],
  ['attachments', 'history'],
  ['comments', 'typed-dates'],
  ['tasks'],
  ['event'],
  ['account'],
  ['group'],
  ['calendars'],
  ['event-actions'],
  ['calendar'],
  [
    'activity',
    'admin',
    'connections',
    'gatherings',
    'guest',
    'home',
    'import',
    'landing',
    'notifications',
    'search',
    'welcome',
  ],
  ['offline-page'],
  ['command-menu'],
]

/** Imports allowed to each folder of lib/commands. Files beside the folders contain command definitions. */
const COMMANDS = [
  { folder: 'pipeline/', imports: ['pipeline/'] },
  { folder: 'rows/', imports: ['rows/'] },
  { folder: 'checks/', imports: ['checks/'] },
  { folder: 'effects/', imports: ['effects/', 'checks/', 'rows/', 'pipeline/changes'] },
  { folder: '[^/]+$', imports: ['effects/', 'checks/', 'rows/', 'pipeline/'] },
]

/** The only places where a package may be imported. */
const PACKAGE_PLACES = [
  { package: 'chrono-node', in: '^components/typed-dates/date-parsers' },
  { package: 'date-fns', in: '^components/ui/relative-time' },
  { package: 'date-holidays', in: '^lib/connectors/holidays/' },
  {
    package: 'drizzle-orm',
    in: '^(db|lib/access|lib/faults|lib/queries|lib/commands|lib/jobs|lib/queue|lib/auth/)',
  },
  { package: 'mailparser', in: '^lib/mail/' },
  { package: 'nodemailer', in: '^lib/mail/' },
  { package: 'postgres', in: '^db/client' },
  { package: 'graphile-worker', in: '^lib/jobs/' },
  { package: 'googleapis', in: '^lib/connectors/google/' },
  { package: 'htmlparser2', in: '^lib/(calendar/server/ical/html|connectors/caldav/xml)' },
  { package: 'imapflow', in: '^lib/mail/' },
  { package: 'ical.js', in: '^lib/calendar/server/ical/' },
  { package: 'ipaddr.js', in: '^lib/outgoing/' },
  { package: 'piscina', in: '^lib/files/pool' },
  { package: 'pusher', in: '^lib/realtime/publish' },
  { package: 'pusher-js', in: '^lib/realtime/client' },
  { package: 'sharp', in: '^lib/http/picture-file' },
  { package: 'next', in: '^(app/|components/|lib/http/|lib/actions/|lib/auth/)' },
  { package: 'uqr', in: '^lib/http/guest-qr' },
  { package: 'undici', in: '^lib/outgoing/' },
  { package: 'web-push', in: '^lib/push/' },
  { package: 'next-auth', in: '^lib/auth/' },
]

/** Tests and their helpers may import anything. */
const TESTS = '\\.(test|spec)\\.|/testing\\.mjs$|^(e2e|test)/'

/** Folders of lib that components may import: those that run in a browser, and server actions. */
const FOR_COMPONENTS =
  '^lib/(actions/|schemas/|event-text/|offline/|calendar/(?!server/)|errors|realtime/(client|signed-out|unsaved))'

export default {
  forbidden: [
    // The highest layer may import all others.
    ...LAYERS.slice(0, -1).map(({ name, path }, level) => ({
      name: `${name}-imports-downwards`,
      severity: 'error',
      from: { path, pathNot: TESTS },
      to: { path: LAYERS.slice(level + 1).map((higher) => higher.path) },
    })),
    ...SEPARATE.map(([from, to]) => ({
      name: 'separate-folders',
      severity: 'error',
      from: { path: from, pathNot: TESTS },
      to: { path: to },
    })),
    ...COMMANDS.map(({ folder, imports }) => ({
      name: `commands-${folder}`,
      severity: 'error',
      from: { path: `^lib/commands/${folder}`, pathNot: TESTS },
      to: { path: '^lib/commands/', pathNot: imports.map((allowed) => `^lib/commands/${allowed}`) },
    })),
    {
      name: 'components-import-little-of-lib',
      severity: 'error',
      from: { path: '^components/', pathNot: TESTS },
      to: { path: '^(lib|db)/', pathNot: FOR_COMPONENTS },
    },
    ...COMPONENTS.flatMap((folders, level) =>
      folders.map((folder) => ({
        name: `components-${folder}-imports-downwards`,
        severity: 'error',
        from: { path: `^components/${folder}/`, pathNot: TESTS },
        to: {
          path: '^components/',
          pathNot: `^components/(${[...COMPONENTS.slice(0, level).flat(), folder].join('|')})/`,
        },
      })),
    ),
    {
      name: 'components-have-a-level',
      severity: 'error',
      from: { path: '^components/', pathNot: `^components/(${COMPONENTS.flat().join('|')})/` },
      to: {},
    },
    {
      name: 'lib-has-a-layer',
      severity: 'error',
      from: { path: '^(app|components|lib)/' },
      to: { path: '^lib/', pathNot: LAYERS.map(({ path }) => path) },
    },
    {
      // Calendar pages load neither date-fns nor what uses it before they are idle.
      name: 'calendar-without-date-library',
      severity: 'error',
      from: { path: '^components/(calendar|event|forms|shell|live|ui)/', pathNot: TESTS },
      to: { path: '^components/ui/relative-time' },
    },
    ...PACKAGE_PLACES.map(({ package: name, in: place }) => ({
      name: `only-place-of-${name}`,
      severity: 'error',
      from: { path: '^(app|components|db|lib)/', pathNot: [place, TESTS] },
      to: { path: `^node_modules/${name}/` },
    })),
    {
      name: 'engine-is-pure',
      severity: 'error',
      from: { path: '^lib/calendar/(?!server/)', pathNot: TESTS },
      to: { path: ['^node_modules/', '^(fs|net|http|crypto|child_process|node:)'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: TESTS },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|next-env|node_modules/\\.)|\\.css$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
