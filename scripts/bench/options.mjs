import { Refusal } from '../launch/say.mjs'

/** Scenarios in the order in which they run. `start` is first, since it needs an idle machine. */
const SCENARIOS = [
  'start',
  'month',
  'views',
  'latency',
  'search',
  'bytes',
  'create',
  'fanout',
  'paint',
  'offline',
  'input',
  'quick-create',
  'script',
  'lighthouse',
  'series',
  'import',
  'alerts',
  'sync',
  'isolation',
]

/**
 * Parses the command line.
 * @param {string[]} args names of scenarios (all by default) and `--quick`
 * @returns {Promise<{ scenarios: Scenario[], quick: boolean }>}
 * @typedef {{ title: string, run: (bench: object) => Promise<object[]>, alone?: boolean }} Scenario
 *   `alone`: needs neither servers nor a database
 */
export async function parseOptions(args) {
  const names = args.filter((arg) => arg !== '--quick')
  const unknown = names.find((name) => !SCENARIOS.includes(name))
  if (unknown) throw new Refusal(`There is no scenario "${unknown}": choose from ${SCENARIOS.join(', ')}.`)
  const chosen = SCENARIOS.filter((name) => names.length === 0 || names.includes(name))
  return {
    scenarios: await Promise.all(chosen.map((name) => import(`./${name}.mjs`))),
    quick: args.includes('--quick'),
  }
}
