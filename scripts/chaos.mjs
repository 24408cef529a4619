import { findBrowser } from './launch/browser.mjs'
import { conclude, playwright, vitest } from './launch/checks.mjs'
import { installPackages } from './launch/packages.mjs'
import { ROOT } from './launch/root.mjs'
import { say } from './launch/say.mjs'

// `npm run chaos`: kills servers and databases while users write, and looks for lost changes. Also compares the
// recurrence engine with other implementations, for many more rules than `npm test` does.
process.chdir(ROOT)
await installPackages({ dev: true })
say('Comparing recurrence rules…')
const rules = await vitest(['America/St_Johns'], ['series.oracle'], { ORACLE_DEPTH: '60' })
say('Killing servers and databases (building first)…')
const path = await findBrowser()
conclude([rules, await playwright(path ? { CHROMIUM_PATH: path } : {}, 'playwright.chaos.config.ts')])
