import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { queueMail } from '@/lib/commands/rows/deliveries'
import type { Mail } from '@/lib/mail/mails'
import { renderMail } from '@/lib/mail/templates'
import { startSmtp } from '@/test/servers/smtp.mjs'
import { deliverMail } from './deliver-mail'
import { deliverMailOrRetry } from './retry-mail'
import { purge } from './upkeep'

const smtp = await startSmtp()
process.env.SMTP_URL = smtp.url
process.env.MAIL_FROM = 'Kinday <kinday@example.org>'
process.env.ORIGIN = 'https://kinday.example'

afterAll(() => smtp.close())
beforeEach(() => {
  smtp.mode = 'fine'
  smtp.mails.length = 0
})

const SHARED = {
  template: 'share',
  data: { path: '/home', level: 'viewer', email: 'bo@example.org', calendar: 'Home', sharer: 'Ann' },
} as const
const RESET = { template: 'reset', data: { path: '/reset/secret', minutes: 60 } } as const
async function queue(mail: Partial<Mail> = {}): Promise<string> {
  const to = `${randomUUID()}@example.org`
  const complete = { ...RESET, to, userId: null, locale: 'en', ...mail } as Mail
  const job = await db.transaction((tx) => queueMail(tx, complete))
  return (job.payload as { delivery: string }).delivery
}
const deliveryOf = async (id: string) => (await db.select().from(deliveries).where(eq(deliveries.id, id)))[0]!
const failureOf = (id: string) =>
  deliverMail(id).then(
    () => null,
    (error: Error) => error.message,
  )

describe('a mail', () => {
  it('sends a mail once if its job runs several times, and deletes its content', async () => {
    const id = await queue()
    await deliverMail(id)
    await deliverMail(id)
    await Promise.all([deliverMail(id), deliverMail(id)])
    const [mail, ...others] = smtp.mails
    expect(others).toEqual([])
    expect(mail).toMatchObject({ from: 'kinday@example.org', subject: 'Choose a new Kinday password' })
    expect(mail!.text).toContain('https://kinday.example/reset/secret')
    expect(mail!.html).toContain('href="https://kinday.example/reset/secret"')
    expect(mail!.raw).toContain(`Message-ID: <${id}@example.org>`)
    expect(await deliveryOf(id)).toMatchObject({ outcome: 'sent', attempts: 1, data: null, error: null })
  })

  it('retries a mail while the server is down or busy', async () => {
    const id = await queue()
    for (const mode of ['down', 'busy']) {
      smtp.mode = mode
      expect(await failureOf(id)).not.toBeNull()
      expect(await deliveryOf(id)).toMatchObject({ outcome: 'queued', error: expect.stringMatching(/\w/) })
    }
    expect((await deliveryOf(id)).error).toContain('451')
    smtp.mode = 'fine'
    await deliverMail(id)
    expect(await deliveryOf(id)).toMatchObject({ outcome: 'sent', attempts: 3, error: null })
    expect(smtp.mails).toHaveLength(1)
  })

  it('locks a mail for the process that sends it for a limited time, without a row lock', async () => {
    smtp.mode = 'hangs'
    const tries = smtp.tries
    const id = await queue()
    const sending = failureOf(id)
    await expect.poll(() => smtp.tries, { timeout: 15_000 }).toBe(tries + 1)
    await db.transaction((tx) =>
      tx.select().from(deliveries).where(eq(deliveries.id, id)).for('update', { noWait: true }),
    )
    expect(await failureOf(id)).toBe('is being sent')
    smtp.hangUp()
    expect(await sending).not.toBeNull()
    expect(await deliveryOf(id)).toMatchObject({ outcome: 'queued', attempts: 1, takenUntil: null })
    // Simulates that the process that sends the mail was killed.
    await db
      .update(deliveries)
      .set({ takenUntil: new Date(Date.now() - 1000) })
      .where(eq(deliveries.id, id))
    smtp.mode = 'fine'
    await deliverMail(id)
    expect(await deliveryOf(id)).toMatchObject({ outcome: 'sent', attempts: 2 })
    expect(smtp.mails).toHaveLength(1)
  })

  it('deletes a delivery after 30 days', async () => {
    const [old, young] = [await queue(), await queue()]
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
    await db
      .update(deliveries)
      .set({ createdAt: daysAgo(30.1) })
      .where(eq(deliveries.id, old))
    await db
      .update(deliveries)
      .set({ createdAt: daysAgo(29.9) })
      .where(eq(deliveries.id, young))
    await purge()
    expect([await deliveryOf(old), (await deliveryOf(young)).id]).toEqual([undefined, young])
  })

  it('does not retry a mail after a permanent refusal', async () => {
    smtp.mode = 'refuses'
    const id = await queue()
    await deliverMail(id)
    expect(await deliveryOf(id)).toMatchObject({
      outcome: 'failed',
      data: null,
      error: expect.stringContaining('550'),
    })
    smtp.mode = 'fine'
    await deliverMail(id)
    expect(smtp.mails).toEqual([])
  })

  it('does not send a mail whose link has expired', async () => {
    const id = await queue()
    await db
      .update(deliveries)
      .set({ createdAt: new Date(Date.now() - 61 * 60_000) })
      .where(eq(deliveries.id, id))
    await deliverMail(id)
    expect(await deliveryOf(id)).toMatchObject({ outcome: 'failed', data: null })
    expect(smtp.mails).toEqual([])
  })

  const ageByDays = (id: string, days: number) =>
    db
      .update(deliveries)
      .set({ createdAt: new Date(Date.now() - days * 86_400_000) })
      .where(eq(deliveries.id, id))

  it('sends a mail to a person without an account for a week, so that an outage over a weekend loses none', async () => {
    const [young, old] = [await queue(SHARED), await queue(SHARED)]
    await ageByDays(young, 6.9)
    await ageByDays(old, 7.1)
    for (const id of [young, old]) await deliverMail(id)
    expect([await deliveryOf(young), await deliveryOf(old)]).toMatchObject([
      { outcome: 'sent' },
      { outcome: 'failed' },
    ])
  })

  it('does not send a mail about an event that is over', async () => {
    const past = await queue({ ...SHARED, until: Date.now() - 1000 })
    const coming = await queue({ ...SHARED, until: Date.now() + 60_000 })
    for (const id of [past, coming]) await deliverMail(id)
    expect([await deliveryOf(past), await deliveryOf(coming)]).toMatchObject([
      { outcome: 'failed' },
      { outcome: 'sent' },
    ])
  })

  it('schedules one retry after each failed attempt, with growing delays of at most half an hour', async () => {
    const id = await queue(SHARED)
    smtp.mode = 'down'
    for (const [attempts, seconds] of [
      [0, 20],
      [3, 160],
      [90, 1800],
    ] as const) {
      await db.update(deliveries).set({ attempts }).where(eq(deliveries.id, id))
      await deliverMailOrRetry(id)
      const jobs = await db.execute<{ delay: number }>(sql`
        select extract(epoch from run_at - now())::int as delay from graphile_worker._private_jobs where key = ${`mail:${id}`}`)
      expect(jobs).toHaveLength(1)
      expect(Math.abs(jobs[0]!.delay - seconds)).toBeLessThan(5)
    }
    smtp.mode = 'fine'
    await deliverMailOrRetry(id)
    expect(await deliveryOf(id)).toMatchObject({ outcome: 'sent', attempts: 92 })
  })

  it('adds no headers or recipients from line breaks in names', async () => {
    const data = {
      path: '/join/x',
      group: 'Family\r\nBcc: all@example.org',
      inviter: 'Eve <eve@example.org>\nSubject: other',
    }
    const id = await queue({ template: 'invitation', data } as Partial<Mail>)
    await deliverMail(id)
    const [mail] = smtp.mails
    const [head] = mail!.raw.split('\r\n\r\n')
    expect(head!.match(/^(bcc|subject|to|from):/gim)).toHaveLength(3)
    expect(mail!.to).toHaveLength(1)
    expect(mail!.subject).toBe(
      '“Eve <eve example. org> Subject: other” invites you to “Family Bcc: all example. org”',
    )
  })

  it('escapes names in HTML and keeps them in plain text', async () => {
    const data = { path: '/join/x', group: '<img src=x onerror=alert(1)>', inviter: 'Ann & {Bob}' }
    const { html, text, subject } = await renderMail('invitation', data, 'en-GB')
    expect(html).not.toContain('<img')
    expect(html).toContain('&#60;img')
    expect(text).toContain(data.group)
    expect(subject).toBe(`“${data.inviter}” invites you to “${data.group}”`)
    expect(html).toMatch(/<html lang="en" dir="ltr">/)
  })

  it('breaks links in names in every language and shortens names in the subject', async () => {
    const evil = 'https://evil.example/win now.evil.example me@evil.example and much more of this'
    for (const language of ['en', 'de', 'ar']) {
      const { subject, text } = await renderMail(
        'share',
        { ...SHARE, calendar: evil, sharer: evil },
        language,
      )
      for (const part of [subject, text]) expect(part).not.toMatch(/\/\/evil|\w\.evil|evil\.\w|@evil/)
      expect(subject.length).toBeLessThan(130)
    }
  })

  it('writes Arabic mails right-to-left, also for clients that keep only the body', async () => {
    const { html } = await renderMail('invitation', { path: '/join/x', group: 'Choir', inviter: 'Ann' }, 'ar')
    expect(html).toMatch(/<html lang="ar" dir="rtl">/)
    expect(html.slice(html.indexOf('<body'))).toMatch(/<div lang="ar" dir="rtl"/)
  })
})

const SHARE = { path: '/home', level: 'viewer', email: 'bo@example.org' } as const
