import { findBrowser } from './launch/browser.mjs'
import { conclude, playwright } from './launch/checks.mjs'
import { installPackages } from './launch/packages.mjs'
import { ROOT } from './launch/root.mjs'
import { say } from './launch/say.mjs'

// `npm run chaos`: kills servers and databases while users write, and looks for what was lost.
process.chdir(ROOT)
await installPackages({ dev: true })
say('Killing servers and databases (building first)…')
const path = await findBrowser()
conclude([await playwright(path ? { CHROMIUM_PATH: path } : {}, 'playwright.chaos.config.ts')])
