import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.mjs'
import { say } from './say.mjs'

/** How many tests passed, failed and were skipped. A check without tests of its own is one. */
/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** What needs no tests to be run: each either holds or does not. */
export const CHECKS = [
  ['Formatting and lint', ['biome', 'check', '--error-on-warnings', '.']],
  ['Route types', ['next', 'typegen']],
  ['Types', ['tsc', '--noEmit', '-p', '.']],
  [
    'Floors and package homes',
    ['depcruise', 'app', 'components', 'db', 'lib', '--config', '.dependency-cruiser.mjs'],
  ],
  ['Words in every language', ['./scripts/words.mjs']],
]

/** Runs a check. Its output is shown only when it fails. @returns {Promise<Tally>} */
export async function check([name, [tool, ...args]]) {
  say(`${name}…`)
  const { code, output } = await run(process.execPath, [bin(tool), ...args], { env: toolEnv() })
  if (code) console.error(output)
  return { passed: code ? 0 : 1, failed: code ? 1 : 0, skipped: 0 }
}

/** Runs vitest's projects of those names. @returns {Promise<Tally>} */
export function vitest(projects) {
  return withReport(async (file) => {
    const named = projects.flatMap((project) => ['--project', project])
    const args = ['run', ...named, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const code = await show('vitest', args)
    return tally(code, file, (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests + report.testResults.filter(isBroken).length,
      skipped: report.numPendingTests + report.numTodoTests,
    }))
  })
}

/** Runs the stories in a real browser. @returns {Promise<Tally>} */
export function playwright(env) {
  return withReport(async (file) => {
    const code = await show('playwright', ['test'], { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file })
    return tally(code, file, ({ stats }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      skipped: stats.skipped,
    }))
  })
}

export function sum(tallies) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const tally of tallies) for (const key in total) total[key] += tally[key]
  return total
}

/** A file of tests that could not even be read has no failed test, and has failed. */
const isBroken = ({ status, assertionResults }) =>
  status === 'failed' && assertionResults.every((t) => t.status !== 'failed')

/** A run that ended badly has failed, whatever its report says. */
function tally(code, file, count) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 }
  const counted = count(JSON.parse(readFileSync(file, 'utf8')))
  return code && !counted.failed ? { ...counted, failed: 1 } : counted
}

async function withReport(work) {
  const folder = mkdtempSync(join(tmpdir(), 'kinday-report-'))
  try {
    return await work(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs a tool in our terminal. @returns {Promise<number>} its exit code */
function show(tool, args, env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bin(tool), ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: toolEnv(env),
    })
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** A tool of a package, or a script of ours. */
const bin = (tool) => (tool.startsWith('./') ? tool : join('node_modules', '.bin', tool))

/** NODE_ENV is for each tool to choose: a test run is not a production one. */
function toolEnv(env) {
  const { NODE_ENV: _, ...own } = process.env
  return { ...own, NEXT_TELEMETRY_DISABLED: '1', ...env }
}
