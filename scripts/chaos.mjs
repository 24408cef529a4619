import { findBrowser } from './launch/browser.mjs'
import { conclude, playwright, vitest } from './launch/checks.mjs'
import { installPackages } from './launch/packages.mjs'
import { ROOT } from './launch/root.mjs'
import { say } from './launch/say.mjs'

// `npm run chaos`: kills servers and databases while users write, and looks for lost changes. Also compares the
// recurrence engine with other implementations, for many more rules than `npm test` does, and interrupts the sync of
// connected calendars after many more random edits.
process.chdir(ROOT)
await installPackages({ dev: true })
say('Comparing recurrence rules…')
const rules = await vitest(['America/St_Johns'], ['series.oracle'], { ORACLE_DEPTH: '60' })
say('Interrupting syncs…')
const sync = await vitest(['database*'], ['lib/sync/random.db'], {
  // Per provider. The test fails if they take longer than these minutes.
  ...{
    SYNC_EDITS: '10000',
    // With a real server, an edit takes a second. Skipped if Radicale is not installed.
    SYNC_RADICALE_EDITS: '1500',
    SYNC_MINUTES: '60',
    SYNC_SEED: String(Date.now() % 1e9),
    MAX_COMMANDS_PER_HOUR: '10000000',
  },
})
say('Killing servers and databases (building first)…')
const path = await findBrowser()
conclude([rules, sync, await playwright(path ? { CHROMIUM_PATH: path } : {}, 'playwright.chaos.config.ts')])
