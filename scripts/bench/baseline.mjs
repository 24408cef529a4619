import { createHash } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ROOT } from '../launch/root.mjs'
import { run } from '../launch/run.mjs'
import { Refusal, say } from '../launch/say.mjs'

/**
 * Builds the bare Next.js app that Kinday is compared with, unless it is already built. It is built within this
 * checkout, so that it uses the same packages.
 * @returns {Promise<string>} the program that serves it on 127.0.0.1:PORT
 */
export async function buildBaseline() {
  const source = join(ROOT, 'scripts', 'bench', 'baseline-app')
  const folder = join(ROOT, '.next-bench-baseline')
  const program = join(folder, 'server.mjs')
  const stamp = join(folder, '.next', 'baseline-hash')
  const hash = hashOf(source)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return program
  say('Building the baseline app…')
  rmSync(folder, { recursive: true, force: true })
  cpSync(source, folder, { recursive: true })
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const { code, output } = await run(process.execPath, [next, 'build', folder], {
    cwd: ROOT,
    env: { ...process.env, NEXT_DIST_DIR: '' },
  })
  if (code) throw new Refusal(`${output}\nThe baseline app could not be built: see the lines above.`)
  refuseKindayCode(join(folder, '.next', 'server'))
  writeFileSync(stamp, hash)
  return program
}

/** Rejects a build that contains Kinday's worker: Kinday would be compared with itself. */
function refuseKindayCode(server) {
  const trace = join(server, 'instrumentation.js.nft.json')
  if (existsSync(trace) && readFileSync(trace, 'utf8').includes('graphile-worker')) {
    throw new Refusal(
      'The baseline app contains Kinday’s instrumentation: keep scripts/bench/baseline-app/instrumentation.js.',
    )
  }
}

function hashOf(source) {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')))
  for (const name of readdirSync(source, { recursive: true }).sort()) {
    if (statSync(join(source, name)).isFile()) hash.update(name).update(readFileSync(join(source, name)))
  }
  return hash.digest('hex')
}
