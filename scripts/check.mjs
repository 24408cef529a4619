import { CHECKS, check, conclude, vitest } from './launch/checks.mjs'
import { installPackages } from './launch/packages.mjs'

// `npm run check`: what can be known in seconds, without a database or a browser.
await installPackages({ dev: true })
const tallies = []
for (const one of CHECKS) tallies.push(await check(one))
tallies.push(await vitest(['America/St_Johns', 'Asia/Kathmandu', 'isolated']))
conclude(tallies)
