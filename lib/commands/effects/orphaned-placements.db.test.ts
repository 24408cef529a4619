import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { findSession, openSession } from '@/lib/access/sessions'
import { updateEvent } from '@/lib/commands/events'
import { deleteGroup, restoreGroup } from '@/lib/commands/groups'
import { placeEvent, unplaceFromHiddenCalendars } from '@/lib/commands/placements'
import { changeEmail } from '@/lib/commands/security'
import { acceptShare, createShare } from '@/lib/commands/shares'
import { busyTimes } from '@/lib/queries/busy-times'
import { eventDetail } from '@/lib/queries/events'
import { exportedEvents } from '@/lib/queries/export'
import { home } from '@/lib/queries/home'
import { search } from '@/lib/queries/search'
import { searchQuery } from '@/lib/schemas/search'
import {
  as,
  codeOf,
  hour,
  insertCalendar,
  insertShare,
  makeFamily,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'

const NOW = Date.parse('2026-06-01T06:00:00Z')
const DAY = '2026-06-01'

const detailFor = (user: TestUser, id: string) =>
  db.transaction(async (tx) => eventDetail(await grant(tx, user, 'read', 'event', id)))

/** Returns what each query reveals of an event to a user: its title, or busy time. */
async function visibilityOf(user: TestUser, id: string, title: string) {
  const reach = await as(user).loadReach()
  const { tuples } = await as(user).loadRange(DAY, '2026-06-02')
  const { found } = await search(db, reach, searchQuery.parse({ q: title }), { now: NOW, zone: 'UTC' })
  const exported: string[] = []
  for await (const { content } of exportedEvents(db, { reach, calendars: reach.calendars })) {
    exported.push(content.title)
  }
  // The news are left out: a user who could read the event may learn that it moved away.
  const today = await home(db, reach, { timeZone: 'UTC', newsSeenAt: null }, NOW)
  const times = await busyTimes(db, reach, user.calendar, { now: NOW, title: 'Busy' })
  return {
    read: await as(user).requestGrant('read', 'event', id),
    shown: tuples.map((tuple) => tuple[5]),
    found: found.length,
    exported,
    home: JSON.stringify([today.range, today.extras]).includes(title),
    busy: times.length,
  }
}

const NOTHING = { read: 'NOT_FOUND', shown: [], found: 0, exported: [], home: false, busy: 0 }
const BUSY = { ...NOTHING, shown: [''], busy: 1 }

/** Creates a group event that an editor has placed in full in their own calendar. */
async function eventPlacedByEditor() {
  const family = await makeFamily()
  const { owner, editor, calendar } = family
  const { id } = await as(owner).createEvent({ calendarId: calendar, title: 'Surprise', span: hour(DAY) })
  await as(editor).run(placeEvent, { event: id, calendar: editor.calendar })
  return { ...family, id }
}

describe('a placement shows no more than its placer can see', () => {
  it('hides a placement when the event moves to a calendar that the placer cannot see', async () => {
    const { owner, editor, id } = await eventPlacedByEditor()
    expect(await visibilityOf(editor, id, 'Surprise')).toMatchObject({ read: 'ok', home: true, busy: 1 })
    await as(owner).run(updateEvent, { id, version: 1, patch: { calendarId: owner.calendar } })
    expect(await visibilityOf(editor, id, 'Surprise')).toEqual(NOTHING)
    // The same for another user with access to the calendar of the placement.
    const guest = await makeUser('guest')
    await insertShare(editor.calendar, { userId: guest.id }, 'owner')
    expect((await visibilityOf(guest, id, 'Surprise')).read).toBe('NOT_FOUND')
  })

  it('shows only busy time of a placement, read-only, once the event is private and its placer may not read it', async () => {
    const { owner, editor, id } = await eventPlacedByEditor()
    const patch = { visibility: 'private', description: 'a trip' } as const
    await as(owner).run(updateEvent, { id, version: 1, patch })
    expect(await visibilityOf(editor, id, 'Surprise')).toEqual(BUSY)
    expect(await as(editor).requestGrant('write', 'event', id)).toBe('NOT_FOUND')
    expect(await detailFor(owner, id)).toMatchObject({ description: 'a trip', hiddenPlacements: 1 })
  })

  it('shows a private event in full to owners of a calendar where its creator placed it', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const theirs = await insertCalendar({ ownerUserId: bob.id })
    await insertShare(theirs, { userId: ann.id }, 'editor')
    const { id } = await as(ann).createEvent({
      calendarId: ann.calendar,
      visibility: 'private',
      span: hour(DAY),
    })
    await as(ann).run(placeEvent, { event: id, calendar: theirs })
    expect(await as(bob).requestGrant('read', 'event', id)).toBe('ok')
  })

  it('hides a placement while the group of its home calendar is in the trash', async () => {
    const { owner, editor, group, id } = await eventPlacedByEditor()
    await as(owner).run(deleteGroup, { group })
    expect(await visibilityOf(editor, id, 'Surprise')).toEqual(NOTHING)
    await as(owner).run(restoreGroup, { group })
    expect((await visibilityOf(editor, id, 'Surprise')).read).toBe('ok')
  })
})

it('removes access by shares with the old address, and placements based on it, when the address changes', async () => {
  const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
  const to = { email: bob.email }
  const { result } = await as(ann).run(createShare, { calendar: ann.calendar, to, level: 'editor' })
  await as(bob).run(acceptShare, { share: result.id })
  const { id } = await as(ann).createEvent({ calendarId: ann.calendar, span: hour(DAY) })
  await as(bob).run(placeEvent, { event: id, calendar: bob.calendar })
  const { token } = await openSession(bob.id, { userAgent: null, address: null })
  const { session } = (await findSession(token))!
  const input = { email: `new-${bob.email}`, current: '', session: session.id }
  const { seqs } = await as(bob).run(changeEmail, input)
  expect(await as(bob).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
  // Viewers of the calendar are notified, and live connections close.
  expect(Object.keys(seqs)).toContain(`calendar-${bob.calendar}`)
  const jobs = await db.execute(sql`
    select payload from graphile_worker._private_jobs where payload ->> 'user' = ${bob.id}`)
  expect(jobs).toHaveLength(1)
})

describe('an editor of an event', () => {
  it('shows an editor the number of hidden calendars that show the event, and removes the event from them', async () => {
    const { owner, admin, editor, viewer, calendar, id } = await eventPlacedByEditor()
    await as(owner).run(placeEvent, { event: id, calendar: owner.calendar })
    expect(await detailFor(owner, id)).toMatchObject({
      hiddenPlacements: 1,
      placements: [{ calendarId: owner.calendar, detail: 'full' }],
    })
    expect((await detailFor(viewer, id)).hiddenPlacements).toBe(0)
    expect(JSON.stringify(await detailFor(admin, id))).not.toContain(editor.calendar)
    expect(await codeOf(as(viewer).run(unplaceFromHiddenCalendars, { event: id }))).toBe('FORBIDDEN')
    const { result } = await as(owner).run(unplaceFromHiddenCalendars, { event: id })
    expect(result.count).toBe(1)
    expect(
      (await as(editor).loadRange(DAY, '2026-06-02')).tuples.map(([, , , , , , , , also]) => also),
    ).toEqual([undefined])
    // Placements in calendars that the editor sees are removed individually.
    expect(await detailFor(owner, id)).toMatchObject({
      hiddenPlacements: 0,
      placements: [{ calendarId: owner.calendar, detail: 'full' }],
    })
    expect(await as(editor).requestGrant('write', 'calendar', calendar)).toBe('ok')
  })
})
