import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/.$/, '') }
const database = ['**/*.db.test.ts']
const exclude = ['node_modules/**', '.next*/**']

/** Zones that show where one was forgotten: offsets of a quarter and a half hour, one without and one with DST. */
const ZONES = ['Asia/Kathmandu', 'America/St_Johns']

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
          // A machine under load is slow; what hangs is still found.
          testTimeout: 60_000,
        },
      })),
      {
        resolve: { alias },
        test: {
          name: 'server',
          include: ['{scripts,lib,e2e}/**/*.test.mjs'],
          exclude,
          testTimeout: 60_000,
          hookTimeout: 60_000,
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
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
