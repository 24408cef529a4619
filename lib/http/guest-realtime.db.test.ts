import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { db } from '@/db/client'
import { guestLinks } from '@/db/schema/attendees'
import { events } from '@/db/schema/events'
import { guestToken } from '@/lib/access/guest-tokens'
import { answerEvent } from '@/lib/commands/answers'
import { updateEvent } from '@/lib/commands/events'
import { createPublicLink } from '@/lib/commands/guest-links'
import { inProcessClients } from '@/test/clients/in-process'
import { as, makeUser, type TestUser } from '@/test/database/fixtures'
import { insertGuest } from '@/test/database/guests'

let owner: TestUser
beforeAll(async () => {
  owner = await makeUser('owner')
})

async function invite(input: object = {}) {
  const event = await as(owner).createEvent({ calendarId: owner.calendar, attendees: [owner.id], ...input })
  return { ...event, guest: await insertGuest(event.id, { email: 'ann@example.org' }) }
}

async function sign(link: string, body: object = { socket_id: '1.1', since: Date.now() }) {
  const path = `/api/guest/${guestToken(link, 'page')}/realtime`
  const { status, text } = await inProcessClients.withInvalidSession().post(path, body)
  return { status, body: status === 200 ? JSON.parse(text) : null }
}

it('signs the socket of a guest’s page as the guest of the link', async () => {
  const { guest } = await invite()
  const { status, body } = await sign(guest.link)
  expect(status).toBe(200)
  expect(JSON.parse(body.signIn.user_data)).toEqual({ id: `guest-${guest.link}` })
  expect(body.channel.auth).toMatch(/^[^:]+:[0-9a-f]{64}$/)
})

it('refuses invalid sockets, and sockets of public links, revoked links and deleted events', async () => {
  const { id, guest } = await invite()
  expect((await sign(guest.link, { socket_id: 'x', since: 0 })).status).toBe(400)
  const { result } = await as(owner).run(createPublicLink, { event: id })
  expect((await sign(result.id)).status).toBe(404)
  await db.update(guestLinks).set({ revokedAt: new Date() }).where(eq(guestLinks.id, guest.link))
  expect((await sign(guest.link)).status).toBe(410)
  const deleted = await invite()
  await db.update(events).set({ deletedAt: new Date() }).where(eq(events.id, deleted.id))
  expect((await sign(deleted.guest.link)).status).toBe(404)
})

it('says whether the page has changed since it was rendered; counts answers of others only if guests are shown', async () => {
  const { id, version, guest } = await invite()
  const bob = await insertGuest(id, { name: 'Bob' })
  const since = Date.now() + 1
  await new Promise((resolve) => setTimeout(resolve, 5))
  const isStale = async () => (await sign(guest.link, { socket_id: '1.1', since })).body.isStale
  expect(await isStale()).toBe(false)
  await as(bob).run(answerEvent, { id, version, status: 'accepted' })
  expect(await isStale()).toBe(true)
  await db.update(events).set({ guestListHidden: true }).where(eq(events.id, id))
  expect(await isStale()).toBe(false)
  await as(owner).run(updateEvent, { id, version, patch: { title: 'Choir' } })
  expect(await isStale()).toBe(true)
})
