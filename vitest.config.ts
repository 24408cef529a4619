import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/.$/, '') }
const database = ['**/*.db.test.ts']
const exclude = ['node_modules/**', '.next*/**']

/** Zones that show where one was forgotten: offsets of a quarter and a half hour, one without and one with DST. */
const ZONES = ['Asia/Kathmandu', 'America/St_Johns']

/**
 * A machine under load is slow; what hangs is still found. Where others are waited for, a second try tells a slow
 * machine from a fault.
 */
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
      ...ZONES.map((zone) => ({
        resolve: { alias },
        test: {
          name: zone,
          env: { TZ: zone },
          include: ['lib/**/*.test.ts', 'components/**/*.test.ts'],
          exclude: [...exclude, ...database],
          ...patient,
        },
      })),
      {
        resolve: { alias },
        test: {
          name: 'server',
          include: ['{scripts,lib,e2e}/**/*.test.mjs'],
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
          globalSetup: ['./e2e/servers/postgres.ts'],
          setupFiles: ['./e2e/servers/fresh-database.ts'],
          ...amongOthers,
        },
      },
    ],
  },
})
