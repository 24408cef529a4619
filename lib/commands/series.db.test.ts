import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { singleRow } from '@/db/rows'
import { events } from '@/db/schema/events'
import { alarms, layers } from '@/db/schema/layers'
import { placements } from '@/db/schema/placements'
import { grant } from '@/lib/access/grant'
import type { Override } from '@/lib/calendar/series/recurrence'
import { END_OF_TIME } from '@/lib/calendar/series/series'
import { FLAG } from '@/lib/calendar/tuple'
import { deriveSpans } from '@/lib/jobs/upkeep'
import { eventDetail } from '@/lib/queries/events'
import { eventDetailOutput } from '@/lib/schemas/event-detail'
import type { EventFields } from '@/lib/schemas/events'
import {
  as,
  codeOf,
  errorOf,
  type Family,
  hour,
  insertCalendar,
  insertPlacement,
  insertShare,
  makeFamily,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import { deleteEvent, updateEvent } from './events'
import { undo } from './undo'

const MONDAYS = 'FREQ=WEEKLY;BYDAY=MO'

let family: Family
let id: string
beforeAll(async () => {
  family = await makeFamily()
})
beforeEach(async () => {
  id = (
    await as(family.owner).createEvent({
      calendarId: family.calendar,
      title: 'Swim',
      span: hour('2026-11-02'),
      rules: [MONDAYS],
    })
  ).id
})

type Scope = 'this' | 'following' | 'all'
const at = (day: string, time = '09:00:00') => `${day}T${time}`

const edit = (
  user: TestUser,
  event: string,
  version: number,
  day: string,
  scope: Scope,
  patch: Partial<EventFields>,
) =>
  as(user).run(updateEvent, {
    id: event,
    version,
    patch,
    occurrence: { id: day.length === 10 ? at(day) : day, scope },
  })

const remove = (user: TestUser, event: string, day: string, scope: Scope) =>
  as(user).run(deleteEvent, { id: event, occurrence: { id: at(day), scope } })

const undoes = (user: TestUser, changeset: string | null) => as(user).run(undo, { changeset: changeset! })

/** Lists the occurrences of the given events that a user sees in November, as `day hour title`. */
const sees = async (user: TestUser, ...ids: string[]) => {
  const { tuples } = await as(user).loadRange('2026-11-01', '2026-12-01')
  return tuples
    .filter((tuple) => ids.includes(String(tuple[0])))
    .map(([, , , start, , title]) => `${new Date(start * 1000).toISOString().slice(8, 13)} ${title}`)
    .sort()
}

const row = async (event: string) => (await db.select().from(events).where(eq(events.id, event)))[0]!
const detail = (user: TestUser, event: string, occurrence?: string) =>
  db.transaction(async (tx) =>
    eventDetailOutput.parse(eventDetail(await grant(tx, user, 'read', 'event', event), occurrence)),
  )

describe('a series', () => {
  it('lists each occurrence in its month by recurrence id', async () => {
    const { tuples } = await as(family.viewer).loadRange('2030-01-01', '2030-02-01')
    expect(tuples.filter((tuple) => tuple[0] === id).map((tuple) => tuple[7])).toEqual(
      ['07', '14', '21', '28'].map((day) => at(`2030-01-${day}`)),
    )
  })

  it('indexes a series and its placements up to its end', async () => {
    expect(await row(id)).toMatchObject({ spanTo: new Date(END_OF_TIME) })
    await edit(family.owner, id, 1, '2026-11-02', 'all', { rules: ['FREQ=WEEKLY;COUNT=3'] })
    expect(await row(id)).toMatchObject({ spanTo: new Date('2026-11-16T10:00:00Z') })
    await edit(family.owner, id, 2, '2026-11-16', 'this', { span: hour('2026-12-24') })
    const spanTo = new Date('2026-12-24T10:00:00Z')
    expect(await row(id)).toMatchObject({ spanTo })
    expect(await db.select().from(placements).where(eq(placements.eventId, id))).toMatchObject([
      { spanTo, long: true },
    ])
  })

  it('converts a series to a single event and back', async () => {
    await edit(family.owner, id, 1, '2026-11-09', 'all', { rules: [] })
    expect(await sees(family.viewer, id)).toEqual(['09T09 Swim'])
    expect(await db.select().from(placements).where(eq(placements.eventId, id))).toMatchObject([
      { long: false },
    ])
    await as(family.owner).run(updateEvent, { id, version: 2, patch: { rules: ['FREQ=DAILY;COUNT=2'] } })
    expect(await sees(family.viewer, id)).toEqual(['09T09 Swim', '10T09 Swim'])
  })

  it.each([
    [['FREQ=OFTEN'], 'bad_rule'],
    [['FREQ=WEEKLY;BYDAY=XX'], 'bad_rule'],
    [['FREQ=DAILY;INTERVAL=0'], 'bad_rule'],
    [[''], 'bad_rule'],
  ])('rejects the rules %o', async (rules, code) => {
    const error = await errorOf(as(family.owner).run(updateEvent, { id, version: 1, patch: { rules } }))
    expect(error.detail.fields).toEqual({ 'patch.rules.0': { code } })
  })

  it('shows a series in the time zone of the viewer across DST changes', async () => {
    const berlin = { ...hour('2026-10-19'), startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' }
    const made = await as(family.owner).createEvent({
      calendarId: family.calendar,
      span: berlin,
      rules: ['FREQ=WEEKLY;COUNT=2'],
    })
    const { tuples } = await as(family.owner).loadRange('2026-10-01', '2026-11-01')
    const starts = tuples
      .filter((tuple) => tuple[0] === made.id)
      .map((tuple) => new Date(tuple[3] * 1000).toISOString())
    expect(starts).toEqual(['2026-10-19T07:00:00.000Z', '2026-10-26T08:00:00.000Z'])
  })
})

describe('editing', () => {
  it('edits one occurrence and leaves the rest', async () => {
    const { result } = await edit(family.editor, id, 1, '2026-11-09', 'this', {
      title: 'Dive',
      span: hour('2026-11-10', 11),
    })
    expect(result).toEqual({ id, version: 2, occurrence: at('2026-11-09') })
    expect(await sees(family.viewer, id)).toEqual([
      '02T09 Swim',
      '10T11 Dive',
      '16T09 Swim',
      '23T09 Swim',
      '30T09 Swim',
    ])
    expect(await detail(family.viewer, id, at('2026-11-09'))).toMatchObject({
      title: 'Dive',
      span: hour('2026-11-10', 11),
      rules: [MONDAYS],
      occurrence: at('2026-11-09'),
    })
  })

  it('returns the single event that a series becomes by an edit', async () => {
    const { result } = await edit(family.editor, id, 1, '2026-11-16', 'following', { rules: [] })
    expect(result).toMatchObject({ occurrence: null })
    expect(await sees(family.viewer, result.id)).toEqual(['16T09 Swim'])
    expect(await sees(family.viewer, id)).toEqual(['02T09 Swim', '09T09 Swim'])
  })

  it('names attendees of a single occurrence', async () => {
    await edit(family.owner, id, 1, '2026-11-09', 'this', { attendees: [family.editor.id] })
    const { attendees } = await detail(family.viewer, id, at('2026-11-09'))
    expect(attendees).toEqual([expect.objectContaining({ userId: family.editor.id, name: 'editor' })])
  })

  it('splits a series by "this and following" and joins it by one undo', async () => {
    await edit(family.editor, id, 1, '2026-11-23', 'this', { title: 'Gala' })
    const before = await row(id)
    const { result, changeset } = await edit(family.editor, id, 2, '2026-11-16', 'following', {
      span: hour('2026-11-17', 18),
    })
    expect(result.id).not.toBe(id)
    expect(result.occurrence).toBe(at('2026-11-17', '18:00:00'))
    expect(await sees(family.viewer, id)).toEqual(['02T09 Swim', '09T09 Swim'])
    expect(await sees(family.viewer, result.id)).toEqual(['17T18 Swim', '24T18 Gala'])
    expect(await row(result.id)).toMatchObject({ splitFrom: id, createdBy: family.owner.id })
    await undoes(family.editor, changeset)
    const { version: _, sequence: __, updatedAt: ___, ...same } = before
    expect(await row(id)).toMatchObject(same)
    expect((await row(result.id)).deletedAt).not.toBeNull()
  })

  it('moves all occurrences with their exceptions', async () => {
    await edit(family.editor, id, 1, '2026-11-23', 'this', { title: 'Gala' })
    await remove(family.editor, id, '2026-11-09', 'this')
    const { changeset } = await edit(family.editor, id, 3, '2026-11-16', 'all', {
      span: hour('2026-11-17', 18),
    })
    expect(await sees(family.viewer, id)).toEqual(['03T18 Swim', '17T18 Swim', '24T18 Gala'])
    await undoes(family.owner, changeset)
    expect(await sees(family.viewer, id)).toEqual(['02T09 Swim', '16T09 Swim', '23T09 Gala', '30T09 Swim'])
  })

  it.each([
    ['kind', { kind: 'reminder' }],
    ['rules', { rules: ['FREQ=DAILY'] }],
    ['visibility', { visibility: 'private' }],
  ] as const)('refuses to change %s of a single occurrence', async (field, patch) => {
    const error = await errorOf(
      edit(family.editor, id, 1, '2026-11-09', 'this', patch as Partial<EventFields>),
    )
    expect(error).toMatchObject({
      code: 'INVALID',
      detail: { fields: { [field]: { code: 'whole_series' } } },
    })
  })

  it('answers NOT_FOUND for an occurrence that does not exist', async () => {
    for (const day of ['2026-11-10', '2026-10-26']) {
      expect(await codeOf(edit(family.editor, id, 1, day, 'this', { title: 'x' }))).toBe('NOT_FOUND')
      expect(await codeOf(remove(family.editor, id, day, 'all'))).toBe('NOT_FOUND')
      expect(await codeOf(detail(family.editor, id, at(day)))).toBe('NOT_FOUND')
    }
  })

  it.each(['viewer', 'sharee', 'stranger'] as const)('refuses edits and deletions by a %s', async (role) => {
    const code = role === 'viewer' ? 'FORBIDDEN' : 'NOT_FOUND'
    for (const scope of ['this', 'following', 'all'] as const) {
      expect(await codeOf(edit(family[role], id, 1, '2026-11-09', scope, { title: 'x' }))).toBe(code)
      expect(await codeOf(remove(family[role], id, '2026-11-09', scope))).toBe(code)
    }
  })

  it('marks one occurrence of a reminder as done', async () => {
    const made = await as(family.owner).createEvent({
      calendarId: family.calendar,
      kind: 'reminder',
      span: hour('2026-11-03'),
      rules: ['FREQ=DAILY;COUNT=3'],
    })
    await edit(family.editor, made.id, 1, '2026-11-04', 'this', { done: true })
    const { tuples } = await as(family.viewer).loadRange('2026-11-01', '2026-12-01')
    const done = tuples.filter((tuple) => tuple[0] === made.id).map((tuple) => tuple[2] & FLAG.done)
    expect(done).toEqual([0, FLAG.done, 0])
  })
})

describe('deleting', () => {
  it.each([
    ['this', ['02T09 Swim', '16T09 Swim', '23T09 Swim', '30T09 Swim']],
    ['following', ['02T09 Swim']],
    ['all', []],
  ] as const)('deletes occurrences with the scope %s, and undoes it', async (scope, left) => {
    await edit(family.editor, id, 1, '2026-11-09', 'this', { title: 'Dive' })
    const all = await sees(family.viewer, id)
    const { changeset } = await remove(family.editor, id, '2026-11-09', scope)
    expect(await sees(family.viewer, id)).toEqual(left)
    await undoes(family.editor, changeset)
    expect(await sees(family.viewer, id)).toEqual(all)
  })
})

describe('concurrent edits of a series', () => {
  it('keeps a renamed occurrence when another user moves the series', async () => {
    await edit(family.owner, id, 1, '2026-11-02', 'all', { span: hour('2026-11-03', 18) })
    const { result } = await edit(family.editor, id, 1, '2026-11-16', 'this', { title: 'Dive' })
    expect(result.occurrence).toBe(at('2026-11-17', '18:00:00'))
    expect(await sees(family.viewer, id)).toEqual(['03T18 Swim', '10T18 Swim', '17T18 Dive', '24T18 Swim'])
  })

  it('moves the series after another user renamed an occurrence', async () => {
    await edit(family.editor, id, 1, '2026-11-16', 'this', { title: 'Dive' })
    await edit(family.owner, id, 1, '2026-11-09', 'all', { span: hour('2026-11-10', 18) })
    expect(await sees(family.viewer, id)).toEqual(['03T18 Swim', '10T18 Swim', '17T18 Dive', '24T18 Swim'])
  })

  it('merges concurrent edits of different occurrences', async () => {
    await Promise.all([
      edit(family.owner, id, 1, '2026-11-09', 'this', { title: 'A' }),
      edit(family.editor, id, 1, '2026-11-16', 'this', { title: 'B' }),
      as(family.admin).run(deleteEvent, {
        id,
        version: 1,
        occurrence: { id: at('2026-11-23'), scope: 'this' },
      }),
    ])
    expect(await sees(family.viewer, id)).toEqual(['02T09 Swim', '09T09 A', '16T09 B', '30T09 Swim'])
  })

  it('finds the occurrence that another user has split off', async () => {
    const split = await edit(family.owner, id, 1, '2026-11-16', 'following', {
      location: 'Lake',
      span: hour('2026-11-16', 18),
    })
    const { result } = await edit(family.editor, id, 1, '2026-11-23', 'this', { title: 'Dive' })
    expect(result).toEqual({ id: split.result.id, version: 2, occurrence: at('2026-11-23', '18:00:00') })
    expect(await sees(family.viewer, id, result.id)).toEqual([
      '02T09 Swim',
      '09T09 Swim',
      '16T18 Swim',
      '23T18 Dive',
      '30T18 Swim',
    ])
  })

  it('answers NOT_FOUND for an occurrence that is gone, and changes no other', async () => {
    await remove(family.owner, id, '2026-11-09', 'this')
    await edit(family.owner, id, 2, '2026-11-16', 'following', { location: 'Lake' })
    expect(await codeOf(edit(family.editor, id, 1, '2026-11-09', 'this', { title: 'Dive' }))).toBe(
      'NOT_FOUND',
    )
  })

  it('answers CONFLICT with current ids when both users move the series', async () => {
    await edit(family.owner, id, 1, '2026-11-02', 'all', { span: hour('2026-11-03', 18) })
    const error = await errorOf(edit(family.editor, id, 1, '2026-11-09', 'all', { span: hour('2026-11-12') }))
    expect(error).toMatchObject({
      code: 'CONFLICT',
      detail: {
        data: {
          id,
          version: 2,
          occurrence: at('2026-11-10', '18:00:00'),
          fields: { span: { yours: hour('2026-11-12'), theirs: hour('2026-11-10', 18) } },
        },
      },
    })
  })

  it.each([
    [
      'edited an occurrence of',
      (split: string) => edit(family.editor, split, 1, '2026-11-23', 'this', { title: 'Gala' }),
    ],
    ['split', (split: string) => edit(family.editor, split, 1, '2026-11-23', 'following', { title: 'Gala' })],
    ['deleted', (split: string) => as(family.editor).run(deleteEvent, { id: split })],
  ])('refuses to undo a split after another user has %s the new series', async (_, then) => {
    const { result, changeset } = await edit(family.owner, id, 1, '2026-11-16', 'following', {
      location: 'Lake',
    })
    await then(result.id)
    const before = await sees(family.viewer, id, result.id)
    expect(await codeOf(undoes(family.owner, changeset))).toBe('CONFLICT')
    expect(await sees(family.viewer, id, result.id)).toEqual(before)
  })

  it('refuses to undo a split after another user changed the rest', async () => {
    const once = await as(family.owner).createEvent({
      calendarId: family.calendar,
      title: 'Run',
      span: hour('2026-11-04'),
    })
    const { changeset } = await as(family.owner).run(updateEvent, {
      ...{ id: once.id, version: 1 },
      patch: { rules: ['FREQ=DAILY;COUNT=3'], title: 'Race' },
    })
    await edit(family.editor, once.id, 2, '2026-11-05', 'this', { title: 'Rest' })
    expect((await undoes(family.owner, changeset)).result).toEqual({ kept: ['rules'] })
    expect(await sees(family.viewer, once.id)).toEqual(['04T09 Run', '05T09 Rest', '06T09 Run'])
  })

  it('undoes a deleted occurrence after the series was moved', async () => {
    const { changeset } = await remove(family.editor, id, '2026-11-09', 'this')
    await edit(family.owner, id, 2, '2026-11-02', 'all', { span: hour('2026-11-03', 18) })
    expect((await undoes(family.editor, changeset)).result).toEqual({ kept: [] })
    expect(await sees(family.viewer, id)).toEqual(['03T18 Swim', '10T18 Swim', '17T18 Swim', '24T18 Swim'])
  })
})

describe('layers and alarms of occurrences', () => {
  const keep = async (user: TestUser, occurrence: string | null) => {
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
  const kept = async (event: string) => {
    const found = singleRow(
      await db.execute<{ layers: string[]; alarms: string[]; seriesLayers: number }>(sql`
      select (select coalesce(json_agg(recurrence_id || ' ' || (note) order by recurrence_id), '[]') from layers where event_id = ${event} and recurrence_id is not null) as layers,
        (select coalesce(json_agg(recurrence_id order by recurrence_id), '[]') from alarms where event_id = ${event} and recurrence_id is not null) as alarms,
        (select count(*)::int from layers where event_id = ${event} and recurrence_id is null) as "seriesLayers"`),
    )
    return found
  }

  it('moves layers and alarms when the series moves by a week, and back with undo', async () => {
    for (const day of ['2026-11-09', '2026-11-16']) await keep(family.viewer, at(day))
    const before = await kept(id)
    const { changeset } = await edit(family.owner, id, 1, '2026-11-02', 'all', { span: hour('2026-11-09') })
    expect(await kept(id)).toEqual({
      layers: [
        `${at('2026-11-16')} viewer ${at('2026-11-09')}`,
        `${at('2026-11-23')} viewer ${at('2026-11-16')}`,
      ],
      alarms: [at('2026-11-16'), at('2026-11-23')],
      seriesLayers: 0,
    })
    await undoes(family.owner, changeset)
    expect(await kept(id)).toEqual(before)
  })

  it('moves layers and alarms again when the undo is undone', async () => {
    await keep(family.viewer, at('2026-11-09'))
    const { changeset } = await edit(family.owner, id, 1, '2026-11-02', 'all', { span: hour('2026-11-09') })
    const keptLater = await kept(id)
    const back = await undoes(family.owner, changeset)
    await undoes(family.owner, back.changeset)
    expect(await kept(id)).toEqual(keptLater)
  })

  it('keeps layers in place when the series has moved again since', async () => {
    await keep(family.viewer, at('2026-11-09'))
    const { changeset } = await edit(family.owner, id, 1, '2026-11-02', 'all', {
      span: hour('2026-11-03'),
      title: 'Gala',
    })
    await edit(family.editor, id, 2, '2026-11-03', 'all', { span: hour('2026-11-04') })
    const keptLater = await kept(id)
    expect((await undoes(family.owner, changeset)).result.kept).toContain('span')
    expect(await kept(id)).toEqual(keptLater)
  })

  it('prefers a layer created meanwhile at the former occurrence', async () => {
    await keep(family.viewer, at('2026-11-09'))
    const { changeset } = await edit(family.owner, id, 1, '2026-11-02', 'all', { span: hour('2026-11-09') })
    await db.insert(layers).values({
      ...{ id: randomUUID(), userId: family.viewer.id, eventId: id },
      ...{ recurrenceId: at('2026-11-09'), note: 'new' },
    })
    await undoes(family.owner, changeset)
    expect((await kept(id)).layers).toEqual([`${at('2026-11-09')} new`])
  })

  it('divides layers of occurrences at a split and copies those of the series', async () => {
    await keep(family.viewer, null)
    for (const day of ['2026-11-09', '2026-11-23']) await keep(family.viewer, at(day))
    const before = await kept(id)
    const { result, changeset } = await edit(family.owner, id, 1, '2026-11-16', 'following', {
      span: hour('2026-11-16', 18),
    })
    expect(await kept(id)).toMatchObject({ alarms: [at('2026-11-09')], seriesLayers: 1 })
    expect(await kept(result.id)).toMatchObject({ alarms: [at('2026-11-23', '18:00:00')], seriesLayers: 1 })
    await undoes(family.owner, changeset)
    expect(await kept(id)).toEqual(before)
  })
})

describe('visibility of a series', () => {
  const secret = async (override: Override) => {
    await db
      .update(events)
      .set({ overrides: { [at('2026-11-09')]: override } })
      .where(eq(events.id, id))
  }

  it('hides everything but the busy time of a series from free/busy sharees', async () => {
    await edit(family.editor, id, 1, '2026-11-09', 'this', { title: 'Oncologist', busy: false })
    const { tuples } = await as(family.sharee).loadRange('2026-11-01', '2026-12-01')
    const mine = tuples.filter((tuple) => new Date(tuple[3] * 1000).getUTCDay() === 1)
    expect(mine.length).toBeGreaterThanOrEqual(4)
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
    expect(await codeOf(detail(family.sharee, id, at('2026-11-09')))).toBe('NOT_FOUND')
  })

  it('shows only titles and times of occurrences in a title placement', async () => {
    await as(family.owner).run(updateEvent, { id, version: 1, patch: { location: 'Pool' } })
    await edit(family.editor, id, 2, '2026-11-09', 'this', {
      title: 'Dive',
      description: 'secret',
      color: 'teal',
    })
    await insertPlacement(id, family.stranger.calendar, 'title')
    const { tuples } = await as(family.stranger).loadRange('2026-11-01', '2026-12-01')
    const shown = tuples.filter((tuple) => tuple[0] === id)
    expect(shown.map((tuple) => tuple[5])).toContain('Dive')
    expect(shown.every((tuple) => tuple[6] === 0)).toBe(true)
    const read = await detail(family.stranger, id, at('2026-11-09'))
    expect(read).toMatchObject({
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
    const { result } = await edit(family.editor, id, 2, '2026-11-16', 'following', { title: 'Dive' })
    expect(await detail(family.stranger, result.id)).toMatchObject({
      title: 'Dive',
      location: '',
      series: null,
    })
    expect(await sees(family.stranger, id, result.id)).toHaveLength(5)
    expect(await row(result.id)).toMatchObject({ createdBy: family.owner.id })
    await db.delete(placements).where(eq(placements.calendarId, family.stranger.calendar))
  })

  it('shows a private series to the attendee of one occurrence', async () => {
    await as(family.owner).run(updateEvent, { id, version: 1, patch: { visibility: 'private' } })
    expect(await codeOf(detail(family.viewer, id))).toBe('NOT_FOUND')
    await secret({ attendees: [{ userId: family.viewer.id, email: null, name: null }] })
    expect(await codeOf(detail(family.viewer, id))).toBe('ok')
    expect(await sees(family.viewer, id)).toContain('16T09 Swim')
    expect(await codeOf(detail(family.editor, id))).toBe('NOT_FOUND')
    await secret({})
  })

  it('reveals only the time of exceptions hidden from an editor', async () => {
    await edit(family.editor, id, 1, '2026-11-09', 'this', { title: 'Dive', span: hour('2026-11-10') })
    const { series } = await detail(family.editor, id, at('2026-11-16'))
    expect(series!.overrides).toEqual({ [at('2026-11-09')]: { span: hour('2026-11-10') } })
  })
})

describe('extreme rules', () => {
  it('limits the occurrences of extreme rules in a month view', async () => {
    const user = family.stranger
    for (const rule of [
      'FREQ=SECONDLY',
      'FREQ=MINUTELY;COUNT=1000000000',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    ]) {
      await as(user).createEvent({ calendarId: user.calendar, span: hour('2026-01-01'), rules: [rule] })
    }
    const { tuples } = await as(user).loadRange('2026-11-01', '2026-12-01')
    expect(tuples.length).toBeLessThanOrEqual(2000)
  })
})

describe('deriveSpans', () => {
  it('recalculates the instants of series with exceptions', async () => {
    await edit(family.owner, id, 1, '2026-11-09', 'this', { span: hour('2026-10-20') })
    await db
      .update(events)
      .set({ tzdata: 'old', spanFrom: new Date(0), spanTo: new Date(1) })
      .where(eq(events.id, id))
    await deriveSpans()
    expect(await row(id)).toMatchObject({
      spanFrom: new Date('2026-10-20T09:00:00Z'),
      spanTo: new Date(END_OF_TIME),
    })
  })
})

it('lets a user move the rest of a series by their permission on it alone', async () => {
  const [x, owner] = [await makeUser('x'), await makeUser('owner')]
  await insertShare(owner.calendar, { userId: x.id }, 'editor')
  await insertShare(x.calendar, { userId: owner.id }, 'owner')
  const to = await insertCalendar({ ownerUserId: x.id })
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
  await as(owner).run(updateEvent, { id, version: first!.version, patch: { calendarId: x.calendar } })
  const away = { patch: { calendarId: to }, version: 1 }
  expect(await codeOf(as(x).run(updateEvent, { id: result.id, ...away }))).toBe('FORBIDDEN')
  // The same from a page loaded before the split.
  const stale = { id, ...away, occurrence: occurrence('2026-11-26', 'all') }
  expect(await codeOf(as(x).run(updateEvent, stale))).toBe('FORBIDDEN')
})
