import { relative } from 'node:path'
import { ROOT } from './root.mjs'

/** Reads vitest's JSON report. @returns {import('./checks.mjs').Tally} */
export function readVitestReport({
  numPassedTests,
  numFailedTests,
  numPendingTests,
  numTodoTests,
  testResults,
}) {
  const named = testResults.map((file) => ({ ...file, name: relative(ROOT, file.name) }))
  return {
    passed: numPassedTests,
    failed: numFailedTests + named.filter(isBroken).length,
    skipped: numPendingTests + numTodoTests,
    failures: named.flatMap((file) => failuresOf(file)),
    skips: named.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => ['pending', 'skipped', 'todo', 'disabled'].includes(status))
        .map(({ fullName, meta }) => `${name} › ${fullName}${formatReason(meta?.skipped)}`),
    ),
  }
}

/** Reads Playwright's JSON report. @returns {import('./checks.mjs').Tally} */
export function readPlaywrightReport({ stats, suites, errors = [] }) {
  const tests = suites.flatMap((suite) => testsOf(suite))
  const named = (status) => tests.filter((test) => test.status === status)
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    failures: [...named('unexpected').map(({ name }) => name), ...errors.map((e) => firstLine(e.message))],
    flaky: named('flaky').map(({ name }) => name),
    skips: named('skipped').map(({ name, annotations }) => {
      return `${name}${formatReason(annotations?.find(({ type }) => type === 'skip' || type === 'fixme')?.description)}`
    }),
  }
}

/** Counts a file that could not be loaded as failed, although it has no failed test. */
function isBroken({ status, assertionResults }) {
  return status === 'failed' && assertionResults.every((test) => test.status !== 'failed')
}

function failuresOf(file) {
  if (isBroken(file)) return [`${file.name}: ${firstLine(file.message)}`]
  return file.assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => `${file.name} › ${fullName}: ${firstLine(failureMessages[0])}`)
}

function testsOf({ suites = [], specs = [] }) {
  const ownTests = specs.flatMap(({ file, line, title, tests }) =>
    tests.map(({ status, annotations }) => ({ name: `${file}:${line} › ${title}`, status, annotations })),
  )
  return [...ownTests, ...suites.flatMap((suite) => testsOf(suite))]
}

const formatReason = (text) => (text ? `: ${text}` : '')
const firstLine = (text = '') => text.split('\n', 1)[0]
