import { race } from './month.mjs'
import { DAY } from './seed.mjs'
import { median, ratioOf } from './stats.mjs'
import { ms, perSecond } from './table.mjs'

export const title = 'Week, day, agenda and home pages under load'

/** The measured pages besides the month. */
export const PAGES = {
  week: `/calendar/week/${DAY}`,
  day: `/calendar/day/${DAY}`,
  agenda: `/calendar/agenda/${DAY}`,
  home: '/home',
}

/** Compares the pages with the same baseline as the month, for the same user. */
export async function run(bench) {
  const rows = []
  const { middle } = bench.seeded
  const load = { connections: 16, client: await bench.client(), slices: bench.slices }
  const baseline = `${(await bench.baseline()).url}/month?calendars=${middle.calendars}`
  const { url } = await bench.kinday()
  for (const [view, path] of Object.entries(PAGES)) {
    const kinday = url + path
    const headers = { cookie: middle.cookie, 'accept-encoding': 'identity' }
    const [a, b] = await race(load, kinday, baseline, headers)
    rows.push({
      what: `${view} page, 16 connections, 10k events`,
      kinday: `${perSecond(median(a.rates))}, p50 ${ms(median(a.p50))}`,
      baseline: perSecond(median(b.rates)),
      ratio: ratioOf(a.rates, b.rates),
    })
  }
  return rows
}
