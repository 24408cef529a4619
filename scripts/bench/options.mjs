import { Refusal } from '../launch/say.mjs'

/** In the order they run: what starts from rest comes first. */
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
  'input',
  'script',
  'lighthouse',
  'series',
  'import',
  'isolation',
]

/**
 * What the command line asks for.
 * @param {string[]} args names of scenarios (none: all of them) and `--quick`
 * @returns
 *   {Promise<{ scenarios: { title: string, run: (arena: object) => Promise<object[]>, alone?: boolean }[], quick: boolean }>}
 */
export async function chooseRows(args) {
  const names = args.filter((arg) => arg !== '--quick')
  const unknown = names.find((name) => !SCENARIOS.includes(name))
  if (unknown) throw new Refusal(`There is no row "${unknown}": choose from ${SCENARIOS.join(', ')}.`)
  const chosen = SCENARIOS.filter((name) => names.length === 0 || names.includes(name))
  return {
    scenarios: await Promise.all(chosen.map((name) => import(`./${name}.mjs`))),
    quick: args.includes('--quick'),
  }
}
