import { MONTH } from './seed.mjs'
import { kB } from './table.mjs'

export const title = 'Bytes of the month page'

export async function run(arena) {
  const { small } = arena.seeded
  const ours = (await arena.ours()).url + MONTH
  const floor = `${(await arena.floor()).url}/month?calendars=${small.calendars}`
  const client = await arena.client()
  const size = async (url, encoding) => {
    const headers = [{ cookie: small.cookie, 'accept-encoding': encoding }]
    return (await client.ask({ url, connections: 1, ms: 1, headers })).bytes
  }
  const row = async (what, encoding, limit) => {
    const [a, b] = [await size(ours, encoding), await size(floor, encoding)]
    return { what, ours: kB(a), floor: kB(b), ratio: a / b, goal: `≤ ${kB(limit)}`, met: a <= limit }
  }
  return [
    await row('month page, 300 events: HTML', 'identity', 60_000),
    await row('… gzipped', 'gzip', 15_000),
  ]
}
