import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { events } from '@/db/schema/events'
import { grant } from '@/lib/access/grant'
import { deleteCalendar, updateCalendar } from '@/lib/commands/calendars'
import { createEvent, deleteEvent, updateEvent } from '@/lib/commands/events'
import { createFeed, revokeFeed } from '@/lib/commands/feeds'
import { createInvitation } from '@/lib/commands/invitations'
import { placeEvent, unplaceEvent } from '@/lib/commands/placements'
import { createShare, removeShare, updateShare } from '@/lib/commands/shares'
import { deletePermanently, restore } from '@/lib/commands/trash'
import { undo } from '@/lib/commands/undo'
import { eventHistory } from '@/lib/queries/event-history'
import { eventDetail } from '@/lib/queries/events'
import { news } from '@/lib/queries/news'
import { streamsOf } from '@/lib/queries/streams'
import {
  addMember,
  as,
  type Family,
  hour,
  insertCalendar,
  makeFamily,
  makeGroup,
  type TestUser,
} from '@/test/database/fixtures'

let family: Family

/** A calendar of another group of the owner, with the viewer as viewer. */
let club: string
beforeAll(async () => {
  family = await makeFamily()
  const clubGroup = await makeGroup(family.owner)
  await addMember(family.viewer, family.owner, clubGroup.group, 'viewer')
  club = clubGroup.calendar
})

const DAY = '2026-11-21'

/** Returns everything that a user sees of a day and an event, without stream positions. */
async function seenBy(user: TestUser, event: string) {
  const { tuples, calendars } = await as(user).loadRange(DAY, '2026-11-22')
  const detail = await db
    .transaction(async (tx) => eventDetail(await grant(tx, user, 'read', 'event', event)))
    .catch(() => null)
  return JSON.stringify({ tuples, calendars: calendars.map(([id, name]) => [id, name]), detail })
}

async function positionsOf(user: TestUser) {
  return JSON.stringify(streamsOf(await as(user).loadReach()))
}

/** Returns the roles for which the view changed, and those whose streams advanced. */
async function observed(event: string, act: () => Promise<unknown>) {
  const { admin, editor, viewer } = family
  const people = { admin, editor, viewer }
  const observe = async () =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(people).map(async ([name, user]) => [
          name,
          { sees: await seenBy(user, event), at: await positionsOf(user) },
        ]),
      ),
    ) as Record<keyof typeof people, { sees: string; at: string }>
  const before = await observe()
  await act()
  const after = await observe()
  const differing = (field: 'sees' | 'at') =>
    (Object.keys(people) as (keyof typeof people)[]).filter(
      (name) => before[name][field] !== after[name][field],
    )
  return { sees: differing('sees'), advanced: differing('at') }
}

/** Updates an event as the given user, at its current version. */
async function edit(user: TestUser, id: string, patch: object) {
  const [row] = await db.select({ version: events.version }).from(events).where(eq(events.id, id))
  return as(user).run(updateEvent, { id, version: row!.version, patch })
}

const update = (id: string, patch: object) => () => edit(family.owner, id, patch)

describe('sequence numbers of streams', () => {
  it('advances streams only for users who see a difference in a private event', async () => {
    const { owner, calendar } = family
    const { id } = await as(owner).createEvent({
      calendarId: calendar,
      title: 'Surprise',
      visibility: 'private',
    })
    // Owners see the event; all members see its busy time.
    for (const [patch, expected] of [
      [{ title: 'Party' }, ['admin']],
      [{ description: 'Cake', location: 'Garden' }, ['admin']],
      [{ span: hour(DAY, 15) }, ['admin', 'editor', 'viewer']],
      [{ busy: false }, ['admin', 'editor', 'viewer']],
      // Without busy time, members see nothing of it.
      [{ span: hour(DAY, 11) }, ['admin']],
      [{ visibility: 'default' }, ['admin', 'editor', 'viewer']],
      [{ title: 'Public' }, ['admin', 'editor', 'viewer']],
      [{ visibility: 'private' }, ['admin', 'editor', 'viewer']],
    ] as const) {
      const { sees, advanced } = await observed(id, update(id, patch))
      expect({ patch, sees, advanced }).toEqual({ patch, sees: expected, advanced: expected })
    }
    const deletion = await observed(id, () => as(owner).run(deleteEvent, { id }))
    expect(deletion).toEqual({ sees: ['admin'], advanced: ['admin'] })
    const restored = await observed(id, () => as(owner).run(restore, { event: id }))
    expect(restored).toEqual({ sees: ['admin'], advanced: ['admin'] })
    await as(owner).run(deleteEvent, { id })
    expect((await observed(id, () => as(owner).run(deletePermanently, { event: id }))).advanced).toEqual([
      'admin',
    ])
  })

  it('advances streams of creator and attendees of a private event who do not own the calendar', async () => {
    const { editor, viewer, owner, calendar } = family
    const { id } = await as(editor).createEvent({ calendarId: calendar, visibility: 'private', busy: false })
    expect((await observed(id, update(id, { title: 'Mine' }))).advanced).toEqual(['admin', 'editor'])
    await edit(editor, id, { kind: 'meeting', attendees: [viewer.id] })
    expect(await observed(id, update(id, { title: 'Ours' }))).toEqual({
      sees: ['admin', 'editor', 'viewer'],
      advanced: ['admin', 'editor', 'viewer'],
    })
    // A removed attendee sees the event disappear.
    const removal = await observed(id, update(id, { attendees: [] }))
    expect(removal.sees).toContain('viewer')
    expect(removal.advanced).toContain('viewer')
    // Creator and attendees read the history, although its changes are in the stream of the owners.
    const history = await db.transaction(async (tx) =>
      eventHistory(tx, await grant(tx, editor, 'read', 'event', id), await as(editor).loadReach()),
    )
    expect(history.entries.length).toBeGreaterThan(3)
    const newsTitles = async (user: TestUser) =>
      (await news(db, await as(user).loadReach(), Date.now() - 60_000, 'UTC')).map(({ title }) => title)
    expect(await newsTitles(editor)).toContain('Ours')
    expect(await newsTitles(viewer)).not.toContain('Ours')
    expect(await newsTitles(owner)).not.toContain('Ours')
    const edited = await edit(editor, id, { title: 'Again' })
    // The response to the editor omits the position of the owners' stream.
    expect(edited.hiddenStreams).toContain(`owners-${calendar}`)
    await as(editor).run(undo, { changeset: edited.changeset! })
  })

  it('does not advance streams of viewers when a private event without busy time is created', async () => {
    const { owner, calendar } = family
    for (const [kind, busy] of [
      ['reminder', true],
      ['event', false],
    ] as const) {
      const input = { calendarId: calendar, title: 'Gift', kind, busy, span: hour(DAY, 5) }
      const act = () => as(owner).run(createEvent, { ...input, visibility: 'private' })
      expect((await observed(calendar, act)).advanced).toEqual(['admin'])
    }
  })

  it('advances only streams of owners when shares, feeds or invitations change', async () => {
    const { owner, stranger, calendar } = family
    const to = { email: stranger.email }
    let id = ''
    for (const act of [
      async () => {
        id = (await as(owner).run(createShare, { calendar, to, level: 'viewer' })).result.id
      },
      () => as(owner).run(updateShare, { share: id, level: 'editor' }),
      () => as(owner).run(removeShare, { share: id }),
      async () => {
        id = (await as(owner).run(createFeed, { calendar, level: 'busy', name: 'Aunt' })).result.id
      },
      () => as(owner).run(revokeFeed, { feed: id }),
    ]) {
      expect((await observed(calendar, act)).advanced).toEqual(['admin'])
    }
    const invite = () => as(owner).run(createInvitation, { group: family.group })
    expect((await observed(calendar, invite)).advanced).toEqual(['admin'])
    const rename = () => as(owner).run(updateCalendar, { calendar, version: 1, patch: { name: 'Renamed' } })
    expect((await observed(calendar, rename)).advanced).toEqual(['admin', 'editor', 'viewer'])
  })

  it('advances the stream of a calendar with a placement when the part that the placement shows changes', async () => {
    const { owner, viewer } = family
    const source = await insertCalendar({ ownerUserId: owner.id })
    const { id } = await as(owner).createEvent({ calendarId: source, title: 'Dentist' })
    const observePatch = (patch: object) => observed(id, update(id, patch))
    const show = (detail: 'full' | 'title' | 'busy') =>
      observed(id, () => as(owner).run(placeEvent, { event: id, calendar: club, detail }))
    const nobody = { sees: [], advanced: [] }
    const viewerOnly = { sees: ['viewer'], advanced: ['viewer'] }

    expect(await show('busy')).toEqual(viewerOnly)
    expect(await observePatch({ title: 'Root canal' })).toEqual(nobody)
    expect(await observePatch({ span: hour(DAY, 16) })).toEqual(viewerOnly)
    expect(await show('title')).toEqual(viewerOnly)
    expect(await observePatch({ description: 'Bring the X-ray' })).toEqual(nobody)
    expect(await observePatch({ title: 'Check-up' })).toEqual(viewerOnly)
    expect(await show('full')).toEqual(viewerOnly)
    expect(await observePatch({ description: 'Nothing' })).toEqual(viewerOnly)
    expect(await observePatch({ visibility: 'private' })).toEqual(viewerOnly)
    expect(await observePatch({ title: 'Secret' })).toEqual(nobody)
    expect(await observePatch({ busy: false })).toEqual(viewerOnly)
    // A private event that is not busy is not visible in the calendar.
    expect(await observed(id, () => as(owner).run(unplaceEvent, { event: id, calendar: club }))).toEqual(
      nobody,
    )
    expect(await show('full')).toEqual(nobody)
    expect(await seenBy(viewer, id)).not.toContain('Secret')
  })

  it('advances the stream of an attendee when the level of detail of a private event changes', async () => {
    const { owner, viewer } = family
    const source = await insertCalendar({ ownerUserId: owner.id })
    const { id } = await as(owner).createEvent({ calendarId: source, visibility: 'private', busy: false })
    await edit(owner, id, { kind: 'meeting', attendees: [viewer.id] })
    for (const detail of ['full', 'title', 'busy', 'full'] as const) {
      const show = () => as(owner).run(placeEvent, { event: id, calendar: club, detail })
      expect({ detail, ...(await observed(id, show)) }).toEqual({
        ...{ detail, sees: ['viewer'], advanced: ['viewer'] },
      })
    }
  })

  it('advances the stream of a calendar with placements when the home calendar of the events is trashed or restored', async () => {
    const { owner } = family
    for (const [fields, seen] of [
      [{ visibility: 'private', busy: false }, []],
      [{ visibility: 'private', kind: 'reminder' }, []],
      [{ visibility: 'private' }, ['viewer']],
      [{ busy: false }, ['viewer']],
    ] as const) {
      const source = await insertCalendar({ ownerUserId: owner.id })
      const { id } = await as(owner).createEvent({ calendarId: source, span: hour(DAY, 7), ...fields })
      await as(owner).run(placeEvent, { event: id, calendar: club, detail: 'full' })
      for (const act of [
        () => as(owner).run(deleteCalendar, { calendar: source }),
        () => as(owner).run(restore, { calendar: source }),
      ]) {
        expect({ fields, ...(await observed(id, act)) }).toEqual({ fields, sees: seen, advanced: seen })
      }
    }
  })
})
