import { CHECKS, check, conclude, vitest } from './launch/checks.mjs'
import { installPackages } from './launch/packages.mjs'

// `npm run check`: runs the checks that take seconds and need neither a database nor a browser.
await installPackages({ dev: true })
const tallies = []
for (const entry of CHECKS) tallies.push(await check(entry))
tallies.push(await vitest(['America/St_Johns', 'Asia/Kathmandu', 'shared', 'isolated']))
conclude(tallies)
