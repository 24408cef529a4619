import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { events } from '@/db/schema/events'
import { FLAG } from '@/lib/calendar/tuple'
import { answerEvent } from '@/lib/commands/answers'
import { addComment } from '@/lib/commands/comments'
import { deleteEvent, updateEvent } from '@/lib/commands/events'
import { setLayer } from '@/lib/commands/layers'
import { placeEvent, unplaceEvent } from '@/lib/commands/placements'
import { deleteEvents, moveEvents } from '@/lib/commands/selected-events'
import { restore } from '@/lib/commands/trash'
import { insertBinding, insertLink } from '@/test/database/bindings'
import {
  as,
  codeOf,
  errorOf,
  type Family,
  insertCalendar,
  insertShare,
  loadEventDetail,
  makeFamily,
} from '@/test/database/fixtures'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const makeReadOnly = async (input: object = {}) => {
  const { owner, calendar } = family
  const binding = await insertBinding(owner, calendar)
  const { id } = await as(owner).createEvent({ calendarId: calendar, ...input })
  await insertLink(binding, id, 'one-way')
  return id
}

describe('an event that only a sync changes', () => {
  it('refuses to change, move or delete a read-only event, and gives the reason', async () => {
    const { owner, editor, viewer } = family
    const id = await makeReadOnly()
    const edit = { id, version: 1, patch: { title: 'Mine' } }
    for (const user of [owner, editor]) {
      const refused = await errorOf(as(user).run(updateEvent, edit))
      expect(refused).toMatchObject({ code: 'FORBIDDEN', detail: { data: { readOnly: 'one-way' } } })
      expect(await codeOf(as(user).run(deleteEvent, { id }))).toBe('FORBIDDEN')
      expect(await codeOf(as(user).run(deleteEvents, { events: [{ id }] }))).toBe('FORBIDDEN')
      expect(await codeOf(as(user).run(moveEvents, { events: [{ id }], by: 86_400_000 }))).toBe('FORBIDDEN')
    }
    expect((await errorOf(as(viewer).run(updateEvent, edit))).detail).toEqual({})
  })

  it('lets users answer, annotate, comment and place a read-only event', async () => {
    const { owner, viewer } = family
    const id = await makeReadOnly({ attendees: [family.viewer.id] })
    const other = await insertCalendar({ ownerUserId: owner.id })
    await as(viewer).run(answerEvent, { id, version: 1, status: 'accepted' })
    await as(owner).run(setLayer, { id, patch: { note: 'Bring cake', color: 'pink' } })
    await as(owner).run(addComment, { event: id, text: 'See you' })
    await as(owner).run(placeEvent, { event: id, calendar: other })
    await as(owner).run(unplaceEvent, { event: id, calendar: other })
  })

  it('gives the reason to users who see a read-only event in full, and to no others', async () => {
    const { owner, viewer, stranger, sharee } = family
    const id = await makeReadOnly({ span: { type: 'all-day', start: '2026-12-24', end: '2026-12-25' } })
    expect(await loadEventDetail(owner, id)).toMatchObject({
      ...{ editable: false, readOnly: 'one-way', placeable: true, movable: false },
    })
    expect(await loadEventDetail(viewer, id)).toMatchObject({ readOnly: 'one-way', placeable: false })
    await as(owner).run(placeEvent, { event: id, calendar: owner.calendar, detail: 'title' })
    await insertShare(owner.calendar, { userId: stranger.id }, 'viewer')
    expect(await loadEventDetail(stranger, id)).toMatchObject({ readOnly: null })
    const flagsFor = async (user: typeof owner) =>
      (await as(user).loadRange('2026-12-24', '2026-12-25')).tuples.map(([, , flags]) => flags)
    expect(await flagsFor(owner)).toEqual([FLAG.allDay | FLAG.readOnly])
    expect(await flagsFor(stranger)).toEqual([FLAG.allDay | FLAG.nonHome])
    expect(await flagsFor(sharee)).toEqual([FLAG.allDay | FLAG.redacted])
  })

  it('makes a read-only event editable when it is restored after its sync has deleted it', async () => {
    const { owner, calendar } = family
    const { id } = await as(owner).createEvent({ calendarId: calendar })
    await as(owner).run(deleteEvent, { id })
    await db.update(events).set({ readOnly: 'one-way' }).where(eq(events.id, id))
    await as(owner).run(restore, { event: id })
    expect(await loadEventDetail(owner, id)).toMatchObject({ editable: true, readOnly: null })
  })
})
