import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { LongFilesFirst } from './test/long-files-first'
import { findTestsThatShareProcesses } from './test/shared-processes'

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/.$/, '') }
const database = ['**/*.db.test.ts']
const sharedDatabase = findTestsThatShareProcesses(['app', 'components', 'db', 'lib', 'test'], '.db.test.ts')
const shared = findTestsThatShareProcesses(['lib'], '.test.ts')
const exclude = ['node_modules/**', '.next*/**']

/** Units without state, input or output. Their test files share processes and modules, so tests cannot mock modules. */
const pure = ['lib/{calendar,schemas,event-text,offline}/**/*.test.ts', 'components/**/*.test.ts']

/**
 * Tests of code that could read the zone of the process by mistake, without the searches through thousands of generated
 * cases.
 */
const timeTests = ['lib/{calendar,event-text}/**/*.test.ts', 'components/**/*.test.ts']
const exhaustive = [
  'lib/calendar/series/*.{oracle,property}.test.ts',
  'lib/calendar/series/{bounds,format-rule,parse-rule}.test.ts',
  'lib/calendar/server/**/{components,hostile-input,round-trip,zip}.test.ts',
]

/** Long enough for a loaded machine, and short enough to detect a test that hangs. */
const timeouts = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 20_000, interval: 50 } },
}
const longTimeouts = { ...timeouts, testTimeout: 120_000 }

export default defineConfig({
  test: {
    // A zone set for a process only takes effect in a process of its own.
    pool: 'forks',
    // Database tests wait for Postgres, and others for timers, so three workers keep two cores busy.
    maxWorkers: 3,
    sequence: { sequencer: LongFilesFirst },
    silent: 'passed-only',
    projects: [
      // Two zones that reveal code which ignores the zone: offsets of half hours with DST, of quarter hours without.
      pureTests('America/St_Johns', pure, []),
      pureTests('Asia/Kathmandu', timeTests, exhaustive),
      {
        resolve: { alias },
        test: {
          name: 'isolated',
          include: ['lib/**/*.test.ts'],
          exclude: [...exclude, ...database, ...pure, ...shared],
          ...timeouts,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'shared',
          isolate: false,
          include: shared,
          exclude: [...exclude, ...database, ...pure],
          ...timeouts,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'server',
          include: ['{scripts,lib,test}/**/*.test.mjs'],
          exclude,
          ...longTimeouts,
        },
      },
      databaseTests('database', database, { exclude: sharedDatabase }),
      // Loading the modules of the app takes longer than most of these tests.
      databaseTests('database-shared', sharedDatabase, { isolate: false }),
    ],
  },
})

function pureTests(zone: string, include: string[], without: string[]) {
  return {
    resolve: { alias },
    test: {
      name: zone,
      env: { TZ: zone },
      // Starting a process takes longer than most of these tests.
      isolate: false,
      include,
      exclude: [...exclude, ...database, ...without],
      ...timeouts,
    },
  }
}

function databaseTests(name: string, include: string[], options: { isolate?: false; exclude?: string[] }) {
  return {
    resolve: { alias },
    test: {
      ...options,
      name,
      include,
      exclude: [...exclude, ...(options.exclude ?? [])],
      globalSetup: ['./test/database/postgres.ts'],
      setupFiles: [
        './test/database/fresh-database.ts',
        './test/database/cheap-passwords.ts',
        './test/clients/next-request.ts',
      ],
      // It imports `next/server` by a name that only a bundler resolves.
      server: { deps: { inline: ['next-auth'] } },
      ...longTimeouts,
    },
  }
}
