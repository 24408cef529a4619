import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { guestLinks } from '@/db/schema/attendees'
import { as, makeUser } from '@/test/database/fixtures'
import { insertGuest } from '@/test/database/guests'
import { insertGuestLinks } from './guest-links'

it('gives each address one link, and no new one if its link was revoked', async () => {
  const owner = await makeUser()
  const { id } = await as(owner).createEvent({ calendarId: owner.calendar, attendees: [owner.id] })
  const ann = await insertGuest(id, { email: 'ann@example.org' })
  await db.update(guestLinks).set({ revokedAt: new Date() }).where(eq(guestLinks.id, ann.link))
  const emails = ['ann@example.org', 'Cem@example.org', 'cem@example.org', `${randomUUID()}@example.org`]
  const insert = () => db.transaction((tx) => insertGuestLinks(tx, id, emails, owner.id))
  await Promise.all([insert(), insert()])
  const links = await db.select().from(guestLinks).where(eq(guestLinks.eventId, id))
  expect(links.map(({ email }) => email).sort()).toEqual(
    ['ann@example.org', 'cem@example.org', emails[3]].sort(),
  )
})
