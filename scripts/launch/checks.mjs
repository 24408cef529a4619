import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ROOT } from './root.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'

/**
 * How many tests passed, failed and were skipped, and what failed. A check without tests of its own is one.
 * @typedef {{ passed: number, failed: number, skipped: number, failures: string[], skips?: string[] }} Tally
 *   `skips`: what was skipped on this machine, and why
 */

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
  return { passed: code ? 0 : 1, failed: code ? 1 : 0, skipped: 0, failures: code ? [name] : [] }
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
      failures: report.testResults.flatMap((file) => failuresOf(file)),
    }))
  })
}

/** Runs the stories in a real browser. @returns {Promise<Tally>} */
export function playwright(env) {
  return withReport(async (file) => {
    const code = await show('playwright', ['test'], { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file })
    return tally(code, file, ({ stats, suites }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      skipped: stats.skipped,
      failures: suites.flatMap((suite) => unexpectedIn(suite)),
    }))
  })
}

/** Says what failed and, as the last line, the sum of it all. The process ends by it. @param {Tally[]} tallies */
export function conclude(tallies) {
  const sum = (key) => tallies.reduce((all, tally) => all + tally[key], 0)
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')]
  const skips = tallies.flatMap(({ skips = [] }) => skips)
  if (skips.length) console.log(['', 'Skipped:', ...skips].join('\n'))
  if (failed) console.log(['', 'Failed:', ...tallies.flatMap(({ failures }) => failures), ''].join('\n'))
  console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
  process.exitCode = failed ? 1 : 0
}

/** A file of tests that could not even be read has no failed test, and has failed. */
const isBroken = ({ status, assertionResults }) =>
  status === 'failed' && assertionResults.every((t) => t.status !== 'failed')

/** vitest's failures in a file: its tests by name and first line of what they say, or what kept it from being read. */
function failuresOf(file) {
  const name = relative(ROOT, file.name)
  if (isBroken(file)) return [`${name}: ${firstLine(file.message)}`]
  return file.assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => `${name} › ${fullName}: ${firstLine(failureMessages[0])}`)
}

/** Stories that failed, their retries too, in a suite and those within it. */
function unexpectedIn({ suites = [], specs = [] }) {
  const failed = specs.filter(({ ok }) => !ok).map(({ file, line, title }) => `${file}:${line} › ${title}`)
  return [...failed, ...suites.flatMap((suite) => unexpectedIn(suite))]
}

const firstLine = (text = '') => text.split('\n', 1)[0]

/** A run that ended badly has failed, whatever its report says. */
function tally(code, file, count) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, failures: ['a run that left no report'] }
  const counted = count(JSON.parse(readFileSync(file, 'utf8')))
  if (!code || counted.failed) return counted
  return { ...counted, failed: 1, failures: ['a run whose tests passed, and which ended badly'] }
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
