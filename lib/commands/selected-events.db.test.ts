import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { DAY, HOUR } from '@/lib/calendar/day'
import {
  as,
  codeOf,
  days,
  type Family,
  hour,
  loadEventDetail,
  makeFamily,
  type TestUser,
} from '@/test/database/fixtures'
import { updateEvent } from './events'
import { copyEvents, deleteEvents, moveEvents } from './selected-events'
import {
  editSeries,
  listNovember,
  MONDAYS,
  makeSwimSeries,
  readEventRow,
  recurrenceIdAt,
  undoChanges,
} from './series.test.swim'
import { undo } from './undo'

let family: Family
let owner: TestUser
let swim: string
let dinner: string
let trip: string

beforeAll(async () => {
  family = await makeFamily()
  owner = family.owner
})

beforeEach(async () => {
  const { calendar: calendarId } = family
  swim = (await makeSwimSeries(family)).id
  const single = await as(owner).createEvent({ calendarId, title: 'Dinner', span: hour('2026-11-05', 19) })
  dinner = single.id
  const tripInput = { calendarId, title: 'Trip', span: days('2026-11-10', '2026-11-13') }
  trip = (await as(owner).createEvent(tripInput)).id
})

const occurrence = (day: string, version = 1) => ({ id: swim, version, occurrence: recurrenceIdAt(day) })
const whole = (id: string, version = 1) => ({ id, version })

const move = (user: TestUser, events: z.input<typeof moveEvents.input>['events'], by: number) =>
  as(user).run(moveEvents, { events, by })

describe('moveEvents', () => {
  it('moves single events and two occurrences of a series, and one undo restores all of them', async () => {
    const before = await listNovember(owner, swim, dinner, trip)
    const events = [occurrence('2026-11-09'), occurrence('2026-11-16'), whole(dinner), whole(trip)]
    const { changeset, result } = await move(owner, events, DAY)
    expect(result).toEqual({ ids: [swim, dinner, trip], versions: [2, 2, 2] })
    expect(await listNovember(owner, swim, dinner)).toEqual([
      '02T09 Swim',
      '06T19 Dinner',
      '10T09 Swim',
      '17T09 Swim',
      '23T09 Swim',
      '30T09 Swim',
    ])
    expect((await loadEventDetail(owner, trip)).span).toEqual(days('2026-11-11', '2026-11-14'))
    await undoChanges(owner, changeset)
    expect(await listNovember(owner, swim, dinner, trip)).toEqual(before)
  })

  it('moves all-day events by whole days when timed ones move by hours', async () => {
    await move(owner, [whole(dinner), whole(trip)], 2 * HOUR)
    expect(await listNovember(owner, dinner)).toEqual(['05T21 Dinner'])
    expect((await loadEventDetail(owner, trip)).span).toEqual(days('2026-11-10', '2026-11-13'))
  })

  it('moves an occurrence of a series that another user moved in the meantime', async () => {
    await editSeries(family.admin, swim, 1, '2026-11-09', 'all', { span: hour('2026-11-10', 11) })
    await move(owner, [occurrence('2026-11-16')], HOUR)
    expect(await listNovember(owner, swim)).toContain('17T12 Swim')
  })

  it('changes nothing if one of the events may not be changed', async () => {
    const ownEvent = await as(owner).createEvent({ calendarId: owner.calendar, title: 'Own' })
    expect(await codeOf(move(family.editor, [whole(dinner), whole(ownEvent.id)], DAY))).toBe('NOT_FOUND')
    expect(await codeOf(move(family.viewer, [whole(dinner)], DAY))).toBe('FORBIDDEN')
    expect(await listNovember(owner, dinner)).toEqual(['05T19 Dinner'])
  })

  it('moves a series once if some of its occurrences are selected too', async () => {
    await move(owner, [whole(swim), occurrence('2026-11-09')], HOUR)
    expect(await listNovember(owner, swim)).toEqual(
      [2, 9, 16, 23, 30].map((day) => `${String(day).padStart(2, '0')}T10 Swim`),
    )
  })

  it('refuses the same event twice, more than a hundred events, and none', async () => {
    for (const events of [[whole(dinner), whole(dinner)], Array(101).fill(whole(dinner)), []]) {
      expect(await codeOf(move(owner, events, DAY))).toBe('INVALID')
    }
  })
})

describe('deleteEvents', () => {
  it('deletes single events and occurrences, and one undo restores all of them', async () => {
    const before = await listNovember(owner, swim, dinner)
    const events = [occurrence('2026-11-02'), occurrence('2026-11-16'), whole(dinner)]
    const { changeset } = await as(owner).run(deleteEvents, { events })
    expect(await listNovember(owner, swim, dinner)).toEqual(['09T09 Swim', '23T09 Swim', '30T09 Swim'])
    await undoChanges(owner, changeset)
    expect(await listNovember(owner, swim, dinner)).toEqual(before)
  })
})

describe('copyEvents', () => {
  const copy = (user: TestUser, events: z.input<typeof copyEvents.input>['events'], by = 0) =>
    as(user).run(copyEvents, { events, by })

  it('copies an occurrence as a single event, and an event without its guests', async () => {
    const { calendar: calendarId } = family
    const patch = { attendees: [family.editor.id] }
    await as(owner).run(updateEvent, { id: dinner, version: 1, patch })
    const { result } = await copy(
      owner,
      [
        { id: swim, occurrence: recurrenceIdAt('2026-11-09'), calendarId },
        { id: dinner, calendarId },
      ],
      DAY,
    )
    expect(await listNovember(owner, ...result.ids)).toEqual(['06T19 Dinner', '10T09 Swim'])
    const copied = await loadEventDetail(owner, result.ids[0]!)
    expect(copied).toMatchObject({ title: 'Swim', series: null })
    expect((await loadEventDetail(owner, result.ids[1]!)).attendees).toEqual([])
  })

  it('copies a series with its exceptions at the new time, without the guests of single occurrences', async () => {
    const { editor, viewer } = family
    await as(owner).run(updateEvent, { id: swim, version: 1, patch: { guestListHidden: true } })
    const patch = { attendees: [editor.id, { email: 'gran@example.org' }], location: 'Pool' }
    await editSeries(owner, swim, 2, '2026-11-09', 'this', patch)
    await as(owner).run(deleteEvents, { events: [occurrence('2026-11-16', 3)] })
    const { result } = await copy(viewer, [{ id: swim, calendarId: viewer.calendar }], HOUR)
    expect(await listNovember(viewer, ...result.ids)).toEqual(
      [2, 9, 23, 30].map((day) => `${String(day).padStart(2, '0')}T10 Swim`),
    )
    const { overrides } = await readEventRow(result.ids[0]!)
    expect(overrides).toEqual({ [recurrenceIdAt('2026-11-09', '10:00:00')]: { location: 'Pool' } })
  })

  it('copies only occurrences for a user who is invited to these alone', async () => {
    const { viewer } = family
    const span = hour('2026-11-02')
    const run = { calendarId: owner.calendar, title: 'Run', span, rules: [MONDAYS] }
    const { id } = await as(owner).createEvent(run)
    await editSeries(owner, id, 1, '2026-11-09', 'this', { attendees: [viewer.id] })
    const event = { id, calendarId: viewer.calendar }
    expect(await codeOf(copy(viewer, [event]))).toBe('NOT_FOUND')
    const { result } = await copy(viewer, [{ ...event, occurrence: recurrenceIdAt('2026-11-09') }])
    expect(await listNovember(viewer, ...result.ids)).toEqual(['09T09 Run'])
  })

  it('reverts all copies with one undo', async () => {
    const { calendar: calendarId } = family
    const { result, changeset } = await copy(owner, [
      { id: dinner, calendarId },
      { id: trip, calendarId },
    ])
    await as(owner).run(undo, { changeset: changeset! })
    expect(await listNovember(owner, ...result.ids)).toEqual([])
  })

  it('answers NOT_FOUND for an occurrence that does not exist', async () => {
    const events = [{ id: swim, occurrence: recurrenceIdAt('2026-11-10'), calendarId: family.calendar }]
    expect(await codeOf(copy(owner, events))).toBe('NOT_FOUND')
  })
})
