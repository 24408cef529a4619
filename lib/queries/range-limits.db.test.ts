import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { events, placements } from '@/db/schema/events'
import { as, groupOf, hour, joins, type Person, person, share } from '@/e2e/servers/cast'
import { boundsOfSeries } from '@/lib/calendar/series/series'
import type { Range } from '@/lib/calendar/tuple'
import { showCalendars } from '@/lib/commands/calendar-settings'

const MONTH = ['2027-05-01', '2027-06-01'] as const

/** Fills a calendar with many events at once, as an import does. */
async function fill(who: Person, calendarId: string, count: number, rules: string[] = [], more = {}) {
  const span = hour('2027-05-03')
  const { id } = await as(who).makes({ calendarId, title: 'Noise', span, ...more })
  const [event] = await db.select().from(events).where(eq(events.id, id))
  const [placed] = await db.select().from(placements).where(eq(placements.eventId, id))
  const recurrence = rules.length ? { rules, dates: [], exclusions: [] } : null
  const { from, to } = boundsOfSeries({ span, recurrence, overrides: {} })
  const own = { spanFrom: new Date(from), spanTo: new Date(to) }
  const copies = Array.from({ length: count }, () => ({ id: randomUUID(), uid: randomUUID(), ...own }))
  for (let at = 0; at < count; at += 500) {
    const some = copies.slice(at, at + 500)
    await db.insert(events).values(some.map((copy) => ({ ...event!, ...copy, recurrence })))
    const long = rules.length > 0
    const placing = some.map(({ id: eventId, ...copy }) => ({ ...placed!, ...copy, eventId, long }))
    await db.insert(placements).values(placing)
  }
}

const titles = ({ tuples }: Range) => tuples.map((tuple) => tuple[5])
const count = (range: Range, title: string) => titles(range).filter((one) => one === title).length
const indexOf = (range: Range, calendar: string) => range.calendars.findIndex(([id]) => id === calendar)

describe('a range with more in it than a view shows', () => {
  it('keeps all events of other calendars, and names the calendar that is cut', async () => {
    const [owner, viewer] = [await person('owner'), await person('viewer')]
    const { group, calendar } = await groupOf(owner)
    await joins(viewer, owner, group, 'viewer')
    const minutely = Array.from({ length: 10 }, (_, second) => `FREQ=MINUTELY;BYSECOND=${second}`)
    await fill(owner, calendar, 250, minutely)
    await as(viewer).makes({ calendarId: viewer.calendar, title: 'Dentist', span: hour('2027-05-20') })
    await as(viewer).makes({
      ...{ calendarId: viewer.calendar, title: 'Swimming', span: hour('2027-05-04') },
      rules: ['FREQ=DAILY'],
    })
    const shown = await as(viewer).sees(...MONTH)
    expect(shown.tuples.length).toBeLessThanOrEqual(2000)
    expect([count(shown, 'Dentist'), count(shown, 'Swimming')]).toEqual([1, 28])
    expect(count(shown, 'Noise')).toBeGreaterThan(1900)
    expect(shown.cut).toEqual([indexOf(shown, calendar)])

    await as(viewer).does(showCalendars, { hidden: [calendar] })
    await fill(viewer, viewer.calendar, 1900)
    const hidden = await as(viewer).sees(...MONTH)
    expect([count(hidden, 'Dentist'), count(hidden, 'Swimming')]).toEqual([1, 28])
    expect(hidden.tuples.filter(([, index]) => index === indexOf(hidden, viewer.calendar))).toHaveLength(1930)
    expect(hidden.cut).toEqual([indexOf(hidden, calendar)])
  })

  it('cuts single events in the order of time, fairly among calendars', async () => {
    const owner = await person('owner')
    const { calendar } = await groupOf(owner)
    await fill(owner, owner.calendar, 2500)
    await fill(owner, calendar, 30)
    await as(owner).makes({ calendarId: owner.calendar, title: 'Last', span: hour('2027-05-30') })
    await as(owner).makes({ calendarId: calendar, title: 'Late', span: hour('2027-05-30') })
    const shown = await as(owner).sees(...MONTH)
    expect(shown.tuples).toHaveLength(2000)
    expect([count(shown, 'Late'), count(shown, 'Last')]).toEqual([1, 0])
    expect(shown.cut).toEqual([indexOf(shown, owner.calendar)])
    expect((await as(owner).sees('2027-05-30', '2027-05-31')).cut).toBeUndefined()
  })

  it('leaves out the series that are stored in most space', async () => {
    const owner = await person('owner')
    await as(owner).makes({
      ...{ calendarId: owner.calendar, title: 'Swimming', span: hour('2027-05-04') },
      rules: ['FREQ=DAILY'],
    })
    const { id } = await as(owner).makes({
      ...{ calendarId: owner.calendar, title: 'Huge', span: hour('2027-05-04') },
      rules: ['FREQ=DAILY'],
    })
    const overrides = Object.fromEntries(
      Array.from({ length: 60_000 }, () => [randomUUID(), { title: randomUUID() }]),
    )
    await db.update(events).set({ overrides }).where(eq(events.id, id))
    const shown = await as(owner).sees(...MONTH)
    expect([count(shown, 'Swimming'), count(shown, 'Huge')]).toEqual([28, 0])
    expect(shown.cut).toEqual([0])
  })

  it('does not tell that events are there which the viewer must not know of', async () => {
    const [owner, sharee] = [await person('owner'), await person('sharee')]
    await fill(owner, owner.calendar, 30, ['FREQ=MINUTELY'], { busy: false })
    await fill(owner, owner.calendar, 2100, [], { busy: false })
    await share(owner.calendar, { userId: sharee.id }, 'freebusy')
    const shown = await as(sharee).sees(...MONTH)
    expect(shown.tuples).toEqual([])
    expect(shown.cut).toBeUndefined()
    expect((await as(owner).sees(...MONTH)).cut).toEqual([0])
  })
})
