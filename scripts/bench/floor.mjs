import { createHash } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ROOT } from '../launch/root.mjs'
import { run } from '../launch/run.mjs'
import { Refusal, say } from '../launch/say.mjs'

/**
 * Builds the bare Next.js app that Kinday is compared with, unless it is built already. Its folder is in this checkout,
 * so that it uses the same packages.
 * @returns {Promise<string>} the program that serves it on 127.0.0.1:PORT
 */
export async function buildFloor() {
  const source = join(ROOT, 'scripts', 'bench', 'floor-app')
  const folder = join(ROOT, '.next-bench-floor')
  const program = join(folder, 'server.mjs')
  const stamp = join(folder, '.next', 'floor-print')
  const print = printOf(source)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === print) return program
  say('Building the floor…')
  rmSync(folder, { recursive: true, force: true })
  cpSync(source, folder, { recursive: true })
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const { code, output } = await run(process.execPath, [next, 'build', folder], {
    cwd: ROOT,
    env: { ...process.env, NEXT_DIST_DIR: '' },
  })
  if (code) throw new Refusal(`${output}\nThe floor app could not be built: see the lines above.`)
  refuseOurCode(join(folder, '.next', 'server'))
  writeFileSync(stamp, print)
  return program
}

/** Refuses a floor whose build starts Kinday's worker: it would be measured against itself. */
function refuseOurCode(server) {
  const trace = join(server, 'instrumentation.js.nft.json')
  if (existsSync(trace) && readFileSync(trace, 'utf8').includes('graphile-worker')) {
    throw new Refusal(
      'The floor app contains Kinday’s instrumentation: keep scripts/bench/floor-app/instrumentation.js.',
    )
  }
}

function printOf(source) {
  const print = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')))
  for (const name of readdirSync(source, { recursive: true }).sort()) {
    if (statSync(join(source, name)).isFile()) print.update(name).update(readFileSync(join(source, name)))
  }
  return print.digest('hex')
}
