import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { dispatch } from '@/lib/jobs/dispatch'
import { as, codeOf, makeUser, type TestUser } from '@/test/database/fixtures'
import { createShare, removeShare } from './shares'

// Enables mail. Nothing is sent: the tests read the queued deliveries.
process.env.SMTP_URL = 'smtp://127.0.0.1:9'

const share = (user: TestUser, calendar: string, to: { email: string }) =>
  as(user).run(createShare, { calendar, to, level: 'viewer' })

it('mails any address that a calendar is shared with, up to 50 mails a day and 3 per address and calendar', async () => {
  const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
  const nobody = `nobody-${crypto.randomUUID()}@example.org`
  for (const email of [bob.email, nobody]) {
    await share(ann, ann.calendar, { email })
    await dispatch()
    const mails = await db.select().from(deliveries).where(eq(deliveries.address, email))
    expect(mails).toEqual([expect.objectContaining({ template: 'share', userId: null, outcome: 'queued' })])
    const { path: _, ...data } = mails[0]!.data as Record<string, unknown>
    expect(data).toEqual({
      calendar: 'ann',
      sharer: 'ann',
      level: 'viewer',
      email,
      locale: 'en',
      sender: ann.id,
    })
  }
  const shareAndRemove = async (email: string) => {
    const { result } = await share(ann, ann.calendar, { email })
    await as(ann).run(removeShare, { share: result.id })
  }
  const other = `other-${crypto.randomUUID()}@example.org`
  for (let times = 1; times <= 3; times++) await shareAndRemove(other)
  expect(await codeOf(shareAndRemove(other))).toBe('TOO_MANY')
  for (let count = 6; count <= 50; count++) await shareAndRemove(`${crypto.randomUUID()}@example.org`)
  const last = { email: `${crypto.randomUUID()}@example.org` }
  expect(await codeOf(share(ann, ann.calendar, last))).toBe('TOO_MANY')
  await dispatch()
  expect(await db.select().from(deliveries).where(eq(deliveries.address, last.email))).toEqual([])
}, 60_000)

it('sends no mail about a share that was removed before', async () => {
  const ann = await makeUser('ann')
  const email = `${crypto.randomUUID()}@example.org`
  const { result } = await share(ann, ann.calendar, { email })
  await as(ann).run(removeShare, { share: result.id })
  await dispatch()
  expect(await db.select().from(deliveries).where(eq(deliveries.address, email))).toEqual([])
})
