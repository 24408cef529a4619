import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/.$/, '') }
const database = ['**/*.db.test.ts']
const exclude = ['node_modules/**', '.next*/**']

const units = ['lib/**/*.test.ts', 'components/**/*.test.ts']

/**
 * Tests of code that could read the zone of the process by mistake, without the searches through thousands of generated
 * cases.
 */
const aboutTime = ['lib/calendar/**/*.test.ts', 'components/**/*.test.ts']
const exhaustive = [
  'lib/calendar/series/*.{oracle,property}.test.ts',
  'lib/calendar/series/bounds.test.ts',
  'lib/calendar/server/**/round-trip.test.ts',
]

/** Limits that a loaded machine keeps to; a test that hangs is still found. */
const patient = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 20_000, interval: 50 } },
}
const amongOthers = { ...patient, testTimeout: 120_000 }

export default defineConfig({
  test: {
    // A zone set for a process only takes effect in a process of its own.
    pool: 'forks',
    maxWorkers: 2,
    silent: 'passed-only',
    projects: [
      // Two zones that show where one was forgotten: a half hour with DST, and a quarter of an hour without.
      unitTests('America/St_Johns', units, []),
      unitTests('Asia/Kathmandu', aboutTime, exhaustive),
      {
        resolve: { alias },
        test: {
          name: 'server',
          include: ['{scripts,lib,test}/**/*.test.mjs'],
          exclude,
          ...amongOthers,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'database',
          include: database,
          exclude,
          globalSetup: ['./test/database/postgres.ts'],
          setupFiles: ['./test/database/fresh-database.ts', './test/database/cheap-passwords.ts'],
          // It imports `next/server` by a name that only a bundler resolves.
          server: { deps: { inline: ['next-auth'] } },
          ...amongOthers,
        },
      },
    ],
  },
})

function unitTests(zone: string, include: string[], without: string[]) {
  return {
    resolve: { alias },
    test: {
      name: zone,
      env: { TZ: zone },
      include,
      exclude: [...exclude, ...database, ...without],
      ...patient,
    },
  }
}
