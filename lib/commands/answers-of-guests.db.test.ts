import { and, eq, isNull } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { answers } from '@/db/schema/answers'
import { attendees } from '@/db/schema/attendees'
import { events } from '@/db/schema/events'
import { as, codeOf, errorOf, loadEventDetail, makeUser } from '@/test/database/fixtures'
import { insertGuest } from '@/test/database/guests'
import { answerAsGuest, answerEvent } from './answers'
import { updateEvent } from './events'

const YES = { version: 1, status: 'accepted' } as const

it('renames a guest in the event and in its occurrences, without a conflict with edits of the organizer', async () => {
  const owner = await makeUser('owner')
  const { id, version } = await as(owner).createEvent({ calendarId: owner.calendar, attendees: [owner.id] })
  const guest = await insertGuest(id, { email: 'ann@example.org' })
  const ann = { userId: null, email: 'ann@example.org', name: null }
  const bob = { ...ann, email: 'bob@example.org' }
  const overrides = { '2026-11-21': { attendees: [ann, bob] } }
  await db.update(events).set({ overrides }).where(eq(events.id, id))
  const { changeset } = await as(guest).run(answerAsGuest, { ...YES, id, name: 'Ann' })
  expect(changeset).not.toBeNull()
  const [row] = await db.select().from(events).where(eq(events.id, id))
  expect(row!.overrides).toEqual({ '2026-11-21': { attendees: [{ ...ann, name: 'Ann' }, bob] } })
  const attendee = (await loadEventDetail(owner, id)).attendees.find(({ email }) => email)
  expect(attendee).toMatchObject({ name: 'Ann' })
  expect(await codeOf(as(owner).run(updateEvent, { id, version, patch: { title: 'Tea' } }))).toBe('ok')
  const repeated = await as(guest).run(answerAsGuest, { ...YES, id, name: 'Ann' })
  expect(repeated.changeset).toBeNull()
})

it('renames a guest to the name of a removed guest, and refuses the name of a present guest', async () => {
  const owner = await makeUser('owner')
  const { id } = await as(owner).createEvent({ calendarId: owner.calendar, attendees: [owner.id] })
  const [max, zoe] = [await insertGuest(id, { name: 'Max' }), await insertGuest(id, { name: 'Zoe' })]
  for (const guest of [max, zoe]) {
    await as(guest).run(answerEvent, { id, version: 1, status: 'accepted', comment: guest.person.name! })
  }
  const rename = () => as(max).run(answerAsGuest, { ...YES, id, comment: 'Max', name: 'Zoe' })
  expect((await errorOf(rename())).detail.fields).toEqual({ name: { code: 'taken' } })
  await db.delete(attendees).where(and(eq(attendees.eventId, id), eq(attendees.name, 'Zoe')))
  await rename()
  const ofGuests = and(eq(answers.eventId, id), isNull(answers.userId))
  const remaining = await db.select().from(answers).where(ofGuests)
  expect(remaining).toMatchObject([{ name: 'Zoe', comment: 'Max' }])
})

it('renames no other guest of the same name', async () => {
  const owner = await makeUser('owner')
  const { id } = await as(owner).createEvent({ calendarId: owner.calendar, attendees: [owner.id] })
  const [ann, zoe] = [{ email: 'ann@example.org', name: 'Zoe' }, { name: 'Zoe' }]
  await insertGuest(id, ann)
  await as(await insertGuest(id, zoe)).run(answerAsGuest, { ...YES, id, name: 'Zoë' })
  const rows = await db.select().from(attendees).where(eq(attendees.eventId, id))
  expect(rows.map(({ email, name }) => [email, name])).toContainEqual(['ann@example.org', 'Zoe'])
  expect(rows.map(({ name }) => name)).toContain('Zoë')
})
