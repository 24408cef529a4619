import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { guestLinks } from '@/db/schema/attendees'
import { events } from '@/db/schema/events'
import { as, makeUser } from '@/test/database/fixtures'
import { insertGuest } from '@/test/database/guests'
import { ensureGuestLinks } from './guest-links'

it('gives each address of a series and its occurrences a link once, and none after it was revoked', async () => {
  const owner = await makeUser()
  const { id } = await as(owner).createEvent({ calendarId: owner.calendar, attendees: [owner.id] })
  await insertGuest(id, { name: 'Zoe' })
  const ann = await insertGuest(id, { email: 'ann@example.org' })
  const bob = await insertGuest(id, { email: 'bob@example.org' })
  await db.delete(guestLinks).where(eq(guestLinks.id, bob.link))
  await db.update(guestLinks).set({ revokedAt: new Date() }).where(eq(guestLinks.id, ann.link))
  const person = { userId: null, name: null }
  const attendees = [
    { ...person, email: 'Cem@example.org' },
    { ...person, email: 'bob@example.org' },
    { userId: owner.id, email: null, name: null },
  ]
  await db
    .update(events)
    .set({ overrides: { '2026-11-21': { attendees } } })
    .where(eq(events.id, id))
  const ensure = () => db.transaction((tx) => ensureGuestLinks(tx, id, owner.id))
  await Promise.all([ensure(), ensure()])
  const links = await db.select().from(guestLinks).where(eq(guestLinks.eventId, id))
  expect(links.map(({ email, name }) => email ?? name).sort()).toEqual(
    ['Zoe', 'ann@example.org', 'bob@example.org', 'cem@example.org'].sort(),
  )
})
