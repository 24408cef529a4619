import { MONTH } from './seed.mjs'
import { kB } from './table.mjs'
import { PAGES } from './views.mjs'

export const title = 'Bytes of pages'

export async function run(bench) {
  const { small } = bench.seeded
  const kinday = (await bench.kinday()).url + MONTH
  const baseline = `${(await bench.baseline()).url}/month?calendars=${small.calendars}`
  const client = await bench.client()
  const size = async (url, encoding) => {
    const headers = [{ cookie: small.cookie, 'accept-encoding': encoding }]
    return (await client.ask({ url, connections: 1, ms: 1, headers })).bytes
  }
  const row = async (what, encoding, limit) => {
    const bytes = await size(kinday, encoding)
    const baselineBytes = await size(baseline, encoding)
    return {
      what,
      kinday: kB(bytes),
      baseline: kB(baselineBytes),
      ratio: bytes / baselineBytes,
      goal: `≤ ${kB(limit)}`,
      met: bytes <= limit,
    }
  }
  const rows = [
    await row('month page, 300 events: HTML', 'identity', 60_000),
    await row('… gzipped', 'gzip', 14_000),
  ]
  const { url } = await bench.kinday()
  for (const [name, path] of Object.entries(PAGES)) {
    const bytes = await size(url + path, 'gzip')
    const plain = kB(await size(url + path, 'identity'))
    rows.push({
      what: `${name} page, gzipped (plain: ${plain})`,
      ...{ kinday: kB(bytes), goal: '≤ 15.0 kB', met: bytes <= 15_000 },
    })
  }
  return rows
}
