import { race } from './month.mjs'
import { DAY } from './seed.mjs'
import { median, ratioOf } from './stats.mjs'
import { ms, perSecond } from './table.mjs'

export const title = 'Week, day, agenda and home pages under load'

/** What people look at beside the month. */
export const PAGES = {
  week: `/calendar/week/${DAY}`,
  day: `/calendar/day/${DAY}`,
  agenda: `/calendar/agenda/${DAY}`,
  home: '/home',
}

/** The same person and the same floor as the month's. */
export async function run(arena) {
  const rows = []
  const { middle } = arena.seeded
  const load = { connections: 16, client: await arena.client(), slices: arena.slices }
  const floor = `${(await arena.floor()).url}/month?calendars=${middle.calendars}`
  const { url } = await arena.ours()
  for (const [view, path] of Object.entries(PAGES)) {
    const ours = url + path
    const headers = { cookie: middle.cookie, 'accept-encoding': 'identity' }
    const [a, b] = await race(load, ours, floor, headers)
    rows.push({
      what: `${view} page, 16 connections, 10k events`,
      ours: `${perSecond(median(a.rates))}, p50 ${ms(median(a.p50))}`,
      floor: perSecond(median(b.rates)),
      ratio: ratioOf(a.rates, b.rates),
    })
  }
  return rows
}
