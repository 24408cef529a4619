import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { ROOT } from '../launch/root.mjs'

/**
 * A line of the table.
 * @typedef {{ what: string, kinday: string, baseline?: string, ratio?: number, goal?: string, met?: boolean }} Row
 */

const COLUMNS = [
  ['what', 48],
  ['kinday', 20],
  ['baseline', 13],
  ['ratio', 5],
  ['goal', 14],
  ['met', 4],
]

/** Prints the rows in at most 110 columns, followed by an explanation. */
export function printTable(rows, { slices, skipped }) {
  const head = {
    what: 'scenario',
    kinday: 'Kinday',
    baseline: 'baseline',
    ratio: 'ratio',
    goal: 'goal',
    met: 'met?',
  }
  console.log(`\n${line(head)}\n${COLUMNS.map(([, width]) => '─'.repeat(width)).join(' ')}`)
  for (const row of rows) {
    const met = row.met === undefined ? '' : row.met ? 'yes' : 'NO'
    console.log(line({ ...row, ratio: row.ratio?.toFixed(2), met }))
  }
  const { version } = createRequire(`${ROOT}/`)('next/package.json')
  console.log(`
Node ${process.versions.node}, Next ${version}, ${cpus().length} cores, shared by client, server and database.
Kinday and its baseline are measured alternately, ${slices.count} times for ${slices.ms / 1000} s each. The ratio is the median of the ratios.
Baselines: a bare Next app on the same kind of server; a naive page of the same 300 events (one query, four React
elements per event); a transaction that writes the same rows; a ws broadcast to as many sockets; rrule-temporal with
parsed rules, between two dates.
Events are single events, plus 200 series where a row says so. kB: 1,000 bytes; MB: 1,000,000 bytes.`)
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
