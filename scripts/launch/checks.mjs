import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readPlaywrightReport, readVitestReport } from './reports.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'

/**
 * Results of a part of the suite. A check without tests counts as one test.
 * @typedef
 *   {{ passed: number, failed: number, skipped: number, failures: string[], skips?: string[], flaky?: string[] }} Tally
 *   `skips`: skipped tests, and why; `flaky`: tests that passed when they were tried once more
 */

/** Checks that run no tests. */
export const CHECKS = [
  ['Formatting and lint', ['biome', 'check', '--error-on-warnings', '.']],
  ['Route types', ['next', 'typegen']],
  ['Types', ['tsc', '--noEmit', '-p', '.']],
  [
    'Layers and package boundaries',
    ['depcruise', 'app', 'components', 'db', 'lib', '--config', '.dependency-cruiser.mjs'],
  ],
  ['Words in every language', ['./scripts/words.mjs']],
]

/** Runs a check. Its output is shown only when it fails. @returns {Promise<Tally>} */
export async function check([name, [tool, ...args]]) {
  say(`${name}…`)
  const { code, output } = await run(process.execPath, [bin(tool), ...args], { env: toolEnv() })
  if (code) console.error(output)
  return { passed: code ? 0 : 1, failed: code ? 1 : 0, skipped: 0, failures: code ? [name] : [] }
}

/**
 * Runs the vitest projects with these names; with `files`, only test files whose names contain one of them.
 * @returns {Promise<Tally>}
 */
export function vitest(projects, files = [], env = {}) {
  return withReport(async (file) => {
    const projectArgs = projects.flatMap((project) => ['--project', project])
    const args = [
      'run',
      ...files,
      ...projectArgs,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ]
    const code = await runInTerminal('vitest', args, env)
    return readTally(code, file, readVitestReport)
  })
}

/** Runs the browser tests, or those of another configuration. @returns {Promise<Tally>} */
export function playwright(env, config = 'playwright.config.ts') {
  return withReport(async (file) => {
    const code = await runInTerminal('playwright', ['test', '-c', config], {
      ...env,
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    })
    return readTally(code, file, readPlaywrightReport)
  })
}

/** Lists what was skipped, flaky and failed; the last line is the sum. Sets the exit code. @param {Tally[]} tallies */
export function conclude(tallies) {
  const sum = (key) => tallies.reduce((all, tally) => all + tally[key], 0)
  printList('Skipped', tallies, 'skips')
  printList('Flaky (failed, and passed when tried once more)', tallies, 'flaky')
  printList('Failed', tallies, 'failures')
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')]
  console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
  process.exitCode = failed ? 1 : 0
}

function printList(heading, tallies, key) {
  const entries = tallies.flatMap((tally) => tally[key] ?? [])
  if (entries.length) console.log(['', `${heading}:`, ...entries, ''].join('\n'))
}

/** Counts a run with a bad exit code as failed, regardless of its report. */
function readTally(code, file, count) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, failures: ['a run that left no report'] }
  const counted = count(JSON.parse(readFileSync(file, 'utf8')))
  if (!code || counted.failed) return counted
  return { ...counted, failed: 1, failures: ['a run whose tests passed but that exited with an error'] }
}

async function withReport(work) {
  const folder = mkdtempSync(join(tmpdir(), 'kinday-report-'))
  try {
    return await work(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs a tool and shows its output. @returns {Promise<number>} its exit code */
function runInTerminal(tool, args, env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bin(tool), ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: toolEnv(env),
    })
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** Returns the path of a package's tool or of a script. */
const bin = (tool) => (tool.startsWith('./') ? tool : join('node_modules', '.bin', tool))

/** Returns the environment without NODE_ENV, which each tool sets itself. */
function toolEnv(env) {
  const { NODE_ENV: _, ...inherited } = process.env
  return { ...inherited, NEXT_TELEMETRY_DISABLED: '1', ...env }
}
