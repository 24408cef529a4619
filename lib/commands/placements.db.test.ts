import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import type { Span } from '@/lib/calendar/span'
import { FLAG, spanOfItem, toItems } from '@/lib/calendar/tuple'
import { eventDetail } from '@/lib/queries/events'
import { eventDetailOutput } from '@/lib/schemas/event-detail'
import {
  addMember,
  as,
  codeOf,
  days,
  errorOf,
  type Family,
  hour,
  insertCalendar,
  insertShare,
  makeFamily,
  makeGroup,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { updateEvent } from './events'
import { placeEvent, unplaceBusy, unplaceEvent } from './placements'
import { undo } from './undo'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const DAY = '2026-06-01'
const NEXT = '2026-06-02'

/** Lists the events of the day for a user: title, calendar, and the calendars of further placements. */
async function seenBy(actor: TestUser) {
  const { calendars, tuples } = await as(actor).loadRange(DAY, NEXT)
  const name = (index: number) => calendars[index]![0]
  return tuples.map(([, index, , , , title, , , also = []]) => ({
    title,
    in: name(index),
    also: also.map(name).sort(),
  }))
}

const detailFor = (actor: TestUser, id: string) =>
  db.transaction(async (tx) =>
    eventDetailOutput.parse(eventDetail(await grant(tx, actor, 'read', 'event', id))),
  )

/** Creates an event of Ann, and a group of hers with Bob as editor and Cleo as viewer. */
async function eventAndGroup() {
  const [ann, bob, cleo] = [await makeUser('ann'), await makeUser('bob'), await makeUser('cleo')]
  const { group, calendar } = await makeGroup(ann)
  await addMember(bob, ann, group, 'editor')
  await addMember(cleo, ann, group, 'viewer')
  const event = await as(ann).createEvent({ calendarId: ann.calendar, title: 'Dentist', span: hour(DAY) })
  const place = (detail: 'full' | 'title' | 'busy', actor = ann) =>
    as(actor).run(placeEvent, { event: event.id, calendar, detail })
  return { ann, bob, cleo, group, calendar, event, place }
}

describe('an event in several calendars', () => {
  it('lists an event once with its placements, each at its level of detail', async () => {
    const { ann, bob, calendar, place } = await eventAndGroup()
    expect(await seenBy(bob)).toEqual([])
    await place('busy')
    expect(await seenBy(ann)).toEqual([{ title: 'Dentist', in: ann.calendar, also: [calendar] }])
    expect(await seenBy(bob)).toEqual([{ title: '', in: calendar, also: [] }])
    await place('title')
    expect(await seenBy(bob)).toEqual([{ title: 'Dentist', in: calendar, also: [] }])
    expect(await seenBy(ann)).toEqual([{ title: 'Dentist', in: ann.calendar, also: [calendar] }])
  })

  it('hides placements in calendars the user cannot read', async () => {
    const { ann, bob, calendar, event, place } = await eventAndGroup()
    const secret = await insertCalendar({ ownerUserId: ann.id })
    await place('full')
    await as(ann).run(placeEvent, { event: event.id, calendar: secret })
    expect(await seenBy(bob)).toEqual([{ title: 'Dentist', in: calendar, also: [] }])
    await insertShare(secret, { userId: bob.id }, 'freebusy')
    expect(await seenBy(bob)).toEqual([{ title: 'Dentist', in: calendar, also: [] }])
    const detail = await detailFor(bob, event.id)
    expect(detail).toMatchObject({ calendarId: calendar, placements: [], editable: false })
    expect(JSON.stringify([detail, await as(bob).loadRange(DAY, NEXT)])).not.toContain(ann.calendar)
    const { placements } = await detailFor(ann, event.id)
    expect(placements.map(({ calendarId }) => calendarId).sort()).toEqual([calendar, secret].sort())
  })

  it('shows only title and time of a title placement', async () => {
    const { ann, bob, calendar } = await eventAndGroup()
    const reminder = await as(ann).createEvent({
      ...{ calendarId: ann.calendar, kind: 'reminder', title: 'Pills', description: 'Blue', done: true },
      ...{ color: 'pink', span: hour(DAY, 12) },
    })
    await as(ann).run(placeEvent, { event: reminder.id, calendar, detail: 'title' })
    expect(await detailFor(bob, reminder.id)).toMatchObject({
      ...{ title: 'Pills', kind: 'event', done: false, visibility: 'default', description: '', color: null },
      ...{ calendarId: calendar, placements: [], createdBy: null, editable: false, movable: false },
    })
    const [tuple] = (await as(bob).loadRange(DAY, NEXT)).tuples
    expect(tuple?.slice(0, 3)).toEqual([reminder.id, expect.any(Number), FLAG.nonHome])
  })

  it('shows all occurrences of a series, and both halves after a split', async () => {
    const { ann, bob, calendar } = await eventAndGroup()
    const { id, version } = await as(ann).createEvent({
      ...{ calendarId: ann.calendar, title: 'Run', rules: ['FREQ=DAILY;COUNT=4'], span: hour('2026-07-01') },
    })
    await as(ann).run(placeEvent, { event: id, calendar, detail: 'title' })
    const titles = async (actor: TestUser) =>
      (await as(actor).loadRange('2026-07-01', '2026-07-08')).tuples.map(([, , , , , title, , , also]) => [
        title,
        also?.length ?? 0,
      ])
    await as(ann).run(updateEvent, {
      ...{ id, version, patch: { title: 'Swim' } },
      occurrence: { id: '2026-07-03T09:00:00', scope: 'following' },
    })
    const [run, swim] = [
      ['Run', 0],
      ['Swim', 0],
    ]
    expect(await titles(bob)).toEqual([run, run, swim, swim])
    expect(await titles(ann)).toEqual([run, run, swim, swim].map(([title]) => [title, 1]))
  })
})

describe('permissions', () => {
  it('requires write permission on event and calendar to place', async () => {
    const { ann, bob, cleo, calendar, event, place } = await eventAndGroup()
    expect(await codeOf(place('full', bob))).toBe('NOT_FOUND')
    await insertShare(ann.calendar, { userId: bob.id }, 'viewer')
    expect(await codeOf(place('full', bob))).toBe('FORBIDDEN')
    await insertShare(ann.calendar, { userId: cleo.id }, 'editor')
    expect(await codeOf(place('full', cleo))).toBe('FORBIDDEN')
    expect(await codeOf(as(ann).run(placeEvent, { event: event.id, calendar: bob.calendar }))).toBe(
      'NOT_FOUND',
    )
    const home = as(ann).run(placeEvent, { event: event.id, calendar: ann.calendar })
    expect((await errorOf(home)).detail.fields).toEqual({ calendar: { code: 'taken' } })
    expect(await codeOf(place('full', ann))).toBe('ok')
    expect(await codeOf(as(cleo).run(unplaceEvent, { event: event.id, calendar }))).toBe('ok')
  })

  it('requires write permission on event or calendar to remove a placement', async () => {
    const { ann, bob, cleo, calendar, event, place } = await eventAndGroup()
    await place('title')
    expect(await codeOf(as(cleo).run(unplaceEvent, { event: event.id, calendar }))).toBe('FORBIDDEN')
    expect(await codeOf(as(family.stranger).run(unplaceEvent, { event: event.id, calendar }))).toBe(
      'NOT_FOUND',
    )
    await as(bob).run(unplaceEvent, { event: event.id, calendar })
    expect(await seenBy(cleo)).toEqual([])
    expect(await seenBy(ann)).toEqual([{ title: 'Dentist', in: ann.calendar, also: [] }])
    // The home placement cannot be removed.
    expect(
      (await as(ann).run(unplaceEvent, { event: event.id, calendar: ann.calendar })).changeset,
    ).toBeNull()
    expect(await seenBy(ann)).toHaveLength(1)
  })

  it('lets only calendar owners and the creator move an event away', async () => {
    const { owner, editor, calendar } = family
    const of = (actor: TestUser) => as(actor).createEvent({ calendarId: calendar })
    const moves = (actor: TestUser, { id, version }: { id: string; version: number }) =>
      codeOf(as(actor).run(updateEvent, { id, version, patch: { calendarId: actor.calendar } }))
    const [theirs, own] = [await of(owner), await of(editor)]
    expect((await detailFor(editor, theirs.id)).movable).toBe(false)
    expect(await moves(editor, theirs)).toBe('FORBIDDEN')
    expect((await detailFor(editor, own.id)).movable).toBe(true)
    expect(await moves(editor, own)).toBe('ok')
    expect(await moves(owner, await of(editor))).toBe('ok')
  })
})

describe('a busy placement', () => {
  const down = (actor: TestUser, calendar: string, span: Span) =>
    as(actor).run(unplaceBusy, { calendar, span })

  it('removes a busy placement by its span without revealing the event', async () => {
    const { ann, bob, cleo, calendar, event, place } = await eventAndGroup()
    await place('busy')
    const [tuple] = (await as(bob).loadRange(DAY, NEXT)).tuples
    expect(tuple?.slice(0, 3)).toEqual([0, expect.any(Number), FLAG.redacted | FLAG.nonHome])
    // A viewer cannot tell the placement from an event of the calendar.
    expect((await as(cleo).loadRange(DAY, NEXT)).tuples[0]?.[2]).toBe(FLAG.redacted)
    const span = spanOfItem(toItems([tuple!], 'Asia/Tokyo')[0]!, 'Asia/Tokyo')
    expect(await codeOf(down(cleo, calendar, span))).toBe('FORBIDDEN')
    expect(await codeOf(down(family.stranger, calendar, span))).toBe('NOT_FOUND')
    const answer = await down(bob, calendar, span)
    expect(JSON.stringify(answer)).not.toContain(event.id)
    expect(await seenBy(bob)).toEqual([])
    expect(await seenBy(ann)).toEqual([{ title: 'Dentist', in: ann.calendar, also: [] }])
    expect(await codeOf(down(bob, calendar, span))).toBe('NOT_FOUND')
    // Undo restores the placement.
    await as(bob).run(undo, { changeset: answer.changeset! })
    expect(await seenBy(bob)).toEqual([{ title: '', in: calendar, also: [] }])
  })

  it('removes the placement of a private event, but not a home placement', async () => {
    const { ann, bob, calendar } = await eventAndGroup()
    const make = (calendarId: string, at: number) =>
      as(ann).createEvent({ calendarId, title: 'Secret', visibility: 'private', span: hour(DAY, at) })
    const shown = await make(ann.calendar, 12)
    await as(ann).run(placeEvent, { event: shown.id, calendar })
    await make(calendar, 14)
    const flags = async () => (await as(bob).loadRange(DAY, NEXT)).tuples.map(([id, , flags]) => [id, flags])
    expect(await flags()).toEqual([
      [0, FLAG.redacted | FLAG.nonHome],
      [0, FLAG.redacted],
    ])
    expect(await codeOf(down(bob, calendar, hour(DAY, 14)))).toBe('NOT_FOUND')
    expect(await codeOf(down(bob, calendar, hour(DAY, 12)))).toBe('ok')
    expect(await flags()).toEqual([[0, FLAG.redacted]])
  })

  it('removes a busy series by any of its occurrences, and only an exact match', async () => {
    const { ann, bob, calendar } = await eventAndGroup()
    const { id } = await as(ann).createEvent({
      ...{ calendarId: ann.calendar, rules: ['FREQ=DAILY;COUNT=3'], span: days(DAY, NEXT) },
    })
    await as(ann).run(placeEvent, { event: id, calendar, detail: 'busy' })
    for (const span of [days(DAY, '2026-06-03'), days('2026-06-04', '2026-06-05'), hour(NEXT)]) {
      expect(await codeOf(down(bob, calendar, span))).toBe('NOT_FOUND')
    }
    expect((await as(bob).loadRange(DAY, '2026-06-10')).tuples.map(([, , flags]) => flags)).toEqual(
      Array(3).fill(FLAG.redacted | FLAG.nonHome | FLAG.allDay),
    )
    await down(bob, calendar, days(NEXT, '2026-06-03'))
    expect((await as(bob).loadRange(DAY, '2026-06-10')).tuples).toEqual([])
  })

  it('shows busy time in the calendar where it can be removed', async () => {
    const { ann, bob, calendar, place } = await eventAndGroup()
    await insertShare(ann.calendar, { userId: bob.id }, 'freebusy')
    await place('busy')
    expect(await seenBy(bob)).toEqual([{ title: '', in: calendar, also: [ann.calendar] }])
    await down(bob, calendar, hour(DAY))
    expect(await seenBy(bob)).toEqual([{ title: '', in: ann.calendar, also: [] }])
  })
})
