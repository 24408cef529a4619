import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

/** The tests have their own port, data and build, so that they run beside a Kinday in use. */
export const TEST_PORT = Number(process.env.TEST_PORT ?? 3210)

/** The folder whose app is tested: this checkout, or a clone of it that `npm test` has built. */
export const TEST_ROOT = process.env.TEST_ROOT ?? '.'

/** The build folder of that app, relative to TEST_ROOT. */
export const TEST_BUILD = process.env.TEST_ROOT ? '.next' : '.next-test'
export const TEST_DATA = join(TEST_ROOT, '.data-test')

const asRoot = process.getuid?.() === 0

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  // `npm run chaos` runs these.
  testIgnore: 'chaos/**',
  outputDir: 'test-results',
  // Long enough for a loaded machine, and short enough to detect a test that hangs.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  fullyParallel: true,
  // Tests also wait for timers and animations, so three workers keep two cores busy.
  workers: 3,
  // In CI a failed test is tried once more. If it passes then, `npm test` lists it as flaky.
  retries: process.env.CI ? 1 : 0,
  reporter: [['list'], ['json']],
  use: {
    baseURL: `http://localhost:${TEST_PORT}`,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // Requests of a page with a service worker cannot be intercepted. e2e/offline.spec.ts allows it.
    serviceWorkers: 'block',
    // Recording costs a third of a test's time, so it is done on the second try only, or with `--trace on`.
    trace: 'on-first-retry',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [...(asRoot ? ['--no-sandbox'] : []), '--disable-background-networking', '--disable-gpu'],
    },
  },
  webServer: {
    command: 'node scripts/start.mjs',
    cwd: TEST_ROOT,
    env: {
      ...{ PORT: String(TEST_PORT), DATA_DIR: '.data-test', NEXT_DIST_DIR: TEST_BUILD, CHECK_OUTPUTS: '1' },
      // The stub push service of e2e/push.spec.ts is on the loopback.
      ALLOW_PRIVATE_TARGETS: '1',
    },
    url: `http://localhost:${TEST_PORT}/sign-in`,
    // It builds first: minutes, on a machine that is busy or slow.
    timeout: 1_200_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    stdout: 'ignore',
  },
})
