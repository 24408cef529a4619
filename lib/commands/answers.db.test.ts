import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { answers } from '@/db/schema/answers'
import { changes } from '@/db/schema/changes'
import { events } from '@/db/schema/events'
import {
  as,
  codeOf,
  errorOf,
  type Family,
  hour,
  insertCalendar,
  insertPlacement,
  loadEventDetail,
  makeFamily,
  type TestUser,
} from '@/test/database/fixtures'
import { insertGuest } from '@/test/database/guests'
import { deleteAccountOf } from './account-deletion.test.accounts'
import { answerEvent } from './answers'
import { ACCEPTED, loadAnswer } from './answers.test.detail'
import { deleteEvent, updateEvent } from './events'
import { deletePermanently } from './trash'
import { undo } from './undo'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

const createMeeting = (...people: TestUser[]) =>
  as(family.owner).createEvent({ calendarId: family.calendar, attendees: people.map(({ id }) => id) })

describe('answerEvent', () => {
  it('stores a changed participation status', async () => {
    const { viewer } = family
    const { id, version } = await createMeeting(viewer)
    await as(viewer).run(answerEvent, {
      id,
      version,
      status: 'accepted',
      partySize: 3,
      comment: 'With cake',
    })
    await as(viewer).run(answerEvent, { id, version, status: 'declined' })
    expect(await db.select().from(answers).where(eq(answers.eventId, id))).toMatchObject([
      { userId: viewer.id, status: 'declined', partySize: 1, comment: '', source: 'app' },
    ])
    expect(await loadAnswer(viewer, id)).toMatchObject({ status: 'declined' })
  })

  it('changes neither version nor SEQUENCE of the event, and does not conflict with an edit', async () => {
    const { viewer, editor } = family
    const { id, version } = await createMeeting(viewer)
    await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
    const [row] = await db.select().from(events).where(eq(events.id, id))
    expect(row).toMatchObject({ version, sequence: 0 })
    await as(editor).run(updateEvent, {
      id,
      version,
      patch: { title: 'Supper', attendees: [viewer.id, editor.id] },
    })
    await as(viewer).run(answerEvent, { id, version, status: 'tentative' })
    expect(await loadAnswer(viewer, id)).toMatchObject({ status: 'tentative', outdatedFor: null })
    expect(await loadAnswer(editor, id)).toMatchObject(ACCEPTED)
  })

  it('answers FORBIDDEN to users who are not invited, and NOT_FOUND to users who do not see the event', async () => {
    const { viewer, editor, stranger } = family
    const { id, version } = await createMeeting(viewer)
    const answer = { id, version, status: 'accepted' as const }
    expect(await codeOf(as(editor).run(answerEvent, answer))).toBe('FORBIDDEN')
    expect(await codeOf(as(stranger).run(answerEvent, answer))).toBe('NOT_FOUND')
  })

  it('keeps the answer of an attendee who is removed and invited again by undo', async () => {
    const { viewer, editor } = family
    const { id, version } = await createMeeting(viewer)
    await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
    const { changeset } = await as(editor).run(updateEvent, { id, version, patch: { attendees: [] } })
    expect(await loadAnswer(viewer, id)).toBeNull()
    await as(editor).run(undo, { changeset: changeset! })
    expect(await loadAnswer(viewer, id)).toMatchObject(ACCEPTED)
  })

  it('lets only the attendee undo an answer, without permission to edit the event', async () => {
    const { viewer, owner } = family
    const { id, version } = await createMeeting(viewer)
    await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
    const { changeset } = await as(viewer).run(answerEvent, { id, version, status: 'declined' })
    expect(await codeOf(as(owner).run(undo, { changeset: changeset! }))).toBe('FORBIDDEN')
    const undone = await as(viewer).run(undo, { changeset: changeset! })
    expect(await loadAnswer(viewer, id)).toMatchObject(ACCEPTED)
    await as(viewer).run(undo, { changeset: undone.changeset! })
    expect(await loadAnswer(viewer, id)).toMatchObject({ status: 'declined' })
  })

  it('keeps a later answer when an earlier one is undone', async () => {
    const { viewer } = family
    const { id, version } = await createMeeting(viewer)
    const { changeset } = await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
    await as(viewer).run(answerEvent, { id, version, status: 'declined' })
    expect(await codeOf(as(viewer).run(undo, { changeset: changeset! }))).toBe('CONFLICT')
    expect(await loadAnswer(viewer, id)).toMatchObject({ status: 'declined' })
  })

  it('reports an answer as kept if its content was deleted with the event', async () => {
    const { owner, calendar } = family
    const { id, version } = await as(owner).createEvent({ calendarId: calendar, attendees: [owner.id] })
    const { changeset } = await as(owner).run(answerEvent, { id, version, status: 'declined' })
    await as(owner).run(deleteEvent, { id })
    await as(owner).run(deletePermanently, { event: id })
    expect(await errorOf(as(owner).run(undo, { changeset: changeset! }))).toMatchObject({
      code: 'CONFLICT',
      detail: { data: { kept: ['answer'] } },
    })
  })

  it('pings only followers who see the private event, and leaves no trace for other viewers', async () => {
    const { viewer, owner } = family
    const { id, version } = await as(owner).createEvent({
      calendarId: family.calendar,
      visibility: 'private',
      attendees: [viewer.id],
    })
    const { changeset } = await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
    const rows = await db.select().from(changes).where(eq(changes.changesetId, changeset!))
    expect(rows.map(({ stream }) => stream).sort()).toEqual([
      `owners-${family.calendar}`,
      `user-${viewer.id}`,
    ])
  })

  it('pings calendars that show the event in full, and not those that show less', async () => {
    const { viewer, owner } = family
    const { id, version } = await createMeeting(viewer)
    const [full, busy] = [
      await insertCalendar({ ownerUserId: owner.id }),
      await insertCalendar({ ownerUserId: owner.id }),
    ]
    await insertPlacement(id, full)
    await insertPlacement(id, busy, 'busy')
    const { changeset } = await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
    const rows = await db.select().from(changes).where(eq(changes.changesetId, changeset!))
    expect(rows.map(({ stream }) => stream).sort()).toEqual(
      [`calendar-${family.calendar}`, `calendar-${full}`].sort(),
    )
    const ping = rows.find(({ stream }) => stream === `calendar-${full}`)
    expect(ping).toMatchObject({ before: null, after: null })
  })
})

describe('an answer to an event that moves', () => {
  it('marks an answer with the time it was given for, until the attendee answers again or the move is undone', async () => {
    const { viewer, editor } = family
    const { id, version } = await createMeeting(viewer)
    const { span } = await loadEventDetail(viewer, id)
    await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
    const moved = await as(editor).run(updateEvent, { id, version, patch: { span: hour('2026-12-24') } })
    expect(await loadAnswer(viewer, id)).toMatchObject({ status: 'accepted', outdatedFor: span })
    await as(editor).run(undo, { changeset: moved.changeset! })
    expect(await loadAnswer(viewer, id)).toMatchObject(ACCEPTED)
    const movedBack = await as(editor).run(updateEvent, {
      id,
      version: version + 2,
      patch: { span: hour('2026-12-24') },
    })
    await as(viewer).run(answerEvent, { id, version: movedBack.result.version, status: 'accepted' })
    expect(await loadAnswer(viewer, id)).toMatchObject(ACCEPTED)
  })

  it('stores an answer for the time that the page of the attendee showed', async () => {
    const { viewer, editor } = family
    const { id, version } = await createMeeting(viewer)
    const { span } = await loadEventDetail(viewer, id)
    await as(editor).run(updateEvent, { id, version, patch: { span: hour('2026-12-24') } })
    await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
    expect(await loadAnswer(viewer, id)).toMatchObject({ status: 'accepted', outdatedFor: span })
  })
})

describe('answers of guests', () => {
  it('stores the answer of a guest by address or name, for the time that the page of the guest showed', async () => {
    const { editor, viewer } = family
    const { id, version } = await createMeeting(viewer)
    const guests = [
      await insertGuest(id, { email: 'ann@example.org', name: 'Ann' }),
      await insertGuest(id, { name: 'Zoe' }),
    ]
    const { span } = await loadEventDetail(viewer, id)
    await as(editor).run(updateEvent, { id, version, patch: { title: 'Supper' } })
    await as(editor).run(updateEvent, { id, version: version + 1, patch: { span: hour('2026-12-24') } })
    for (const guest of guests)
      await as(guest).run(answerEvent, { id, version: version + 1, status: 'accepted' })
    const rows = await db.select().from(answers).where(eq(answers.eventId, id)).orderBy(answers.email)
    expect(rows).toMatchObject([
      { userId: null, email: 'ann@example.org', name: null, status: 'accepted', givenFor: span },
      { userId: null, email: null, name: 'Zoe', status: 'accepted', givenFor: span },
    ])
  })

  it('refuses the answer of a guest to an occurrence that the guest does not attend', async () => {
    const { owner, viewer, calendar } = family
    const { id, version } = await as(owner).createEvent({
      ...{ calendarId: calendar, attendees: [viewer.id], span: hour('2026-11-02'), rules: ['FREQ=WEEKLY'] },
    })
    const guest = await insertGuest(id, { email: 'ann@example.org' })
    const overrides = { '2026-11-09T09:00:00': { attendees: [] } }
    await db.update(events).set({ overrides }).where(eq(events.id, id))
    const answer = (occurrence?: string) =>
      as(guest).run(answerEvent, { id, version, occurrence, status: 'accepted' })
    expect(await codeOf(answer('2026-11-09T09:00:00'))).toBe('NOT_FOUND')
    expect(await codeOf(answer('2026-11-16T09:00:00'))).toBe('ok')
    expect(await codeOf(answer())).toBe('ok')
  })
})

describe('answers of an account', () => {
  it('keeps the answers of a deleted account as those of a guest by name', async () => {
    const { owner, viewer: leaving, calendar } = await makeFamily()
    const { id, version } = await as(owner).createEvent({ calendarId: calendar, attendees: [leaving.id] })
    await as(leaving).run(answerEvent, { id, version, status: 'accepted', comment: 'Secret comment' })
    await deleteAccountOf(leaving)
    const attendee = (await loadEventDetail(owner, id)).attendees[0]
    expect(attendee).toMatchObject({ userId: null, status: 'accepted', comment: '' })
    const rows = await db.select().from(changes).where(eq(changes.entityId, id))
    expect(JSON.stringify(rows)).not.toContain('Secret comment')
  })

  it('deletes answers with their event', async () => {
    const { viewer, owner } = family
    const { id, version } = await createMeeting(viewer)
    await as(viewer).run(answerEvent, { id, version, status: 'accepted' })
    await as(owner).run(deleteEvent, { id })
    await db.delete(events).where(eq(events.id, id))
    expect(await db.select().from(answers).where(eq(answers.eventId, id))).toEqual([])
  })
})
