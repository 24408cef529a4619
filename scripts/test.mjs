import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser } from './launch/browser.mjs'
import { CHECKS, check, conclude, playwright, vitest } from './launch/checks.mjs'
import { makeFreshClone } from './launch/fresh-clone.mjs'
import { tryFreshClone } from './launch/fresh-start.mjs'
import { installPackages } from './launch/packages.mjs'
import { ROOT } from './launch/root.mjs'
import { say } from './launch/say.mjs'
import { runUntilStopped } from './launch/shutdown.mjs'
import { git, snapshot } from './launch/snapshot.mjs'

// `npm test`: everything, from a bare checkout. The last line is the sum of all tests.
await runUntilStopped(async (onClose) => {
  process.chdir(ROOT)
  say('A fresh clone installs and builds meanwhile, and starts as for a new user…')
  // At the same time as the other tests: an installation keeps one core busy, and they often wait for timers.
  const started = testFreshClone(onClose)
  await installPackages({ dev: true })
  const before = process.env.CI && existsSync('.git') ? await snapshot(ROOT) : undefined
  // A browser that is missing is downloaded meanwhile. A failure is reported by the browser tests.
  const browser = findBrowser().then(
    (path) => ({ path }),
    (error) => ({ error }),
  )
  const tallies = []
  for (const entry of CHECKS) tallies.push(await check(entry))
  say('Unit and integration tests…')
  tallies.push(
    await vitest(['Asia/Kathmandu', 'America/St_Johns', 'shared', 'isolated', 'server', 'database*']),
  )
  const { tally, root } = await started
  tallies.push(tally)
  say(root ? 'Browser tests, of that clone…' : 'Browser tests (building first)…')
  tallies.push(await browserTests(root, await browser))
  if (before) tallies.push(await checkUnchanged(before))
  conclude(tallies)
  return process.exitCode
})

/** Checks that npm and the tools changed no tracked file. For CI only, since a developer may edit files meanwhile. */
async function checkUnchanged(before) {
  const changed = await git(ROOT, ['diff', '--name-only', before, await snapshot(ROOT)])
  const failures = changed ? [`npm test changed ${changed.split('\n').join(', ')}`] : []
  return { passed: 1 - failures.length, failed: failures.length, skipped: 0, failures }
}

/** Tests a fresh clone; never rejects. @returns the tally, and the folder of the clone if it was built */
async function testFreshClone(onClose) {
  try {
    const clone = await makeFreshClone()
    if (clone.skipped) {
      const skips = [`Fresh clone: ${clone.skipped}`]
      return { tally: { passed: 0, failed: 0, skipped: 1, failures: [], skips } }
    }
    onClose(clone.remove)
    const tally = await tryFreshClone(clone)
    return { tally, root: tally.failed ? undefined : clone.root }
  } catch (error) {
    console.error(error)
    return { tally: { passed: 0, failed: 1, skipped: 0, failures: [`Fresh clone: ${error.message}`] } }
  }
}

async function browserTests(root, { path, error }) {
  if (error) {
    console.error(error.message)
    return { passed: 0, failed: 1, skipped: 0, failures: ['no browser'] }
  }
  rmSync(join(root ?? ROOT, '.data-test'), { recursive: true, force: true })
  return playwright({
    ...(path && { CHROMIUM_PATH: path }),
    ...(root && { TEST_ROOT: root }),
  })
}
