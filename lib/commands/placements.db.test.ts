import { beforeAll, describe, expect, it } from 'vitest'
import type { Span } from '@/lib/calendar/span'
import { FLAG, spanOfItem, toItems } from '@/lib/calendar/tuple'
import {
  as,
  codeOf,
  days,
  errorOf,
  type Family,
  hour,
  insertCalendar,
  insertShare,
  loadEventDetail,
  makeFamily,
  type TestUser,
} from '@/test/database/fixtures'
import { updateEvent } from './events'
import { placeEvent, unplaceBusy, unplaceEvent } from './placements'
import { EVENT_DAY, listSeenBy, makeEventAndGroup, NEXT_DAY } from './placements.test.group'
import { undo } from './undo'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

describe('an event in several calendars', () => {
  it('lists an event once with its placements, each at its level of detail', async () => {
    const { ann, bob, calendar, place } = await makeEventAndGroup()
    expect(await listSeenBy(bob)).toEqual([])
    await place('busy')
    expect(await listSeenBy(ann)).toEqual([{ title: 'Dentist', in: ann.calendar, also: [calendar] }])
    expect(await listSeenBy(bob)).toEqual([{ title: '', in: calendar, also: [] }])
    await place('title')
    expect(await listSeenBy(bob)).toEqual([{ title: 'Dentist', in: calendar, also: [] }])
    expect(await listSeenBy(ann)).toEqual([{ title: 'Dentist', in: ann.calendar, also: [calendar] }])
  })

  it('hides placements in calendars the user cannot read', async () => {
    const { ann, bob, calendar, event, place } = await makeEventAndGroup()
    const secret = await insertCalendar({ ownerUserId: ann.id })
    await place('full')
    await as(ann).run(placeEvent, { event: event.id, calendar: secret })
    expect(await listSeenBy(bob)).toEqual([{ title: 'Dentist', in: calendar, also: [] }])
    await insertShare(secret, { userId: bob.id }, 'freebusy')
    expect(await listSeenBy(bob)).toEqual([{ title: 'Dentist', in: calendar, also: [] }])
    const detail = await loadEventDetail(bob, event.id)
    expect(detail).toMatchObject({ calendarId: calendar, placements: [], editable: false })
    expect(JSON.stringify([detail, await as(bob).loadRange(EVENT_DAY, NEXT_DAY)])).not.toContain(ann.calendar)
    const { placements } = await loadEventDetail(ann, event.id)
    expect(placements.map(({ calendarId }) => calendarId).sort()).toEqual([calendar, secret].sort())
  })

  it('shows only title and time of a title placement', async () => {
    const { ann, bob, calendar } = await makeEventAndGroup()
    const reminder = await as(ann).createEvent({
      ...{ calendarId: ann.calendar, kind: 'reminder', title: 'Pills', description: 'Blue', done: true },
      ...{ color: 'pink', span: hour(EVENT_DAY, 12) },
    })
    await as(ann).run(placeEvent, { event: reminder.id, calendar, detail: 'title' })
    expect(await loadEventDetail(bob, reminder.id)).toMatchObject({
      ...{ title: 'Pills', kind: 'event', done: false, visibility: 'default', description: '', color: null },
      ...{ calendarId: calendar, placements: [], createdBy: null, editable: false, movable: false },
    })
    const [tuple] = (await as(bob).loadRange(EVENT_DAY, NEXT_DAY)).tuples
    expect(tuple?.slice(0, 3)).toEqual([reminder.id, expect.any(Number), FLAG.nonHome])
  })

  it('shows all occurrences of a placed series, and both parts after a split', async () => {
    const { ann, bob, calendar } = await makeEventAndGroup()
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
    const { ann, bob, cleo, calendar, event, place } = await makeEventAndGroup()
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
    const { ann, bob, cleo, calendar, event, place } = await makeEventAndGroup()
    await place('title')
    expect(await codeOf(as(cleo).run(unplaceEvent, { event: event.id, calendar }))).toBe('FORBIDDEN')
    expect(await codeOf(as(family.stranger).run(unplaceEvent, { event: event.id, calendar }))).toBe(
      'NOT_FOUND',
    )
    await as(bob).run(unplaceEvent, { event: event.id, calendar })
    expect(await listSeenBy(cleo)).toEqual([])
    expect(await listSeenBy(ann)).toEqual([{ title: 'Dentist', in: ann.calendar, also: [] }])
    // The home placement cannot be removed.
    expect(
      (await as(ann).run(unplaceEvent, { event: event.id, calendar: ann.calendar })).changeset,
    ).toBeNull()
    expect(await listSeenBy(ann)).toHaveLength(1)
  })

  it('lets only calendar owners and the creator move an event away', async () => {
    const { owner, editor, calendar } = family
    const create = (actor: TestUser) => as(actor).createEvent({ calendarId: calendar })
    const move = (actor: TestUser, { id, version }: { id: string; version: number }) =>
      codeOf(as(actor).run(updateEvent, { id, version, patch: { calendarId: actor.calendar } }))
    const [theirs, own] = [await create(owner), await create(editor)]
    expect((await loadEventDetail(editor, theirs.id)).movable).toBe(false)
    expect(await move(editor, theirs)).toBe('FORBIDDEN')
    expect((await loadEventDetail(editor, own.id)).movable).toBe(true)
    expect(await move(editor, own)).toBe('ok')
    expect(await move(owner, await create(editor))).toBe('ok')
  })
})

describe('a busy placement', () => {
  const unplace = (actor: TestUser, calendar: string, span: Span) =>
    as(actor).run(unplaceBusy, { calendar, span })

  it('removes a busy placement by its span without revealing the event', async () => {
    const { ann, bob, cleo, calendar, event, place } = await makeEventAndGroup()
    await place('busy')
    const [tuple] = (await as(bob).loadRange(EVENT_DAY, NEXT_DAY)).tuples
    expect(tuple?.slice(0, 3)).toEqual([0, expect.any(Number), FLAG.redacted | FLAG.nonHome])
    // A viewer cannot tell the placement from an event of the calendar.
    expect((await as(cleo).loadRange(EVENT_DAY, NEXT_DAY)).tuples[0]?.[2]).toBe(FLAG.redacted)
    const span = spanOfItem(toItems([tuple!], 'Asia/Tokyo')[0]!, 'Asia/Tokyo')
    expect(await codeOf(unplace(cleo, calendar, span))).toBe('FORBIDDEN')
    expect(await codeOf(unplace(family.stranger, calendar, span))).toBe('NOT_FOUND')
    const answer = await unplace(bob, calendar, span)
    expect(JSON.stringify(answer)).not.toContain(event.id)
    expect(await listSeenBy(bob)).toEqual([])
    expect(await listSeenBy(ann)).toEqual([{ title: 'Dentist', in: ann.calendar, also: [] }])
    expect(await codeOf(unplace(bob, calendar, span))).toBe('NOT_FOUND')
    // Undo restores the placement.
    await as(bob).run(undo, { changeset: answer.changeset! })
    expect(await listSeenBy(bob)).toEqual([{ title: '', in: calendar, also: [] }])
  })

  it('removes the placement of a private event, but not a home placement', async () => {
    const { ann, bob, calendar } = await makeEventAndGroup()
    const createSecret = (calendarId: string, at: number) =>
      as(ann).createEvent({ calendarId, title: 'Secret', visibility: 'private', span: hour(EVENT_DAY, at) })
    const placed = await createSecret(ann.calendar, 12)
    await as(ann).run(placeEvent, { event: placed.id, calendar })
    await createSecret(calendar, 14)
    const flags = async () =>
      (await as(bob).loadRange(EVENT_DAY, NEXT_DAY)).tuples.map(([id, , flags]) => [id, flags])
    expect(await flags()).toEqual([
      [0, FLAG.redacted | FLAG.nonHome],
      [0, FLAG.redacted],
    ])
    expect(await codeOf(unplace(bob, calendar, hour(EVENT_DAY, 14)))).toBe('NOT_FOUND')
    expect(await codeOf(unplace(bob, calendar, hour(EVENT_DAY, 12)))).toBe('ok')
    expect(await flags()).toEqual([[0, FLAG.redacted]])
  })

  it('removes a busy series by the exact span of any of its occurrences', async () => {
    const { ann, bob, calendar } = await makeEventAndGroup()
    const { id } = await as(ann).createEvent({
      ...{ calendarId: ann.calendar, rules: ['FREQ=DAILY;COUNT=3'], span: days(EVENT_DAY, NEXT_DAY) },
    })
    await as(ann).run(placeEvent, { event: id, calendar, detail: 'busy' })
    for (const span of [days(EVENT_DAY, '2026-06-03'), days('2026-06-04', '2026-06-05'), hour(NEXT_DAY)]) {
      expect(await codeOf(unplace(bob, calendar, span))).toBe('NOT_FOUND')
    }
    expect((await as(bob).loadRange(EVENT_DAY, '2026-06-10')).tuples.map(([, , flags]) => flags)).toEqual(
      Array(3).fill(FLAG.redacted | FLAG.nonHome | FLAG.allDay),
    )
    await unplace(bob, calendar, days(NEXT_DAY, '2026-06-03'))
    expect((await as(bob).loadRange(EVENT_DAY, '2026-06-10')).tuples).toEqual([])
  })

  it('shows busy time in the calendar where it can be removed', async () => {
    const { ann, bob, calendar, place } = await makeEventAndGroup()
    await insertShare(ann.calendar, { userId: bob.id }, 'freebusy')
    await place('busy')
    expect(await listSeenBy(bob)).toEqual([{ title: '', in: calendar, also: [ann.calendar] }])
    await unplace(bob, calendar, hour(EVENT_DAY))
    expect(await listSeenBy(bob)).toEqual([{ title: '', in: ann.calendar, also: [] }])
  })
})
