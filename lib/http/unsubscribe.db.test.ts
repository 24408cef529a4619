import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { GET, POST } from '@/app/api/unsubscribe/[token]/route'
import { db } from '@/db/client'
import { guestToken } from '@/lib/access/guest-tokens'
import { createEvent } from '@/lib/commands/events'
import { setGuestMails } from '@/lib/commands/unsubscribe'
import { as, codeOf, makeUser } from '@/test/database/fixtures'
import { insertGuest } from '@/test/database/guests'

async function makeGuest() {
  const anna = await makeUser('Anna')
  const span = { type: 'all-day', start: '2030-01-01', end: '2030-01-02' } as const
  const { result } = await as(anna).run(createEvent, { title: 'Tea', span, calendarId: anna.calendar })
  return insertGuest(result.id, { email: 'gus@example.org' })
}

const isUnsubscribed = async (link: string) => {
  const rows = await db.execute(sql`select unsubscribed from guest_links where id = ${link}`)
  return rows[0]!.unsubscribed
}

async function post(token: string, fields: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams(fields)
  const request = new Request(`http://localhost/api/unsubscribe/${token}`, { method: 'POST', body })
  return POST(request, { params: Promise.resolve({ token }) })
}

it('unsubscribes a guest by one-click POST (RFC 8058)', async () => {
  const { link } = await makeGuest()
  const token = guestToken(link, 'unsubscribe')
  expect((await post(token, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
  expect(await isUnsubscribed(link)).toBe(true)
})

it('unsubscribes and resubscribes a guest by form, and changes nothing on GET', async () => {
  const { link } = await makeGuest()
  const token = guestToken(link, 'unsubscribe')
  const opened = await GET(new Request('http://localhost/'), { params: Promise.resolve({ token }) })
  expect(opened.headers.get('location')).toBe(`/unsubscribe/${token}`)
  expect(await isUnsubscribed(link)).toBe(false)
  expect((await post(token, {})).status).toBe(303)
  expect(await isUnsubscribed(link)).toBe(true)
  await post(token, { allow: '1' })
  expect(await isUnsubscribed(link)).toBe(false)
})

it('responds with 404 to a guest token for another purpose', async () => {
  const { link } = await makeGuest()
  const token = guestToken(link, 'page')
  expect((await post(token, { 'List-Unsubscribe': 'One-Click' })).status).toBe(404)
  expect(await isUnsubscribed(link)).toBe(false)
})

it('unsubscribes a removed guest, who may be invited again', async () => {
  const { event, link } = await makeGuest()
  await db.execute(sql`delete from attendees where event_id = ${event}`)
  const token = guestToken(link, 'unsubscribe')
  expect((await post(token, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
  expect(await isUnsubscribed(link)).toBe(true)
})

it('unsubscribes a guest of a deleted event, which may be restored', async () => {
  const { event, link } = await makeGuest()
  await db.execute(sql`update events set deleted_at = now() where id = ${event}`)
  await post(guestToken(link, 'unsubscribe'), {})
  expect(await isUnsubscribed(link)).toBe(true)
})

it('refuses to unsubscribe with a token for replies', async () => {
  const { link } = await makeGuest()
  const stranger = await makeUser('Eve')
  const attempt = as(stranger).run(setGuestMails, { token: guestToken(link, 'reply'), unsubscribed: true })
  expect(await codeOf(attempt)).toBe('NOT_FOUND')
})
