import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPlaywrightReport, readVitestReport } from './reports.mjs'
import { ROOT } from './root.mjs'

describe('the tally of a Playwright report', () => {
  const spec = (line, title, status, annotations) => ({
    ...{ file: 'a.spec.ts', line, title },
    tests: [{ status, annotations }],
  })
  const report = {
    stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 1 },
    suites: [
      {
        specs: [spec(1, 'passes', 'expected'), spec(2, 'fails', 'unexpected')],
        suites: [
          {
            specs: [
              spec(3, 'passes late', 'flaky'),
              spec(4, 'is not run', 'skipped', [{ type: 'skip', description: 'no mail server' }]),
            ],
          },
        ],
      },
    ],
  }

  it('counts a flaky test as passed, and names it', () => {
    expect(readPlaywrightReport(report)).toEqual({
      ...{ passed: 6, failed: 1, skipped: 1 },
      failures: ['a.spec.ts:2 › fails'],
      flaky: ['a.spec.ts:3 › passes late'],
      skips: ['a.spec.ts:4 › is not run: no mail server'],
    })
  })
})

describe('the tally of a vitest report', () => {
  const file = (name, status, assertionResults, message) => ({
    ...{ name: join(ROOT, name), status, assertionResults, message },
  })

  it('counts a file that could not be loaded as failed, and names skipped tests', () => {
    const report = {
      ...{ numPassedTests: 1, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0 },
      testResults: [
        file('lib/a.test.ts', 'failed', [
          { status: 'passed', fullName: 'adds' },
          { status: 'failed', fullName: 'divides', failureMessages: ['expected 1\n  at x'] },
          { status: 'skipped', fullName: 'roots' },
        ]),
        file('lib/b.test.ts', 'failed', [], 'Cannot find module'),
      ],
    }
    expect(readVitestReport(report)).toEqual({
      ...{ passed: 1, failed: 2, skipped: 1 },
      failures: ['lib/a.test.ts › divides: expected 1', 'lib/b.test.ts: Cannot find module'],
      skips: ['lib/a.test.ts › roots'],
    })
  })
})
