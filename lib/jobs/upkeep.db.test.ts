import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { attendees } from '@/db/schema/attendees'
import { calendars } from '@/db/schema/calendars'
import { changes } from '@/db/schema/changes'
import { deliveries } from '@/db/schema/deliveries'
import { events } from '@/db/schema/events'
import { pictures } from '@/db/schema/pictures'
import { placements } from '@/db/schema/placements'
import { hashToken } from '@/lib/access/secrets'
import { findSession, openSession } from '@/lib/access/sessions'
import type { Span } from '@/lib/calendar/span'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import { deleteGroup, updateGroup } from '@/lib/commands/groups'
import { inviteByEmail } from '@/lib/commands/invitations'
import { setPicture } from '@/lib/commands/pictures'
import { eraseCalendars } from '@/lib/commands/rows/erase'
import { undo } from '@/lib/commands/undo'
import { countRowsRead } from '@/test/database/count-rows-read'
import {
  as,
  codeOf,
  days,
  type Family,
  hour,
  insertCalendar,
  insertPlacement,
  makeFamily,
} from '@/test/database/fixtures'
import { waitForLockWait } from '@/test/database/lock-waits'
import { deriveSpans, purge } from './upkeep'

process.env.SMTP_URL = 'smtp://localhost:9'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const secret = { title: 'Xylophone', description: 'Yodelling', location: 'Zanzibar' }

/** Creates an event with a history that was deleted the given number of days ago. */
async function createDeleted(daysAgo: number) {
  const { owner, viewer, calendar } = family
  const { id } = await as(owner).createEvent({ calendarId: calendar, ...secret, attendees: [viewer.id] })
  await insertPlacement(id, owner.calendar)
  await as(owner).run(updateEvent, { id, version: 1, patch: { title: 'Xylophone again' } })
  const { changeset } = await as(owner).run(deleteEvent, { id })
  await db.execute(sql`update events set deleted_at = now() - ${daysAgo} * interval '1 day' where id = ${id}`)
  return { id, changeset: changeset! }
}

const historyOf = (id: string) =>
  db.select().from(changes).where(eq(changes.entityId, id)).orderBy(changes.stream, changes.seq)

describe('purge', () => {
  it('erases events after 30 days in the trash, with their contents in the history', async () => {
    const { id, changeset } = await createDeleted(30.01)
    const before = await historyOf(id)
    expect(JSON.stringify(before)).toMatch(/Xylophone.*Yodelling.*Zanzibar/)
    await purge()
    expect(await db.select().from(events).where(eq(events.id, id))).toEqual([])
    expect(await db.select().from(placements).where(eq(placements.eventId, id))).toEqual([])
    expect(await db.select().from(attendees).where(eq(attendees.eventId, id))).toEqual([])
    // The changes keep their sequence numbers and lose their values.
    const erased = before.map(({ stream, seq, op }) => ({ stream, seq, op, before: null, after: null }))
    expect(await historyOf(id)).toMatchObject(erased)
    expect(JSON.stringify(await db.select().from(changes))).not.toMatch(/Xylophone|Yodelling|Zanzibar/)
    expect(await codeOf(as(family.owner).run(undo, { changeset }))).toBe('CONFLICT')
  })

  it('keeps events that were deleted later or not at all', async () => {
    const { id, changeset } = await createDeleted(29.99)
    const untrashed = await as(family.owner).createEvent({ calendarId: family.calendar })
    const before = [await historyOf(id), await historyOf(untrashed.id)]
    await purge()
    expect((await db.select().from(events).where(eq(events.id, untrashed.id))).length).toBe(1)
    const after = [await historyOf(id), await historyOf(untrashed.id)]
    expect(after.flat().map((row) => [row.before, row.after])).toEqual(
      before.flat().map((row) => [row.before, row.after]),
    )
    await as(family.owner).run(undo, { changeset })
    expect(await as(family.viewer).requestGrant('read', 'event', id)).toBe('ok')
  })

  it('erases events without a home placement, and their contents in the history', async () => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar, title: 'Left behind' })
    await insertPlacement(id, family.owner.calendar)
    await db.execute(sql`delete from placements where event_id = ${id} and home`)
    await purge()
    expect(await db.select().from(events).where(eq(events.id, id))).toEqual([])
    expect(JSON.stringify(await historyOf(id))).not.toContain('Left behind')
  })

  it('deletes expired sessions and sessions of 181 days, and no others', async () => {
    const open = () => openSession(family.owner.id, { userAgent: null, address: null })
    const [expired, old, kept] = [await open(), await open(), await open()]
    const named = (token: string) => sql`where session_token = ${hashToken(token)}`
    await db.execute(sql`update sessions set expires = now() - interval '1 second' ${named(expired.token)}`)
    await db.execute(sql`update sessions set created_at = now() - interval '181 days' ${named(old.token)}`)
    await purge()
    expect(await findSession(kept.token)).not.toBeNull()
    expect(await db.execute(sql`select count(*)::int as n from sessions`)).toEqual([{ n: 1 }])
  })

  it('reads only the changes of the calendars that it erases', async () => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar })
    await db.execute(sql`insert into streams select 'calendar-' || n, 20 from generate_series(1, 1000) n`)
    await db.execute(sql`
      insert into changes (stream, seq, changeset_id, entity, entity_id, op, after)
      select 'calendar-' || n, m, changeset_id, entity, n || ' ' || m, op, after
      from changes, generate_series(1, 1000) n, generate_series(1, 20) m where entity_id = ${id}`)
    await db.execute(sql`analyze changes`)
    const erased = await insertCalendar({ ownerUserId: family.owner.id })
    expect(await countRowsRead('changes', (tx) => eraseCalendars(tx, []))).toBe(0)
    expect(await countRowsRead('changes', (tx) => eraseCalendars(tx, [erased]))).toBeLessThan(1000)
    expect(await db.$count(calendars, eq(calendars.id, erased))).toBe(0)
  })

  it('purges nothing more when it runs again', async () => {
    await purge()
    const all = await db.select().from(changes)
    await purge()
    expect(await db.select().from(changes)).toHaveLength(all.length)
  })
})

describe('deriveSpans', () => {
  const bounds = async (id: string) => {
    const [event] = await db.select().from(events).where(eq(events.id, id))
    const placed = await db.select().from(placements).where(eq(placements.eventId, id))
    return { event: event!, placed }
  }

  it('derives timed spans of another tz database version again, and their placements', async () => {
    const flight: Span = {
      type: 'timed',
      start: '2026-07-01T22:00:00',
      startZone: 'Asia/Tokyo',
      end: '2026-07-01T15:00:00',
      endZone: 'America/Los_Angeles',
    }
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar, span: flight })
    await insertPlacement(id, family.owner.calendar)
    const expected = await bounds(id)
    await db.execute(sql`
      update events set tzdata = '2001a', span_from = span_from - interval '1 hour',
        span_to = span_to + interval '2 hours' where id = ${id}`)
    expect((await bounds(id)).event.spanFrom).not.toEqual(expected.event.spanFrom)
    await deriveSpans()
    expect(await bounds(id)).toEqual(expected)
    expect(expected.placed).toHaveLength(2)
    expect(expected.event).toMatchObject({
      spanFrom: new Date('2026-07-01T13:00:00Z'),
      spanTo: new Date('2026-07-01T22:00:00Z'),
    })
  })

  it('keeps an edit that runs concurrently with deriveSpans', async () => {
    const { id } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      span: hour('2026-07-01'),
    })
    await db.update(events).set({ tzdata: '2001a' }).where(eq(events.id, id))
    const later = hour('2026-07-09')
    let deriving: Promise<void> | undefined
    await db.transaction(async (tx) => {
      // An edit by a process with the other tz database: its span is derived again, from the edited times.
      await tx.execute(sql`
        update events set start_wall = ${later.start}, end_wall = ${later.end}, version = version + 1,
          span_from = '2026-07-09T10:00Z', span_to = '2026-07-09T11:00Z' where id = ${id}`)
      deriving = deriveSpans()
      await waitForLockWait()
    })
    await deriving
    expect((await bounds(id)).event.spanFrom).toEqual(new Date('2026-07-09T09:00:00Z'))
  })

  it('derives more spans than fit in one chunk', async () => {
    const { id } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      span: hour('2026-08-01'),
    })
    await db.execute(sql`
      insert into events (id, uid, kind, title, start_wall, end_wall, start_zone, end_zone, span_from, span_to, tzdata)
      select gen_random_uuid(), n::text, kind, title, start_wall, end_wall, start_zone, end_zone,
        span_from + n * interval '1 second', span_to + n * interval '1 second', '2001a'
      from events, generate_series(1, 1100) n where id = ${id}`)
    await deriveSpans()
    const [row] = await db.execute(sql`
      select count(*)::int as all, count(*) filter (where tzdata <> '2001a')::int as updated,
        count(distinct span_from)::int as starts from events where start_wall = '2026-08-01T09:00:00'`)
    expect(row).toEqual({ all: 1101, updated: 1101, starts: 1 })
  })

  it('keeps all-day and floating spans, and timed spans of the current tz database version', async () => {
    const { owner, calendar } = family
    const floating: Span = { type: 'floating', start: '2026-08-01T09:00:00', end: '2026-08-01T10:00:00' }
    const ids: string[] = []
    for (const span of [days('2026-08-01', '2026-08-02'), floating]) {
      ids.push((await as(owner).createEvent({ calendarId: calendar, span })).id)
    }
    for (const id of ids) await db.update(events).set({ tzdata: '2001a' }).where(eq(events.id, id))
    const timed = await as(owner).createEvent({ calendarId: calendar, span: hour('2026-08-02') })
    await db.execute(sql`update events set span_from = span_from - interval '1 hour' where id = ${timed.id}`)
    const before = await Promise.all([...ids, timed.id].map(bounds))
    await deriveSpans()
    expect(await Promise.all([...ids, timed.id].map(bounds))).toEqual(before)
  })

  it('changes neither the version nor the history of an event whose span is derived again', async () => {
    const { id } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      span: hour('2026-08-03'),
    })
    await db.update(events).set({ tzdata: '2001a' }).where(eq(events.id, id))
    await deriveSpans()
    expect((await bounds(id)).event.version).toBe(1)
    expect(await historyOf(id)).toHaveLength(1)
  })
})

it('erases a deleted group with its picture, history and invited addresses', async () => {
  const { owner, group } = await makeFamily()
  await as(owner).run(updateGroup, { id: group, version: 1, patch: { description: 'Quetzals' } })
  await as(owner).run(inviteByEmail, { group, emails: ['once-invited@example.org'] })
  const image = { type: 'image/webp', width: 1, height: 1, data: new Uint8Array([1]) } as const
  await as(owner).run(setPicture, { group, image })
  const [ownPicture] = [await as(owner).run(setPicture, { image })]
  const storedTexts = async () =>
    JSON.stringify([await db.select().from(changes), await db.select().from(deliveries)])
  expect(await storedTexts()).toMatch(/Quetzals.*once-invited/)
  await as(owner).run(deleteGroup, { group })
  await db.execute(
    sql`update calendars set deleted_at = now() - interval '31 days' where owner_group_id = ${group}`,
  )
  await db.execute(sql`update groups set deleted_at = now() - interval '31 days' where id = ${group}`)
  await purge()
  expect(await storedTexts()).not.toMatch(/Quetzals|once-invited/)
  const pictured = await db.select().from(pictures).where(eq(pictures.createdBy, owner.id))
  expect(pictured.map(({ id }) => `/api/pictures/${id}`)).toEqual([ownPicture!.result.path])
})
