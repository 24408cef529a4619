import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { events } from '@/db/schema/events'
import type { Span } from '@/lib/calendar/span'
import { FLAG, type Tuple } from '@/lib/calendar/tuple'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import {
  addMember,
  as,
  days,
  FAMILY_ROLES,
  type Family,
  hour,
  insertCalendar,
  insertPlacement,
  insertShare,
  makeFamily,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const seconds = (wall: string) => Date.parse(`${wall}Z`) / 1000
const titles = (range: { tuples: Tuple[] }) => range.tuples.map((tuple) => tuple[5]).sort()

/** A user for a single test, with an empty calendar. */
async function makeLoneUser() {
  const user = await makeUser('alone')
  const addEvent = (title: string, span: Span) =>
    as(user).createEvent({ calendarId: user.calendar, title, span })
  const titlesIn = async (from: string, to: string, zone = 'UTC') =>
    titles(await as(user).loadRange(from, to, zone))
  return { user, addEvent, titlesIn }
}

describe('visibility in a range', () => {
  const day = ['2026-03-02', '2026-03-03'] as const
  const details = { title: 'Oncologist', description: 'Biopsy', location: 'Ward 7', color: 'pink' } as const

  it('returns events in full from level viewer, and no title to users who may not read it', async () => {
    const { id } = await as(family.editor).createEvent({
      calendarId: family.calendar,
      span: hour(day[0]),
      ...details,
    })
    for (const role of FAMILY_ROLES) {
      const rangeData = await as(family[role]).loadRange(...day)
      const readable = role !== 'sharee' && role !== 'stranger'
      expect(JSON.stringify(rangeData).includes('Oncologist')).toBe(readable)
      expect(JSON.stringify(rangeData).includes(id)).toBe(readable)
      expect(JSON.stringify(rangeData).includes('Ward 7')).toBe(readable)
      expect(JSON.stringify(rangeData)).not.toContain('Biopsy')
      expect(rangeData.tuples).toHaveLength(role === 'stranger' ? 0 : 1)
    }
    const [, , , , , title, color] = (await as(family.viewer).loadRange(...day)).tuples[0]!
    expect([title, color]).toEqual(['Oncologist', 'pink'])
  })

  it('returns calendar, start, end and the redacted flag to free/busy readers', async () => {
    const rangeData = await as(family.sharee).loadRange(...day)
    const index = rangeData.calendars.findIndex(([id]) => id === family.calendar)
    const at = seconds(`${day[0]}T09:00:00`)
    expect(rangeData.tuples).toEqual([[0, index, FLAG.redacted, at, at + 3600, '', 0, 0]])
  })

  it('hides free events, cancelled events and reminders from free/busy readers, and the flags of other events', async () => {
    const { calendar } = await makeGroup(family.owner)
    await insertShare(calendar, { userId: family.sharee.id }, 'freebusy')
    const on = (fields: object) =>
      as(family.owner).createEvent({
        calendarId: calendar,
        span: days('2026-04-01', '2026-04-02'),
        ...fields,
      })
    await on({ title: 'free', busy: false })
    await on({ title: 'reminder', kind: 'reminder' })
    const cancelled = await on({ title: 'cancelled' })
    await db.update(events).set({ status: 'cancelled' }).where(eq(events.id, cancelled.id))
    const tentative = await on({ title: 'tentative', kind: 'meeting', visibility: 'private' })
    await db.update(events).set({ status: 'tentative' }).where(eq(events.id, tentative.id))
    const rangeData = await as(family.sharee).loadRange('2026-04-01', '2026-04-02')
    expect(rangeData.tuples.map(([id, , flags, , , title]) => [id, flags, title])).toEqual([
      [0, FLAG.redacted | FLAG.allDay, ''],
    ])
    const ownData = await as(family.owner).loadRange('2026-04-01', '2026-04-02')
    expect(ownData.tuples.map(([, , flags, , , title]) => [title, flags])).toEqual(
      expect.arrayContaining([
        ['free', FLAG.allDay | FLAG.free],
        ['reminder', FLAG.allDay | FLAG.reminder],
        ['cancelled', FLAG.allDay | FLAG.cancelled],
        ['tentative', FLAG.allDay | FLAG.tentative | FLAG.meeting | FLAG.private],
      ]),
    )
  })

  it('shows a private event to creator, attendees and owners, and as busy to an editor', async () => {
    const other = await makeUser('other')
    await addMember(other, family.owner, family.group, 'editor')
    const { id, version } = await as(family.editor).createEvent({
      calendarId: family.calendar,
      span: hour('2026-04-11'),
      ...details,
      visibility: 'private',
      attendees: [family.viewer.id],
    })
    const seen = async (user: TestUser) =>
      (await as(user).loadRange('2026-04-11', '2026-04-12')).tuples.map(([a, , b, , , c]) => [a, b, c])
    const full = [[id, FLAG.private, 'Oncologist']]
    for (const role of ['owner', 'admin', 'editor'] as const) expect(await seen(family[role])).toEqual(full)
    expect(await seen(family.viewer)).toEqual([[id, FLAG.private | FLAG.unanswered, 'Oncologist']])
    expect(await seen(other)).toEqual([[0, FLAG.redacted, '']])
    expect(await seen(family.sharee)).toEqual([[0, FLAG.redacted, '']])
    expect(await seen(family.stranger)).toEqual([])
    await as(family.editor).run(updateEvent, { id, version, patch: { busy: false } })
    expect(await seen(other)).toEqual([])
  })

  it('names the owner of shared calendars, but not of calendars of the viewer and the viewer’s groups', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const { group, calendar } = await makeGroup(ann)
    const [owned, busy] = [
      await insertCalendar({ ownerUserId: ann.id }),
      await insertCalendar({ ownerUserId: ann.id }),
    ]
    await insertShare(owned, { userId: bob.id }, 'owner')
    await insertShare(busy, { userId: bob.id }, 'freebusy')
    await insertShare(calendar, { userId: bob.id }, 'viewer')
    const sharedBy = async () =>
      new Map(
        (await as(bob).loadRange('2026-05-01', '2026-05-02')).calendars.map(([id, , , , , , , by]) => [
          id,
          by,
        ]),
      )
    expect(await sharedBy()).toEqual(
      new Map([
        [bob.calendar, undefined],
        [owned, 'ann'],
        [busy, 'ann'],
        [calendar, 'Family'],
      ]),
    )
    await addMember(bob, ann, group)
    expect((await sharedBy()).get(calendar)).toBeUndefined()
  })

  it('shows an event in another calendar by the detail of its placement', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const { group, calendar } = await makeGroup(ann)
    await addMember(bob, ann, group, 'editor')
    const make = async (detail: 'full' | 'title' | 'busy') => {
      const { id } = await as(ann).createEvent({
        calendarId: ann.calendar,
        span: hour('2026-05-01'),
        ...details,
        title: detail,
      })
      await insertPlacement(id, calendar, detail)
      return id
    }
    const [full, title, busy] = [await make('full'), await make('title'), await make('busy')]
    const rangeData = await as(bob).loadRange('2026-05-01', '2026-05-02')
    expect(rangeData.locations).toEqual({ [full]: 'Ward 7' })
    expect(rangeData.tuples.map(([id, , flags, , , text, color]) => [id, flags, text, color])).toEqual(
      expect.arrayContaining([
        [full, FLAG.nonHome, 'full', 'pink'],
        [title, FLAG.nonHome, 'title', 0],
        [0, FLAG.redacted | FLAG.nonHome, '', 0],
      ]),
    )
    expect(rangeData.tuples).toHaveLength(3)
    expect(JSON.stringify(rangeData)).not.toContain(busy)
    expect(titles(await as(ann).loadRange('2026-05-01', '2026-05-02'))).toEqual(['busy', 'full', 'title'])
  })

  it('returns an event of two calendars once, by the placement that shows more', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const { group, calendar } = await makeGroup(ann)
    await addMember(bob, ann, group, 'viewer')
    await insertShare(ann.calendar, { userId: bob.id }, 'freebusy')
    const { id } = await as(ann).createEvent({
      calendarId: ann.calendar,
      span: hour('2026-05-02'),
      ...details,
    })
    const seen = async () => {
      const { calendars, tuples } = await as(bob).loadRange('2026-05-02', '2026-05-03')
      return tuples.map(([id, index, , , , text, color]) => [id, calendars[index]![0], text, color])
    }
    expect(await seen()).toEqual([[0, ann.calendar, '', 0]])
    await insertPlacement(id, calendar, 'busy')
    expect(await seen()).toEqual([[0, expect.any(String), '', 0]])
    await db.execute(sql`update placements set detail = 'title' where event_id = ${id} and not home`)
    expect(await seen()).toEqual([[id, calendar, 'Oncologist', 0]])
    await db.execute(sql`update placements set detail = 'full' where event_id = ${id} and not home`)
    expect(await seen()).toEqual([[id, calendar, 'Oncologist', 'pink']])
    expect((await as(ann).loadRange('2026-05-02', '2026-05-03')).tuples).toHaveLength(1)
  })

  it('returns two redacted placements of an event as a single busy time', async () => {
    const ann = await makeUser('ann')
    const another = await insertCalendar({ ownerUserId: ann.id })
    for (const calendar of [ann.calendar, another])
      await insertShare(calendar, { userId: family.stranger.id }, 'freebusy')
    const { id } = await as(ann).createEvent({ calendarId: ann.calendar, span: hour('2026-05-03') })
    await insertPlacement(id, another)
    expect((await as(family.stranger).loadRange('2026-05-03', '2026-05-04')).tuples).toHaveLength(1)
  })

  it('leaves events in the trash out of a range', async () => {
    const { user, addEvent, titlesIn } = await makeLoneUser()
    const { id } = await addEvent('gone', hour('2026-05-04'))
    expect(await titlesIn('2026-05-04', '2026-05-05')).toEqual(['gone'])
    await as(user).run(deleteEvent, { id })
    expect(await titlesIn('2026-05-04', '2026-05-05')).toEqual([])
  })
})
