import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import { boundsOfSeries } from '@/lib/calendar/series/series'
import type { Span } from '@/lib/calendar/span'
import type { Range } from '@/lib/calendar/tuple'
import { showCalendars } from '@/lib/commands/calendar-settings'
import {
  addMember,
  as,
  hour,
  insertShare,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'

/** More exceptions than a range reads. */
const HUGE = Object.fromEntries(Array.from({ length: 60_000 }, () => [randomUUID(), { title: randomUUID() }]))

const MONTH = ['2027-05-01', '2027-06-01'] as const

/** Fills a calendar with many events at once, as an import does. */
async function fill(user: TestUser, calendarId: string, count: number, rules: string[] = [], fields = {}) {
  const noise = { calendarId, title: 'Noise', span: hour('2027-05-03') as Span, ...fields }
  const { id } = await as(user).createEvent(noise)
  const [event] = await db.select().from(events).where(eq(events.id, id))
  const [placed] = await db.select().from(placements).where(eq(placements.eventId, id))
  const recurrence = rules.length ? { rules, dates: [], exclusions: [] } : null
  const { from, to } = boundsOfSeries({ span: noise.span, recurrence, overrides: {} })
  const bounds = { spanFrom: new Date(from), spanTo: new Date(to) }
  const copies = Array.from({ length: count }, () => ({ id: randomUUID(), uid: randomUUID(), ...bounds }))
  for (let at = 0; at < count; at += 500) {
    const batch = copies.slice(at, at + 500)
    await db.insert(events).values(batch.map((copy) => ({ ...event!, ...copy, recurrence })))
    const isLong = rules.length > 0
    const placementRows = batch.map(({ id: eventId, ...copy }) => ({
      ...placed!,
      ...copy,
      eventId,
      long: isLong,
    }))
    await db.insert(placements).values(placementRows)
  }
}

const titles = ({ tuples }: Range) => tuples.map((tuple) => tuple[5])
const count = (range: Range, title: string) => titles(range).filter((other) => other === title).length
const indexOf = (range: Range, calendar: string) => range.calendars.findIndex(([id]) => id === calendar)

describe('a range with more events than a view shows', () => {
  it('keeps all events of other calendars, and names the calendar that is cut', async () => {
    const [owner, viewer] = [await makeUser('owner'), await makeUser('viewer')]
    const { group, calendar } = await makeGroup(owner)
    await addMember(viewer, owner, group, 'viewer')
    const minutely = Array.from({ length: 10 }, (_, second) => `FREQ=MINUTELY;BYSECOND=${second}`)
    await fill(owner, calendar, 250, minutely)
    await as(viewer).createEvent({ calendarId: viewer.calendar, title: 'Dentist', span: hour('2027-05-20') })
    await as(viewer).createEvent({
      ...{ calendarId: viewer.calendar, title: 'Swimming', span: hour('2027-05-04') },
      rules: ['FREQ=DAILY'],
    })
    const month = await as(viewer).loadRange(...MONTH)
    expect(month.tuples.length).toBeLessThanOrEqual(2000)
    expect([count(month, 'Dentist'), count(month, 'Swimming')]).toEqual([1, 28])
    expect(count(month, 'Noise')).toBeGreaterThan(1900)
    expect(month.truncated).toEqual([indexOf(month, calendar)])

    await as(viewer).run(showCalendars, { hidden: [calendar] })
    await fill(viewer, viewer.calendar, 1900)
    const hidden = await as(viewer).loadRange(...MONTH)
    expect([count(hidden, 'Dentist'), count(hidden, 'Swimming')]).toEqual([1, 28])
    expect(hidden.tuples.filter(([, index]) => index === indexOf(hidden, viewer.calendar))).toHaveLength(1930)
    expect(hidden.truncated).toEqual([indexOf(hidden, calendar)])
  })

  it('cuts single events by time, fairly among calendars', async () => {
    const owner = await makeUser('owner')
    const { calendar } = await makeGroup(owner)
    await fill(owner, owner.calendar, 2500)
    await fill(owner, calendar, 30)
    await as(owner).createEvent({ calendarId: owner.calendar, title: 'Last', span: hour('2027-05-30') })
    await as(owner).createEvent({ calendarId: calendar, title: 'Late', span: hour('2027-05-30') })
    const month = await as(owner).loadRange(...MONTH)
    expect(month.tuples).toHaveLength(2000)
    expect([count(month, 'Late'), count(month, 'Last')]).toEqual([1, 0])
    expect(month.truncated).toEqual([indexOf(month, owner.calendar)])
    expect((await as(owner).loadRange('2027-05-30', '2027-05-31')).truncated).toBeUndefined()
  })

  it('leaves out the longest series, also where they are stored compressed', async () => {
    const owner = await makeUser('owner')
    const span = hour('2027-05-04')
    const makeSeries = (title: string) =>
      as(owner).createEvent({ calendarId: owner.calendar, title, span, rules: ['FREQ=DAILY'] })
    const overridesWith = (field: string, length: number) =>
      Object.fromEntries(Array.from({ length: 4500 }, (_, n) => [`d${n}`, { [field]: 'x'.repeat(length) }]))
    await makeSeries('Swimming')
    const { id: described } = await makeSeries('Described')
    const { id: repetitive } = await makeSeries('Repetitive')
    await db
      .update(events)
      .set({ overrides: overridesWith('description', 600) })
      .where(eq(events.id, described))
    await db
      .update(events)
      .set({ overrides: overridesWith('title', 500) })
      .where(eq(events.id, repetitive))
    const month = await as(owner).loadRange(...MONTH)
    // Descriptions are not sent to views, so they count less.
    expect(['Swimming', 'Described', 'Repetitive'].map((title) => count(month, title))).toEqual([28, 28, 0])
    expect(month.truncated).toEqual([0])
    // A series that becomes a single event has no length.
    await db.update(events).set({ recurrence: null }).where(eq(events.id, described))
    const [event] = await db.select().from(events).where(eq(events.id, described))
    expect(event!.seriesBytes).toBeNull()
  })

  it('leaves out the series with most exceptions', async () => {
    const owner = await makeUser('owner')
    await as(owner).createEvent({
      ...{ calendarId: owner.calendar, title: 'Swimming', span: hour('2027-05-04') },
      rules: ['FREQ=DAILY'],
    })
    const { id } = await as(owner).createEvent({
      ...{ calendarId: owner.calendar, title: 'Huge', span: hour('2027-05-04') },
      rules: ['FREQ=DAILY'],
    })
    await db.update(events).set({ overrides: HUGE }).where(eq(events.id, id))
    const month = await as(owner).loadRange(...MONTH)
    expect([count(month, 'Swimming'), count(month, 'Huge')]).toEqual([28, 0])
    expect(month.truncated).toEqual([0])
  })

  it('does not count the bytes of series that the viewer cannot read, nor name their calendar', async () => {
    const [owner, viewer] = [await makeUser('owner'), await makeUser('viewer')]
    const { group, calendar } = await makeGroup(owner)
    await addMember(viewer, owner, group, 'viewer')
    const span = hour('2027-05-04')
    const daily = { span, rules: ['FREQ=DAILY'] }
    await as(owner).createEvent({ calendarId: calendar, title: 'Swimming', ...daily })
    const secret = {
      calendarId: calendar,
      title: 'Secret',
      visibility: 'private',
      busy: false,
      ...daily,
    } as const
    const { id } = await as(owner).createEvent(secret)
    await db.update(events).set({ overrides: HUGE }).where(eq(events.id, id))
    const month = await as(viewer).loadRange(...MONTH)
    expect(titles(month)).toEqual(new Array(28).fill('Swimming'))
    expect(month.truncated).toBeUndefined()
    expect((await as(owner).loadRange(...MONTH)).truncated).toHaveLength(1)

    const busy = { '2027-05-06T10:00:00': { busy: true } }
    await db.update(events).set({ overrides: busy }).where(eq(events.id, id))
    expect(titles(await as(viewer).loadRange(...MONTH)).sort()).toEqual([
      '',
      ...new Array(28).fill('Swimming'),
    ])
  })

  it('does not count events that end when the range starts', async () => {
    const owner = await makeUser('owner')
    await fill(owner, owner.calendar, 2100, [], {
      span: { type: 'all-day', start: '2027-05-19', end: '2027-05-20' },
    })
    await as(owner).createEvent({ calendarId: owner.calendar, title: 'Dentist', span: hour('2027-05-20') })
    const day = await as(owner).loadRange('2027-05-20', '2027-05-21')
    expect([titles(day), day.truncated]).toEqual([['Dentist'], undefined])
  })

  it('does not reveal the existence of events that the viewer may not see', async () => {
    const [owner, sharee] = [await makeUser('owner'), await makeUser('sharee')]
    await fill(owner, owner.calendar, 30, ['FREQ=MINUTELY'], { busy: false })
    await fill(owner, owner.calendar, 2100, ['FREQ=YEARLY'], { busy: false })
    await fill(owner, owner.calendar, 2100, [], { busy: false })
    await insertShare(owner.calendar, { userId: sharee.id }, 'freebusy')
    const month = await as(sharee).loadRange(...MONTH)
    expect(month.tuples).toEqual([])
    expect(month.truncated).toBeUndefined()
    expect((await as(owner).loadRange(...MONTH)).truncated).toEqual([0])
  })
})
