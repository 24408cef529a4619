import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { ROOT } from '../launch/root.mjs'

/**
 * A line of the table.
 * @typedef {{ what: string, ours: string, floor?: string, ratio?: number, goal?: string, met?: boolean }} Row
 */

const COLUMNS = [
  ['what', 48],
  ['ours', 20],
  ['floor', 13],
  ['ratio', 5],
  ['goal', 14],
  ['met', 4],
]

/** Prints the rows in at most 110 columns, and under them what one has to know to read them. */
export function printTable(rows, { slices, skipped }) {
  const head = { what: 'scenario', ours: 'ours', floor: 'floor', ratio: 'ratio', goal: 'goal', met: 'met?' }
  console.log(`\n${line(head)}\n${COLUMNS.map(([, width]) => '─'.repeat(width)).join(' ')}`)
  for (const row of rows) {
    const met = row.met === undefined ? '' : row.met ? 'yes' : 'NO'
    console.log(line({ ...row, ratio: row.ratio?.toFixed(2), met }))
  }
  const { version } = createRequire(`${ROOT}/`)('next/package.json')
  console.log(`
Node ${process.versions.node}, Next ${version}, ${cpus().length} cores, shared by client, server and database.
Races: ${slices.count} slices of ${slices.ms / 1000} s a side, in turn; the ratio is the median of neighbouring slices' ratios.
Floors: the same Next bare behind the same kind of server; a naive page with the same 300 events (one query, four
React elements an event); a bare transaction of the same rows; a bare ws broadcast to as many sockets; what
rrule-temporal finds between two dates, its rules read before.
Seeded: singles, and where a row says so 200 series more. kB are 1,000 bytes; MB are 1,000,000.`)
  for (const sentence of skipped) console.log(sentence)
}

function line(row) {
  return COLUMNS.map(([name, width]) => (row[name] ?? '').padEnd(width))
    .join(' ')
    .trimEnd()
}

export const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`
export const MB = (bytes) => `${Math.round(bytes / 1e6)} MB`
export const ms = (milliseconds) =>
  `${milliseconds < 100 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`
export const perSecond = (rate) => `${rate < 100 ? rate.toFixed(1) : Math.round(rate)}/s`
