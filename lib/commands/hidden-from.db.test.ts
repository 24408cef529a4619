import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { events } from '@/db/schema/events'
import { grant } from '@/lib/access/grant'
import { activity } from '@/lib/queries/activity'
import { busyTimes } from '@/lib/queries/busy-times'
import { calendarDetail } from '@/lib/queries/calendars'
import { eventHistory } from '@/lib/queries/event-history'
import { eventDetail } from '@/lib/queries/events'
import { exportedEvents } from '@/lib/queries/export'
import { existingEvents } from '@/lib/queries/import'
import { news } from '@/lib/queries/news'
import { search } from '@/lib/queries/search'
import { streamsOf } from '@/lib/queries/streams'
import { trash } from '@/lib/queries/trash'
import { searchQuery } from '@/lib/schemas/search'
import {
  addMember,
  as,
  codeOf,
  type Family,
  hour,
  makeFamily,
  makeGroup,
  type TestUser,
} from '@/test/database/fixtures'
import { answerEvent } from './answers'
import { deleteEvent, updateEvent } from './events'
import { createFeed } from './feeds'
import { placeEvent } from './placements'
import { deletePermanently, restore } from './trash'
import { undo } from './undo'

const [EVENT_DAY, NEXT_DAY] = ['2026-11-21', '2026-11-22']
const NOW = Date.parse('2026-11-01T00:00:00Z')

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

/** Creates an event in the family's calendar that is hidden from the admin, a co-owner of the calendar. */
const createSurprise = (fields: object = {}) =>
  as(family.editor).createEvent({
    ...{ calendarId: family.calendar, title: 'Surprise', hiddenFrom: [family.admin.id] },
    ...fields,
  })

async function edit(testUser: TestUser, id: string, patch: object) {
  const [row] = await db.select({ version: events.version }).from(events).where(eq(events.id, id))
  return as(testUser).run(updateEvent, { id, version: row!.version, patch })
}

/** Returns everything that a user can read of the family's calendar, as text. */
async function everythingFor(testUser: TestUser): Promise<string> {
  const reach = await as(testUser).loadReach()
  const query = searchQuery.parse({ q: 'Surprise' })
  const calendar = await db.transaction((tx) => grant(tx, testUser, 'freebusy', 'calendar', family.calendar))
  const exportedList = []
  const calendars = reach.calendars.filter(({ id }) => id === family.calendar)
  for await (const event of exportedEvents(db, { reach, calendars })) exportedList.push(event)
  const results = await search(db, reach, query, { now: NOW, zone: 'UTC' })
  return JSON.stringify([
    (await as(testUser).loadRange(EVENT_DAY, NEXT_DAY)).tuples,
    results.found,
    await news(db, reach, 0, 'UTC'),
    await trash(db, reach),
    exportedList,
    await busyTimes(db, reach, family.calendar, { now: NOW, title: 'busy' }),
    (await calendarDetail(db, calendar)).deletion,
  ])
}

async function positionsOf(testUser: TestUser) {
  return JSON.stringify(streamsOf(await as(testUser).loadReach()))
}

describe('an event that is hidden from a user', () => {
  it('omits a hidden event from every read of a user in hidden_from, and from no read of others', async () => {
    const before = await everythingFor(family.admin)
    const { id } = await createSurprise()
    expect(await everythingFor(family.admin)).toBe(before)
    for (const testUser of [family.owner, family.editor])
      expect(await everythingFor(testUser)).toContain('Surprise')

    expect(await as(family.admin).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
    const read = await db.transaction((tx) => grant(tx, family.owner, 'read', 'event', id))
    expect(eventDetail(read).hiddenFrom).toEqual([{ id: family.admin.id, name: 'admin' }])

    await as(family.editor).run(deleteEvent, { id })
    expect(await everythingFor(family.admin)).toBe(before)
    expect(JSON.stringify(await trash(db, await as(family.owner).loadReach()))).toContain('Surprise')
    expect(await as(family.admin).requestGrant('write', 'trashed-event', id)).toBe('NOT_FOUND')
  })

  it('advances no stream of a user in hidden_from when the event is created, edited, deleted or restored', async () => {
    const [before, strangers] = [await positionsOf(family.admin), await positionsOf(family.stranger)]
    const runUnnoticed = async (act: () => Promise<{ changeset: string | null }>) => {
      const [others, at] = [await positionsOf(family.viewer), await positionsOf(family.admin)]
      const outcome = await act()
      expect(await positionsOf(family.admin)).toBe(at)
      expect(await positionsOf(family.viewer)).not.toBe(others)
      return outcome.changeset!
    }
    let id = ''
    await runUnnoticed(async () => {
      const created = await createSurprise()
      id = created.id
      return created
    })
    const renamed = await runUnnoticed(() => edit(family.owner, id, { title: 'Party' }))
    await runUnnoticed(() => as(family.owner).run(undo, { changeset: renamed }))
    const deleted = await runUnnoticed(() => as(family.owner).run(deleteEvent, { id }))
    await runUnnoticed(() => as(family.owner).run(undo, { changeset: deleted }))
    await runUnnoticed(() => as(family.owner).run(deleteEvent, { id }))
    await runUnnoticed(() => as(family.owner).run(restore, { event: id }))
    expect(await positionsOf(family.admin)).toBe(before)
    expect(await positionsOf(family.stranger)).toBe(strangers)
    expect(await codeOf(as(family.admin).run(undo, { changeset: renamed }))).toBe('NOT_FOUND')
  })

  it('does not reveal the permanent deletion of an event to a user in hidden_from', async () => {
    const { admin, owner, group } = family
    const { id } = await createSurprise()
    await as(owner).run(deleteEvent, { id })
    const observedBy = async (testUser: TestUser) => {
      const reach = await as(testUser).loadReach()
      const row = await db.transaction((tx) => grant(tx, testUser, 'read', 'group', group))
      return JSON.stringify([streamsOf(reach), await activity(db, row, reach, {})])
    }
    const before = await observedBy(admin)
    await as(owner).run(deletePermanently, { event: id })
    expect(await observedBy(admin)).toBe(before)
  })

  it('advances only streams of users who see the answer when an attendee answers a hidden event', async () => {
    const { admin, owner, viewer, editor, stranger } = family
    const { id } = await createSurprise({ visibility: 'private', attendees: [owner.id] })
    const positions = async () => Promise.all([stranger, admin, viewer, editor].map(positionsOf))
    const before = await positions()
    await as(owner).run(answerEvent, { id, version: 1, status: 'accepted' })
    const after = await positions()
    expect(after.map((position, index) => position !== before[index])).toEqual([false, false, false, true])
  })

  it('keeps an event hidden in other calendars that show it, and advances no stream of a user in hidden_from', async () => {
    const { group, calendar: club } = await makeGroup(family.editor)
    await addMember(family.admin, family.editor, group, 'viewer')
    await addMember(family.viewer, family.editor, group, 'viewer')
    const { id } = await createSurprise()
    for (const detail of ['full', 'title', 'busy'] as const) {
      const [others, at] = [await positionsOf(family.viewer), await positionsOf(family.admin)]
      await as(family.editor).run(placeEvent, { event: id, calendar: club, detail })
      expect(await positionsOf(family.admin)).toBe(at)
      // The viewer reads it in full in its home calendar, and sees its placements.
      expect(await positionsOf(family.viewer)).not.toBe(others)
    }
    expect(await as(family.admin).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
  })

  it('shows an event that is no longer hidden, with its later history only', async () => {
    const { id } = await createSurprise()
    await edit(family.editor, id, { title: 'Surprise party' })
    const at = await positionsOf(family.admin)
    await edit(family.editor, id, { hiddenFrom: [], title: 'Party' })
    expect(await positionsOf(family.admin)).not.toBe(at)
    expect(await as(family.admin).requestGrant('read', 'event', id)).toBe('ok')
    await edit(family.editor, id, { location: 'Garden' })
    const historyOf = async (testUser: TestUser) => {
      const reach = await as(testUser).loadReach()
      return db.transaction(async (tx) =>
        eventHistory(tx, await grant(tx, testUser, 'read', 'event', id), reach),
      )
    }
    expect(
      (await historyOf(family.admin)).entries.map(({ changes }) => changes.map(({ field }) => field)),
    ).toEqual([['location']])
    // Only editors may see whom it was hidden from.
    expect(JSON.stringify(await historyOf(family.viewer))).not.toContain('hiddenFrom')
    const history = await historyOf(family.owner)
    expect(history.entries).toHaveLength(4)
    expect(history.entries[1]!.changes).toContainEqual(
      expect.objectContaining({ field: 'hiddenFrom', from: ['admin'], to: [] }),
    )
  })

  it('hides an existing event from a user, and shows it again after an undo', async () => {
    const { id } = await createSurprise({ hiddenFrom: [] })
    const at = await positionsOf(family.admin)
    const { changeset } = await edit(family.editor, id, { hiddenFrom: [family.admin.id] })
    expect(await positionsOf(family.admin)).not.toBe(at)
    expect(await as(family.admin).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
    expect(JSON.stringify(await news(db, await as(family.admin).loadReach(), 0, 'UTC'))).not.toContain(id)
    await as(family.editor).run(undo, { changeset: changeset! })
    expect(await as(family.admin).requestGrant('read', 'event', id)).toBe('ok')
  })

  it('tells only editors, in history and news, from whom an event is hidden', async () => {
    const { id } = await createSurprise({ title: 'Whom from', hiddenFrom: [] })
    await edit(family.editor, id, { hiddenFrom: [family.admin.id] })
    const fieldsFor = async (testUser: TestUser) => {
      const reach = await as(testUser).loadReach()
      const { entries } = await db.transaction(async (tx) =>
        eventHistory(tx, await grant(tx, testUser, 'read', 'event', id), reach),
      )
      const items = (await news(db, reach, 0, 'UTC')).filter(({ title }) => title === 'Whom from')
      return [entries, items].map((list) => list.map(({ changes }) => changes.map(({ field }) => field)))
    }
    expect(await fieldsFor(family.owner)).toEqual([
      [['hiddenFrom'], []],
      [['hiddenFrom'], []],
    ])
    expect(await fieldsFor(family.viewer)).toEqual([[[]], [[]]])
  })

  it('does not match hidden events by UID in an import of a user in hidden_from', async () => {
    const { id } = await createSurprise()
    const [{ uid } = { uid: '' }] = await db.select({ uid: events.uid }).from(events).where(eq(events.id, id))
    const countMatches = async (testUser: TestUser) => {
      const calendar = await db.transaction((tx) => grant(tx, testUser, 'write', 'calendar', family.calendar))
      return (await existingEvents(db, calendar, [{ uid, kindayId: null, instances: null } as never])).byUid
        .size
    }
    expect([await countMatches(family.owner), await countMatches(family.admin)]).toEqual([1, 0])
  })

  it('includes a hidden event only in feeds that its creator made', async () => {
    const { id } = await createSurprise()
    const feedOf = async (testUser: TestUser) => {
      const { result } = await as(testUser).run(createFeed, {
        calendar: family.calendar,
        level: 'full',
        name: '',
      })
      const token = /([\w-]{20,})\.ics/.exec(result.path)![1]!
      return db.transaction((tx) => grant(tx, { kind: 'nobody' }, 'read', 'feed', { token }))
    }
    const idsIn = async (testUser: TestUser) => {
      const ids: string[] = []
      for await (const event of exportedEvents(db, await feedOf(testUser))) ids.push(event.id)
      return ids
    }
    expect(await idsIn(family.owner)).not.toContain(id)
    const visibleInFeed = await as(family.owner).createEvent({
      calendarId: family.calendar,
      hiddenFrom: [family.admin.id],
    })
    expect(await idsIn(family.owner)).toContain(visibleInFeed.id)
    await createSurprise({ span: hour('2026-12-05') })
    const busy = await busyTimes(db, await feedOf(family.admin), family.calendar, { now: NOW, title: 'busy' })
    expect(JSON.stringify(busy)).toContain(EVENT_DAY)
    expect(JSON.stringify(busy)).not.toContain('2026-12-05')
  })

  it('keeps both parts of a split series hidden', async () => {
    const { id, version } = await createSurprise({ rules: ['FREQ=DAILY;COUNT=4'] })
    const { result } = await as(family.editor).run(updateEvent, {
      ...{ id, version, patch: { title: 'Later' } },
      occurrence: { id: '2026-11-23T09:00:00', scope: 'following' },
    })
    expect(result.id).not.toBe(id)
    for (const event of [id, result.id]) {
      expect(await as(family.admin).requestGrant('read', 'event', event)).toBe('NOT_FOUND')
    }
  })
})
