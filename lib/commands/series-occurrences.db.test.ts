import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { singleRow } from '@/db/rows'
import { events } from '@/db/schema/events'
import { alarms, layers } from '@/db/schema/layers'
import { placements } from '@/db/schema/placements'
import { grant } from '@/lib/access/grant'
import type { Override } from '@/lib/calendar/series/recurrence'
import { FLAG } from '@/lib/calendar/tuple'
import { eventDetail } from '@/lib/queries/events'
import { eventDetailOutput } from '@/lib/schemas/event-detail'
import type { EventFields } from '@/lib/schemas/events'
import {
  as,
  codeOf,
  type Family,
  hour,
  insertCalendar,
  insertPlacement,
  insertShare,
  makeFamily,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { updateEvent } from './events'
import { undo } from './undo'

const MONDAYS = 'FREQ=WEEKLY;BYDAY=MO'

let family: Family
let id: string
beforeAll(async () => {
  family = await makeFamily()
})
beforeEach(async () => {
  id = (
    await as(family.owner).createEvent({
      calendarId: family.calendar,
      title: 'Swim',
      span: hour('2026-11-02'),
      rules: [MONDAYS],
    })
  ).id
})

type Scope = 'this' | 'following' | 'all'
const at = (day: string, time = '09:00:00') => `${day}T${time}`

const edit = (
  user: TestUser,
  event: string,
  version: number,
  day: string,
  scope: Scope,
  patch: Partial<EventFields>,
) =>
  as(user).run(updateEvent, {
    id: event,
    version,
    patch,
    occurrence: { id: day.length === 10 ? at(day) : day, scope },
  })

const undoes = (user: TestUser, changeset: string | null) => as(user).run(undo, { changeset: changeset! })

/** Lists the occurrences of the given events that a user sees in November, as `day hour title`. */
const sees = async (user: TestUser, ...ids: string[]) => {
  const { tuples } = await as(user).loadRange('2026-11-01', '2026-12-01')
  return tuples
    .filter((tuple) => ids.includes(String(tuple[0])))
    .map(([, , , start, , title]) => `${new Date(start * 1000).toISOString().slice(8, 13)} ${title}`)
    .sort()
}

const row = async (event: string) => (await db.select().from(events).where(eq(events.id, event)))[0]!
const detail = (user: TestUser, event: string, occurrence?: string) =>
  db.transaction(async (tx) =>
    eventDetailOutput.parse(eventDetail(await grant(tx, user, 'read', 'event', event), occurrence)),
  )

describe('layers and alarms of occurrences', () => {
  const keep = async (user: TestUser, occurrence: string | null) => {
    await db.insert(layers).values({
      id: randomUUID(),
      userId: user.id,
      eventId: id,
      recurrenceId: occurrence,
      note: `${user.name} ${occurrence}`,
    })
    await db.insert(alarms).values({
      id: randomUUID(),
      userId: user.id,
      eventId: id,
      recurrenceId: occurrence,
      minutesBefore: 5,
      method: 'push',
    })
  }
  const kept = async (event: string) => {
    const found = singleRow(
      await db.execute<{ layers: string[]; alarms: string[]; seriesLayers: number }>(sql`
      select (select coalesce(json_agg(recurrence_id || ' ' || (note) order by recurrence_id), '[]') from layers where event_id = ${event} and recurrence_id is not null) as layers,
        (select coalesce(json_agg(recurrence_id order by recurrence_id), '[]') from alarms where event_id = ${event} and recurrence_id is not null) as alarms,
        (select count(*)::int from layers where event_id = ${event} and recurrence_id is null) as "seriesLayers"`),
    )
    return found
  }

  it('moves layers and alarms when the series moves by a week, and back with undo', async () => {
    for (const day of ['2026-11-09', '2026-11-16']) await keep(family.viewer, at(day))
    const before = await kept(id)
    const { changeset } = await edit(family.owner, id, 1, '2026-11-02', 'all', { span: hour('2026-11-09') })
    expect(await kept(id)).toEqual({
      layers: [
        `${at('2026-11-16')} viewer ${at('2026-11-09')}`,
        `${at('2026-11-23')} viewer ${at('2026-11-16')}`,
      ],
      alarms: [at('2026-11-16'), at('2026-11-23')],
      seriesLayers: 0,
    })
    await undoes(family.owner, changeset)
    expect(await kept(id)).toEqual(before)
  })

  it('moves layers and alarms again when the undo is undone', async () => {
    await keep(family.viewer, at('2026-11-09'))
    const { changeset } = await edit(family.owner, id, 1, '2026-11-02', 'all', { span: hour('2026-11-09') })
    const keptLater = await kept(id)
    const back = await undoes(family.owner, changeset)
    await undoes(family.owner, back.changeset)
    expect(await kept(id)).toEqual(keptLater)
  })

  it('keeps layers in place when the series has moved again since', async () => {
    await keep(family.viewer, at('2026-11-09'))
    const { changeset } = await edit(family.owner, id, 1, '2026-11-02', 'all', {
      span: hour('2026-11-03'),
      title: 'Gala',
    })
    await edit(family.editor, id, 2, '2026-11-03', 'all', { span: hour('2026-11-04') })
    const keptLater = await kept(id)
    expect((await undoes(family.owner, changeset)).result.kept).toContain('span')
    expect(await kept(id)).toEqual(keptLater)
  })

  it('prefers a layer created meanwhile at the former occurrence', async () => {
    await keep(family.viewer, at('2026-11-09'))
    const { changeset } = await edit(family.owner, id, 1, '2026-11-02', 'all', { span: hour('2026-11-09') })
    await db.insert(layers).values({
      ...{ id: randomUUID(), userId: family.viewer.id, eventId: id },
      ...{ recurrenceId: at('2026-11-09'), note: 'new' },
    })
    await undoes(family.owner, changeset)
    expect((await kept(id)).layers).toEqual([`${at('2026-11-09')} new`])
  })

  it('divides layers of occurrences at a split and copies those of the series', async () => {
    await keep(family.viewer, null)
    for (const day of ['2026-11-09', '2026-11-23']) await keep(family.viewer, at(day))
    const before = await kept(id)
    const { result, changeset } = await edit(family.owner, id, 1, '2026-11-16', 'following', {
      span: hour('2026-11-16', 18),
    })
    expect(await kept(id)).toMatchObject({ alarms: [at('2026-11-09')], seriesLayers: 1 })
    expect(await kept(result.id)).toMatchObject({ alarms: [at('2026-11-23', '18:00:00')], seriesLayers: 1 })
    await undoes(family.owner, changeset)
    expect(await kept(id)).toEqual(before)
  })
})

describe('visibility of a series', () => {
  const secret = async (override: Override) => {
    await db
      .update(events)
      .set({ overrides: { [at('2026-11-09')]: override } })
      .where(eq(events.id, id))
  }

  it('hides everything but the busy time of a series from free/busy sharees', async () => {
    await edit(family.editor, id, 1, '2026-11-09', 'this', { title: 'Oncologist', busy: false })
    const { tuples } = await as(family.sharee).loadRange('2026-11-01', '2026-12-01')
    const mine = tuples.filter((tuple) => new Date(tuple[3] * 1000).getUTCDay() === 1)
    expect(mine.length).toBeGreaterThanOrEqual(4)
    for (const tuple of tuples)
      expect(tuple).toEqual([
        0,
        expect.any(Number),
        FLAG.redacted,
        expect.any(Number),
        expect.any(Number),
        '',
        0,
        0,
      ])
    expect(JSON.stringify(tuples)).not.toContain('Oncologist')
    expect(await codeOf(detail(family.sharee, id, at('2026-11-09')))).toBe('NOT_FOUND')
  })

  it('shows only titles and times of occurrences in a title placement', async () => {
    await as(family.owner).run(updateEvent, { id, version: 1, patch: { location: 'Pool' } })
    await edit(family.editor, id, 2, '2026-11-09', 'this', {
      title: 'Dive',
      description: 'secret',
      color: 'teal',
    })
    await insertPlacement(id, family.stranger.calendar, 'title')
    const { tuples } = await as(family.stranger).loadRange('2026-11-01', '2026-12-01')
    const shown = tuples.filter((tuple) => tuple[0] === id)
    expect(shown.map((tuple) => tuple[5])).toContain('Dive')
    expect(shown.every((tuple) => tuple[6] === 0)).toBe(true)
    const read = await detail(family.stranger, id, at('2026-11-09'))
    expect(read).toMatchObject({
      title: 'Dive',
      description: '',
      location: '',
      color: null,
      rules: [],
      series: null,
    })
    await db.delete(placements).where(eq(placements.calendarId, family.stranger.calendar))
  })

  it('keeps placements and creator for the part split off', async () => {
    await as(family.owner).run(updateEvent, { id, version: 1, patch: { location: 'Pool' } })
    await insertPlacement(id, family.stranger.calendar, 'title')
    const { result } = await edit(family.editor, id, 2, '2026-11-16', 'following', { title: 'Dive' })
    expect(await detail(family.stranger, result.id)).toMatchObject({
      title: 'Dive',
      location: '',
      series: null,
    })
    expect(await sees(family.stranger, id, result.id)).toHaveLength(5)
    expect(await row(result.id)).toMatchObject({ createdBy: family.owner.id })
    await db.delete(placements).where(eq(placements.calendarId, family.stranger.calendar))
  })

  it('shows a private series to the attendee of one occurrence', async () => {
    await as(family.owner).run(updateEvent, { id, version: 1, patch: { visibility: 'private' } })
    expect(await codeOf(detail(family.viewer, id))).toBe('NOT_FOUND')
    await secret({ attendees: [{ userId: family.viewer.id, email: null, name: null }] })
    expect(await codeOf(detail(family.viewer, id))).toBe('ok')
    expect(await sees(family.viewer, id)).toContain('16T09 Swim')
    expect(await codeOf(detail(family.editor, id))).toBe('NOT_FOUND')
    await secret({})
  })

  it('reveals only the time of exceptions hidden from an editor', async () => {
    await edit(family.editor, id, 1, '2026-11-09', 'this', { title: 'Dive', span: hour('2026-11-10') })
    const { series } = await detail(family.editor, id, at('2026-11-16'))
    expect(series!.overrides).toEqual({ [at('2026-11-09')]: { span: hour('2026-11-10') } })
  })
})

it('lets a user move the rest of a series by their permission on it alone', async () => {
  const [x, owner] = [await makeUser('x'), await makeUser('owner')]
  await insertShare(owner.calendar, { userId: x.id }, 'editor')
  await insertShare(x.calendar, { userId: owner.id }, 'owner')
  const to = await insertCalendar({ ownerUserId: x.id })
  const { id } = await as(owner).createEvent({
    calendarId: owner.calendar,
    rules: ['FREQ=DAILY'],
    span: hour('2026-11-21'),
  })
  const occurrence = (day: string, scope: 'following' | 'all') => ({ id: `${day}T09:00:00`, scope })
  const patch = { title: 'The rest' }
  const { result } = await as(owner).run(updateEvent, {
    ...{ id, version: 1, patch, occurrence: occurrence('2026-11-25', 'following') },
  })
  const [first] = await db.select().from(events).where(eq(events.id, id))
  await as(owner).run(updateEvent, { id, version: first!.version, patch: { calendarId: x.calendar } })
  const away = { patch: { calendarId: to }, version: 1 }
  expect(await codeOf(as(x).run(updateEvent, { id: result.id, ...away }))).toBe('FORBIDDEN')
  // The same from a page loaded before the split.
  const stale = { id, ...away, occurrence: occurrence('2026-11-26', 'all') }
  expect(await codeOf(as(x).run(updateEvent, stale))).toBe('FORBIDDEN')
})
