import { rmSync } from 'node:fs'
import { findBrowser } from './launch/browser.mjs'
import { CHECKS, check, conclude, playwright, vitest } from './launch/checks.mjs'
import { installPackages } from './launch/packages.mjs'
import { ROOT } from './launch/root.mjs'
import { say } from './launch/say.mjs'

// `npm test`: everything, from a bare checkout. Its last line is the sum of all that was tried.
process.chdir(ROOT)
await installPackages({ dev: true })
const tallies = []
for (const one of CHECKS) tallies.push(await check(one))
say('Unit and integration tests…')
tallies.push(await vitest(['Asia/Kathmandu', 'America/St_Johns', 'server', 'database']))
say('Stories in a browser (building first)…')
tallies.push(await stories())

conclude(tallies)

async function stories() {
  try {
    const path = await findBrowser()
    rmSync('.data-test', { recursive: true, force: true })
    return await playwright(path ? { CHROMIUM_PATH: path } : {})
  } catch (error) {
    console.error(error.message)
    return { passed: 0, failed: 1, skipped: 0, failures: ['no browser'] }
  }
}
