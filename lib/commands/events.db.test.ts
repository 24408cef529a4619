import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import type { Span } from '@/lib/calendar/span'
import {
  as,
  codeOf,
  days,
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
import { createEvent, deleteEvent } from './events'
import { editEvent, expectCopies, listChangesOf, loadEventAs, TOKYO_FLIGHT } from './events.test.edits'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

describe('createEvent', () => {
  it('shows the event in the month of its creator', async () => {
    const anna = await makeUser('anna')
    await as(anna).createEvent({
      calendarId: anna.calendar,
      title: 'Dinner',
      span: days('2026-11-21', '2026-11-22'),
    })
    const month = await as(anna).loadRange('2026-11-01', '2026-12-01', 'Asia/Tokyo')
    expect(month.tuples.map((tuple) => tuple[5])).toEqual(['Dinner'])
  })

  it('stores all fields of a new event with a UID and a version', async () => {
    const fields = {
      kind: 'meeting',
      title: 'Élan',
      description: 'one\ntwo',
      location: 'here',
      color: 'pink',
      visibility: 'private',
      busy: false,
    } as const
    const { id } = await as(family.editor).createEvent({
      calendarId: family.calendar,
      span: TOKYO_FLIGHT,
      ...fields,
    })
    expect(await loadEventAs(family.owner, id)).toMatchObject({
      ...fields,
      version: 1,
      calendarId: family.calendar,
      createdBy: family.editor.id,
      startWall: '2026-11-21T22:00:00',
      startZone: 'Asia/Tokyo',
      endZone: 'America/Los_Angeles',
    })
    expect((await loadEventAs(family.owner, id)).uid).toContain(id)
  })

  it.each<[string, Span]>([
    ['an hour', hour('2026-11-21')],
    ['a flight', TOKYO_FLIGHT],
    ['a day', days('2026-11-21', '2026-11-22')],
    ['31 days of 24 hours', { ...hour('2026-12-01'), end: '2027-01-01T09:00:00' }],
    ['31 days and a second', { ...hour('2026-12-01'), end: '2027-01-01T09:00:01' }],
    ['two months of days', days('2026-11-01', '2027-01-01')],
    ['a floating hour', { type: 'floating', start: '2026-11-21T09:00:00', end: '2026-11-21T10:00:00' }],
  ])('indexes %s by its bounds', async (_, span) => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.calendar, span })
    await expectCopies(id, span)
  })

  it('accepts the first and last supported day for viewers in every time zone', async () => {
    for (const [day, next, title] of [
      ['0002-01-01', '0002-01-02', 'The first'],
      ['9998-12-30', '9998-12-31', 'The last'],
    ] as const) {
      await as(family.owner).createEvent({ calendarId: family.owner.calendar, title, span: days(day, next) })
      for (const zone of ['Pacific/Kiritimati', 'UTC', 'Pacific/Pago_Pago']) {
        expect((await as(family.owner).loadRange(day, next, zone)).tuples.map((tuple) => tuple[5])).toEqual([
          title,
        ])
      }
    }
    const before = as(family.owner).createEvent({
      calendarId: family.owner.calendar,
      span: days('0001-12-31', '0002-01-01'),
    })
    expect((await errorOf(before)).detail.fields).toEqual({ 'span.start': { code: 'bad_date' } })
  })

  it('rejects an end before the start, compared as instants', async () => {
    const back = { ...TOKYO_FLIGHT, start: '2026-11-22T16:00:00' }
    expect(
      (await errorOf(as(family.owner).createEvent({ calendarId: family.calendar, span: back }))).detail,
    ).toEqual({
      fields: { 'span.end': { code: 'end_before_start' } },
    })
  })

  it('rejects unknown fields', async () => {
    const input = {
      title: 'x',
      calendarId: family.calendar,
      span: hour('2026-11-21'),
      createdBy: family.owner.id,
    }
    expect((await errorOf(as(family.editor).run(createEvent, input))).detail.fields).toHaveProperty(
      'createdBy',
    )
  })

  it('stores a reminder without an end', async () => {
    const { id } = await as(family.owner).createEvent({
      calendarId: family.calendar,
      kind: 'reminder',
      span: TOKYO_FLIGHT,
    })
    expect(await loadEventAs(family.owner, id)).toMatchObject({
      endWall: TOKYO_FLIGHT.start,
      endZone: 'Asia/Tokyo',
    })
    const day = await as(family.owner).createEvent({
      calendarId: family.calendar,
      kind: 'reminder',
      span: days('2026-11-21', '2026-11-28'),
    })
    expect(await loadEventAs(family.owner, day.id)).toMatchObject({
      startDate: '2026-11-21',
      endDate: '2026-11-22',
    })
  })
})

describe('moving to another calendar', () => {
  it('records a move as removed and added and leaves one home placement', async () => {
    const { id } = await as(family.editor).createEvent({ calendarId: family.calendar })
    const { result } = await editEvent(family.editor, id, 1, {
      calendarId: family.editor.calendar,
      title: 'Mine',
    })
    expect(result.version).toBe(2)
    const rows = (await listChangesOf(id)).slice(1)
    expect(rows.map(({ stream, op, before, after }) => [stream, op, before?.title, after?.title])).toEqual([
      [`calendar-${family.editor.calendar}`, 'added', undefined, 'Mine'],
      [`calendar-${family.calendar}`, 'removed', 'Dinner', undefined],
    ])
    expect(await db.select().from(placements).where(eq(placements.eventId, id))).toEqual([
      expect.objectContaining({ calendarId: family.editor.calendar, home: true }),
    ])
    expect(await as(family.owner).requestGrant('read', 'event', id)).toBe('NOT_FOUND')
    await expectCopies(id, hour('2026-11-21'))
  })

  it('requires write permission in both calendars', async () => {
    const { editor, viewer, owner, sharee, calendar } = family
    const { id } = await as(editor).createEvent({ calendarId: calendar })
    const to = async (user: TestUser, calendarId: string) => codeOf(editEvent(user, id, 1, { calendarId }))
    expect(await to(editor, owner.calendar)).toBe('NOT_FOUND')
    expect(await to(viewer, viewer.calendar)).toBe('FORBIDDEN')
    expect(await to(sharee, sharee.calendar)).toBe('NOT_FOUND')
    const readable = await insertCalendar({ ownerUserId: owner.id })
    await insertShare(readable, { userId: editor.id }, 'viewer')
    expect(await to(editor, readable)).toBe('FORBIDDEN')
    expect((await loadEventAs(family.owner, id)).calendarId).toBe(calendar)
  })

  it('replaces an existing placement in the target calendar', async () => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.owner.calendar })
    await insertPlacement(id, family.calendar, 'busy')
    await editEvent(family.owner, id, 1, { calendarId: family.calendar })
    expect(await db.select().from(placements).where(eq(placements.eventId, id))).toEqual([
      expect.objectContaining({ calendarId: family.calendar, home: true, detail: 'full' }),
    ])
  })

  it('rejects a move into a calendar with an event of the same UID', async () => {
    const { id } = await as(family.owner).createEvent({ calendarId: family.owner.calendar })
    const twin = await as(family.owner).createEvent({ calendarId: family.calendar })
    const [event] = await db.select().from(events).where(eq(events.id, twin.id))
    await db.update(events).set({ uid: event!.uid }).where(eq(events.id, id))
    const error = await errorOf(editEvent(family.owner, id, 1, { calendarId: family.calendar }))
    expect(error.detail).toEqual({ fields: { calendarId: { code: 'taken' } } })
    await as(family.owner).run(deleteEvent, { id: twin.id })
    await editEvent(family.owner, id, 1, { calendarId: family.calendar })
  })

  it('records a concurrent edit in the stream of the new calendar', async () => {
    const { owner, editor, calendar } = family
    for (let n = 0; n < 8; n++) {
      const { id } = await as(owner).createEvent({ calendarId: calendar })
      await Promise.all([
        editEvent(owner, id, 1, { calendarId: owner.calendar }),
        // The editor has write permission in the first of the two calendars only.
        codeOf(editEvent(editor, id, 1, { title: 'Later' })),
      ])
      const rows = await listChangesOf(id)
      const home = (await loadEventAs(family.owner, id)).calendarId
      expect(home).toBe(owner.calendar)
      const last = Math.max(...rows.map(({ after }) => Number(after?.version ?? 0)))
      for (const { stream, after } of rows) {
        if (after?.version === last) expect(stream).toBe(`calendar-${home}`)
        if (after) expect(`calendar-${after.calendarId}`).toBe(stream)
      }
    }
  })
})

describe('deleteEvent', () => {
  it('removes the event from every calendar and keeps it in the trash', async () => {
    const { id } = await as(family.editor).createEvent({ calendarId: family.calendar })
    await insertPlacement(id, family.owner.calendar)
    await as(family.editor).run(deleteEvent, { id })
    expect(
      (await as(family.owner).loadRange('2026-11-21', '2026-11-22')).tuples.map(([shown]) => shown),
    ).not.toContain(id)
    const [row] = await db.select().from(events).where(eq(events.id, id))
    expect(row).toMatchObject({ deletedAt: expect.any(Date), version: 2 })
    expect((await listChangesOf(id)).at(-1)).toMatchObject({
      op: 'removed',
      after: null,
      before: { version: 1 },
    })
  })

  it('refuses viewers and already deleted events', async () => {
    const { id } = await as(family.editor).createEvent({ calendarId: family.calendar })
    expect(await codeOf(as(family.viewer).run(deleteEvent, { id }))).toBe('FORBIDDEN')
    expect(await codeOf(as(family.stranger).run(deleteEvent, { id }))).toBe('NOT_FOUND')
    const answers = await Promise.all([1, 2, 3].map(() => codeOf(as(family.editor).run(deleteEvent, { id }))))
    expect(answers.sort()).toEqual(['NOT_FOUND', 'NOT_FOUND', 'ok'])
  })
})
