import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { singleRow } from '@/db/rows'
import { events } from '@/db/schema/events'
import { alarms, layers } from '@/db/schema/layers'
import { placements } from '@/db/schema/placements'
import type { Override } from '@/lib/calendar/series/recurrence'
import { FLAG } from '@/lib/calendar/tuple'
import {
  as,
  codeOf,
  type Family,
  hour,
  insertCalendar,
  insertPlacement,
  insertShare,
  loadEventDetail,
  makeFamily,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { updateEvent } from './events'
import {
  editSeries,
  listNovember,
  makeSwimSeries,
  readEventRow,
  recurrenceIdAt,
  undoChanges,
} from './series.test.swim'

let family: Family
let id: string
beforeAll(async () => {
  family = await makeFamily()
})
beforeEach(async () => {
  id = (await makeSwimSeries(family)).id
})

describe('layers and alarms of occurrences', () => {
  const addLayerAndAlarm = async (user: TestUser, occurrence: string | null) => {
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
  const layersAndAlarms = async (event: string) => {
    const found = singleRow(
      await db.execute<{ layers: string[]; alarms: string[]; seriesLayers: number }>(sql`
      select (select coalesce(json_agg(recurrence_id || ' ' || (note) order by recurrence_id), '[]') from layers where event_id = ${event} and recurrence_id is not null) as layers,
        (select coalesce(json_agg(recurrence_id order by recurrence_id), '[]') from alarms where event_id = ${event} and recurrence_id is not null) as alarms,
        (select count(*)::int from layers where event_id = ${event} and recurrence_id is null) as "seriesLayers"`),
    )
    return found
  }

  it('moves layers and alarms when the series moves by a week, and back with undo', async () => {
    for (const day of ['2026-11-09', '2026-11-16']) await addLayerAndAlarm(family.viewer, recurrenceIdAt(day))
    const before = await layersAndAlarms(id)
    const { changeset } = await editSeries(family.owner, id, 1, '2026-11-02', 'all', {
      span: hour('2026-11-09'),
    })
    expect(await layersAndAlarms(id)).toEqual({
      layers: [
        `${recurrenceIdAt('2026-11-16')} viewer ${recurrenceIdAt('2026-11-09')}`,
        `${recurrenceIdAt('2026-11-23')} viewer ${recurrenceIdAt('2026-11-16')}`,
      ],
      alarms: [recurrenceIdAt('2026-11-16'), recurrenceIdAt('2026-11-23')],
      seriesLayers: 0,
    })
    await undoChanges(family.owner, changeset)
    expect(await layersAndAlarms(id)).toEqual(before)
  })

  it('moves layers and alarms again when the undo is undone', async () => {
    await addLayerAndAlarm(family.viewer, recurrenceIdAt('2026-11-09'))
    const { changeset } = await editSeries(family.owner, id, 1, '2026-11-02', 'all', {
      span: hour('2026-11-09'),
    })
    const afterMove = await layersAndAlarms(id)
    const undone = await undoChanges(family.owner, changeset)
    await undoChanges(family.owner, undone.changeset)
    expect(await layersAndAlarms(id)).toEqual(afterMove)
  })

  it('keeps layers in place when a move is undone, but the series was moved again after it', async () => {
    await addLayerAndAlarm(family.viewer, recurrenceIdAt('2026-11-09'))
    const { changeset } = await editSeries(family.owner, id, 1, '2026-11-02', 'all', {
      span: hour('2026-11-03'),
      title: 'Gala',
    })
    await editSeries(family.editor, id, 2, '2026-11-03', 'all', { span: hour('2026-11-04') })
    const afterMove = await layersAndAlarms(id)
    expect((await undoChanges(family.owner, changeset)).result.kept).toContain('span')
    expect(await layersAndAlarms(id)).toEqual(afterMove)
  })

  it('prefers a layer that was created at the former occurrence before a move is undone', async () => {
    await addLayerAndAlarm(family.viewer, recurrenceIdAt('2026-11-09'))
    const { changeset } = await editSeries(family.owner, id, 1, '2026-11-02', 'all', {
      span: hour('2026-11-09'),
    })
    await db.insert(layers).values({
      ...{ id: randomUUID(), userId: family.viewer.id, eventId: id },
      ...{ recurrenceId: recurrenceIdAt('2026-11-09'), note: 'new' },
    })
    await undoChanges(family.owner, changeset)
    expect((await layersAndAlarms(id)).layers).toEqual([`${recurrenceIdAt('2026-11-09')} new`])
  })

  it('divides layers of occurrences at a split and copies those of the series', async () => {
    await addLayerAndAlarm(family.viewer, null)
    for (const day of ['2026-11-09', '2026-11-23']) await addLayerAndAlarm(family.viewer, recurrenceIdAt(day))
    const before = await layersAndAlarms(id)
    const { result, changeset } = await editSeries(family.owner, id, 1, '2026-11-16', 'following', {
      span: hour('2026-11-16', 18),
    })
    expect(await layersAndAlarms(id)).toMatchObject({
      alarms: [recurrenceIdAt('2026-11-09')],
      seriesLayers: 1,
    })
    expect(await layersAndAlarms(result.id)).toMatchObject({
      alarms: [recurrenceIdAt('2026-11-23', '18:00:00')],
      seriesLayers: 1,
    })
    await undoChanges(family.owner, changeset)
    expect(await layersAndAlarms(id)).toEqual(before)
  })
})

describe('visibility of a series', () => {
  const setOverride = async (override: Override) => {
    await db
      .update(events)
      .set({ overrides: { [recurrenceIdAt('2026-11-09')]: override } })
      .where(eq(events.id, id))
  }

  it('hides everything but the busy time of a series from free/busy sharees', async () => {
    await editSeries(family.editor, id, 1, '2026-11-09', 'this', { title: 'Oncologist', busy: false })
    const { tuples } = await as(family.sharee).loadRange('2026-11-01', '2026-12-01')
    const mondays = tuples.filter((tuple) => new Date(tuple[3] * 1000).getUTCDay() === 1)
    expect(mondays.length).toBeGreaterThanOrEqual(4)
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
    expect(await codeOf(loadEventDetail(family.sharee, id, recurrenceIdAt('2026-11-09')))).toBe('NOT_FOUND')
  })

  it('shows only titles and times of occurrences in a title placement', async () => {
    await as(family.owner).run(updateEvent, { id, version: 1, patch: { location: 'Pool' } })
    await editSeries(family.editor, id, 2, '2026-11-09', 'this', {
      title: 'Dive',
      description: 'secret',
      color: 'teal',
    })
    await insertPlacement(id, family.stranger.calendar, 'title')
    const { tuples } = await as(family.stranger).loadRange('2026-11-01', '2026-12-01')
    const placedTuples = tuples.filter((tuple) => tuple[0] === id)
    expect(placedTuples.map((tuple) => tuple[5])).toContain('Dive')
    expect(placedTuples.every((tuple) => tuple[6] === 0)).toBe(true)
    const detail = await loadEventDetail(family.stranger, id, recurrenceIdAt('2026-11-09'))
    expect(detail).toMatchObject({
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
    const { result } = await editSeries(family.editor, id, 2, '2026-11-16', 'following', { title: 'Dive' })
    expect(await loadEventDetail(family.stranger, result.id)).toMatchObject({
      title: 'Dive',
      location: '',
      series: null,
    })
    expect(await listNovember(family.stranger, id, result.id)).toHaveLength(5)
    expect(await readEventRow(result.id)).toMatchObject({ createdBy: family.owner.id })
    await db.delete(placements).where(eq(placements.calendarId, family.stranger.calendar))
  })

  it('shows a private series to the attendee of one occurrence', async () => {
    await as(family.owner).run(updateEvent, { id, version: 1, patch: { visibility: 'private' } })
    expect(await codeOf(loadEventDetail(family.viewer, id))).toBe('NOT_FOUND')
    await setOverride({ attendees: [{ userId: family.viewer.id, email: null, name: null }] })
    expect(await codeOf(loadEventDetail(family.viewer, id))).toBe('ok')
    expect(await listNovember(family.viewer, id)).toContain('16T09 Swim')
    expect(await codeOf(loadEventDetail(family.editor, id))).toBe('NOT_FOUND')
    await setOverride({})
  })

  it('includes only the times of exceptions in the details of another occurrence', async () => {
    await editSeries(family.editor, id, 1, '2026-11-09', 'this', { title: 'Dive', span: hour('2026-11-10') })
    const { series } = await loadEventDetail(family.editor, id, recurrenceIdAt('2026-11-16'))
    expect(series!.overrides).toEqual({ [recurrenceIdAt('2026-11-09')]: { span: hour('2026-11-10') } })
  })
})

it('does not let users move the later part of a series if they may move only its first part', async () => {
  const [mover, owner] = [await makeUser('x'), await makeUser('owner')]
  await insertShare(owner.calendar, { userId: mover.id }, 'editor')
  await insertShare(mover.calendar, { userId: owner.id }, 'owner')
  const target = await insertCalendar({ ownerUserId: mover.id })
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
  await as(owner).run(updateEvent, { id, version: first!.version, patch: { calendarId: mover.calendar } })
  const moveAway = { patch: { calendarId: target }, version: 1 }
  expect(await codeOf(as(mover).run(updateEvent, { id: result.id, ...moveAway }))).toBe('FORBIDDEN')
  // A page that was loaded before the split gives no more permission.
  const stale = { id, ...moveAway, occurrence: occurrence('2026-11-26', 'all') }
  expect(await codeOf(as(mover).run(updateEvent, stale))).toBe('FORBIDDEN')
})
