import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { grant } from '@/lib/access/grant'
import { guestToken, replyTag } from '@/lib/access/guest-tokens'
import { answerEvent } from '@/lib/commands/answers'
import { createEvent, updateEvent } from '@/lib/commands/events'
import { answerByMail } from '@/lib/commands/mail-answers'
import { digestId } from '@/lib/mail/digest-id'
import { readMailbox } from '@/lib/mail/mailbox'
import { listReceivedMails } from '@/lib/queries/instance/lists'
import { as, codeOf, makeUser } from '@/test/database/fixtures'
import { startImap } from '@/test/servers/imap.mjs'
import { handleMail } from './handle-mail'

const imap = await startImap()
Object.assign(process.env, {
  IMAP_URL: imap.url,
  SMTP_URL: 'smtp://127.0.0.1:9',
  MAIL_FROM: 'Kinday <kinday@example.org>',
})

const ending = new AbortController()
let reading: Promise<unknown>
beforeAll(() => {
  reading = readMailbox(handleMail, ending.signal).catch(() => {})
})
afterAll(async () => {
  ending.abort()
  await reading
  await imap.close()
})

const SPAN = {
  type: 'timed',
  ...{ start: '2030-12-06T18:00:00', startZone: 'Europe/Berlin' },
  ...{ end: '2030-12-06T20:00:00', endZone: 'Europe/Berlin' },
} as const
const LATER = { ...SPAN, start: '2030-12-06T19:00:00', end: '2030-12-06T21:00:00' }

async function makeScenario(fields: object = {}) {
  const anna = await makeUser('Anna')
  const email = `gus-${randomUUID()}@example.org`
  const people = { calendarId: anna.calendar, attendees: [{ email }] }
  const input = { title: 'Dinner', span: SPAN, kind: 'meeting', ...people, ...fields }
  const { id } = (await as(anna).run(createEvent, input as never)).result
  const [link] = await db.execute<{ id: string }>(sql`select id from guest_links where event_id = ${id}`)
  const to = `kinday+${replyTag(link!.id)}@example.org`
  const answers = async () =>
    (
      await db.execute(sql`
        select status, source, comment, recurrence_id as occurrence, party_size as size,
          given_for ->> 'start' as "givenFor" from answers where event_id = ${id}`)
    ).map((row) => ({ ...row }))
  const uid = `${id}@kinday`
  const guest = { kind: 'guest', link: link!.id, event: id, person: { email, name: null } } as const
  return { anna, email, id, uid, to, answers, guest }
}

interface Reply {
  to: string
  uid: string
  email: string
  method?: string
  partstat?: string
  lines?: string[]
  headers?: string[]
  messageId?: string
}

/** Returns a mail with a REPLY without ORGANIZER, as some mail programs send it. */
function replyMail({ to, uid, email, ...other }: Reply): string {
  const { method = 'REPLY', partstat = 'ACCEPTED', lines = [], headers = [] } = other
  return [
    `Message-ID: ${other.messageId ?? `<${randomUUID()}@mail.example.org>`}`,
    ...[`From: Gus <${email}>`, `To: Kinday <${to}>`, 'Subject: Accepted: Dinner', ...headers],
    ...['MIME-Version: 1.0', 'Content-Type: multipart/alternative; boundary="b"', ''],
    ...['--b', 'Content-Type: text/plain; charset=utf-8', '', 'Gus has accepted', '--b'],
    ...[`Content-Type: text/calendar; method=${method}; charset=utf-8`, ''],
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', `METHOD:${method}`, 'BEGIN:VEVENT', `UID:${uid}`],
    ...['DTSTAMP:20301102T030405Z', `ATTENDEE;PARTSTAT=${partstat}:mailto:${email}`, ...lines],
    ...['END:VEVENT', 'END:VCALENDAR', '--b--', ''],
  ].join('\r\n')
}

/** Delivers a mail and waits until it was handled. Returns the outcome. */
async function outcomeOf(raw: string): Promise<string> {
  const { length } = imap.mails
  imap.deliver(raw)
  await expect.poll(() => imap.mails[length]!.seen, { timeout: 20_000 }).toBe(true)
  const id = /^Message-ID: (.*)$/im.exec(raw)?.[1]?.trim()
  const rows = await db.execute<{ text: string }>(sql`
    select concat_ws(': ', outcome, reason) as text from received_mails
    where ${id ?? null}::text is null or message_id = ${id ?? null} order by received_at desc`)
  return rows[0]!.text
}

describe('answers by mail', () => {
  it('stores the status and comment of a REPLY, and keeps the party size of the earlier answer', async () => {
    const { id, answers, guest, ...reply } = await makeScenario()
    const answer = { id, version: 1, status: 'tentative', partySize: 3 } as const
    await as(guest as never).run(answerEvent, answer)
    expect(await outcomeOf(replyMail({ ...reply, lines: ['COMMENT:With cake'] }))).toBe('answered')
    expect(await answers()).toEqual([
      {
        ...{ status: 'accepted', source: 'mail', comment: 'With cake', occurrence: null, size: 3 },
        givenFor: SPAN.start,
      },
    ])
  })

  it('accepts the long reply token in mails that older versions sent', async () => {
    const { answers, guest, ...reply } = await makeScenario()
    const to = `kinday+${guestToken(guest.link, 'reply')}@example.org`
    expect(await outcomeOf(replyMail({ ...reply, to }))).toBe('answered')
    expect(await answers()).toHaveLength(1)
  })

  it('ignores reply addresses with a changed tag, or with a token for another purpose', async () => {
    const { answers, guest, to, ...reply } = await makeScenario()
    const [changed, other] = [
      to.replace(/.@/, (end) => (end === 'a@' ? 'b@' : 'a@')),
      guestToken(guest.link, 'page'),
    ]
    for (const address of [changed, `kinday+${other}@example.org`]) {
      expect(await outcomeOf(replyMail({ ...reply, to: address }))).toBe('ignored: no address of a guest')
    }
    expect(await answers()).toEqual([])
  })

  it('handles each mail once, also after the answer has changed', async () => {
    const { answers, guest, id, ...reply } = await makeScenario()
    const mail = replyMail({ ...reply, messageId: `<${randomUUID()}@mail.example.org>` })
    expect(await outcomeOf(mail)).toBe('answered')
    await as(guest as never).run(answerEvent, { id, version: 1, status: 'declined' })
    await outcomeOf(mail)
    expect(await answers()).toMatchObject([{ status: 'declined' }])
  })

  it('finds the reply address of the guest in Delivered-To', async () => {
    const { answers, to, ...reply } = await makeScenario()
    const headers = [`Delivered-To: ${to.toUpperCase()}`, 'Delivered-To: kinday@example.org']
    expect(await outcomeOf(replyMail({ ...reply, to: 'kinday@example.org', headers }))).toBe('answered')
    expect(await answers()).toHaveLength(1)
  })

  it('stores the answer to an older mail for the time stated in that mail', async () => {
    const { anna, id, answers, ...reply } = await makeScenario()
    await as(anna).run(updateEvent, { id, version: 1, patch: { span: LATER } })
    await outcomeOf(replyMail({ ...reply, lines: ['SEQUENCE:0'] }))
    expect(await answers()).toMatchObject([{ givenFor: SPAN.start }])
    await outcomeOf(replyMail({ ...reply, lines: ['SEQUENCE:1'] }))
    expect(await answers()).toMatchObject([{ givenFor: LATER.start }])
  })

  it('records an answer to one occurrence', async () => {
    const { answers, ...reply } = await makeScenario({ rules: ['FREQ=WEEKLY'] })
    const lines = ['RECURRENCE-ID:20301213T170000Z']
    expect(await outcomeOf(replyMail({ ...reply, lines }))).toBe('answered')
    expect(await answers()).toMatchObject([
      { occurrence: '2030-12-13T18:00:00', givenFor: '2030-12-13T18:00:00' },
    ])
    const unknown = ['RECURRENCE-ID:20301214T170000Z']
    expect(await outcomeOf(replyMail({ ...reply, lines: unknown }))).toBe('ignored: NOT_FOUND')
  })

  it('turns a COUNTER into a comment with the suggested time', async () => {
    const { answers, ...reply } = await makeScenario()
    const lines = ['DTSTART:20301206T190000Z', 'DTEND:20301206T200000Z', 'COMMENT:Later?']
    const mail = replyMail({ ...reply, method: 'COUNTER', partstat: 'TENTATIVE', lines })
    expect(await outcomeOf(mail)).toBe('commented')
    const [answer] = await answers()
    expect(answer).toMatchObject({ status: 'tentative', givenFor: SPAN.start })
    expect(answer!.comment).toMatch(/^Suggests Fri, (6 Dec|Dec 6),? 2030, (20:00|8:00).*: Later\?$/)
  })

  it('ignores answers of anyone but the guest to whom the reply address belongs', async () => {
    const gus = await makeScenario()
    const eve = await makeScenario()
    const replyOf = ({ to, uid, email }: typeof gus) => ({ to, uid, email })
    expect(await outcomeOf(replyMail({ ...replyOf(gus), email: eve.email }))).toBe(
      'ignored: another attendee',
    )
    expect(await outcomeOf(replyMail({ ...replyOf(gus), uid: eve.uid }))).toBe('ignored: another event')
    const forged = gus.to.replace(/\+../, '+aa')
    expect(await outcomeOf(replyMail({ ...replyOf(gus), to: forged }))).toBe('ignored: no address of a guest')
    await db.execute(sql`update guest_links set revoked_at = now() where event_id = ${gus.id}`)
    expect(await outcomeOf(replyMail(replyOf(gus)))).toBe('ignored: revoked link')
    expect(await gus.answers()).toEqual([])
    await db.execute(sql`update users set instance_admin = true where id = ${gus.anna.id}`)
    const forwarded = await db.transaction(async (tx) =>
      listReceivedMails(tx, await grant(tx, gus.anna, 'read', 'administration', null), { q: gus.id }),
    )
    expect(forwarded.rows.map(({ reason }) => reason)).toEqual(['another event', 'another attendee'])
    expect(JSON.stringify(forwarded)).not.toMatch(/Dinner|@example/)
    expect(await eve.answers()).toEqual([])
  })

  it('ignores mails without an answer', async () => {
    const { to, email, answers } = await makeScenario()
    const head = (...headers: string[]) =>
      [`Message-ID: <${randomUUID()}@x.example>`, `From: ${email}`, `To: ${to}`, ...headers].join('\r\n')
    expect(await outcomeOf(`${head()}\r\n\r\nI will come`)).toBe('ignored: no answer in it')
    const away = head('Auto-Submitted: auto-replied')
    expect(await outcomeOf(`${away}\r\n\r\nAway`)).toBe('ignored: automatic mail')
    const large = `${head()}\r\n\r\n${'x'.repeat(1100)}\r\n`.concat(`${'y'.repeat(1000)}\r\n`.repeat(1100))
    expect(await outcomeOf(large)).toBe('ignored: too large')
    const parts = `--b\r\n\r\n\r\n`.repeat(50_000)
    const many = `Content-Type: multipart/mixed; boundary="b"\r\n\r\n${parts}--b--`
    expect(await outcomeOf(many)).toBe('ignored: unreadable')
    expect(await outcomeOf('\r\n\0\xff not a mail')).toBe('ignored: no address of a guest')
    expect(await answers()).toEqual([])
  })

  it('gives up on a mail after three failures', async () => {
    const { to, uid, email } = await makeScenario()
    const source = Buffer.from(replyMail({ to, uid, email }))
    const mail = { uid: 1_000_000, source, isTooLarge: false }
    await db.execute(sql`alter table guest_links rename to renamed`)
    try {
      await expect(handleMail(mail)).rejects.toThrow()
      await expect(handleMail(mail)).rejects.toThrow()
      await handleMail(mail)
    } finally {
      await db.execute(sql`alter table renamed rename to guest_links`)
    }
    const rows = await db.execute(sql`
      select reason from received_mails where message_id = ${digestId(source)}`)
    expect(rows.map(({ reason }) => reason)).toEqual(['failed'])
  })

  it('handles a mail whose Message-ID contains NUL', async () => {
    const { answers, ...reply } = await makeScenario()
    const name = randomUUID()
    const mail = replyMail({ ...reply, messageId: `<${name}\0@x.example>` })
    await handleMail({ uid: 1_000_001, source: Buffer.from(mail), isTooLarge: false })
    expect(await answers()).toHaveLength(1)
    const rows = await db.execute(sql`
      select message_id from received_mails where message_id = ${`<${name} @x.example>`}`)
    expect(rows).toHaveLength(1)
  })

  it('ignores a mail that Kinday itself sent', async () => {
    const { id, ...reply } = await makeScenario()
    const delivery = await insertDelivery(id)
    const mail = replyMail({ ...reply, messageId: `<${delivery}@example.org>` })
    expect(await outcomeOf(mail)).toBe('ignored: own mail')
  })

  it('marks a delivery as failed when it bounces', async () => {
    const { id } = await makeScenario()
    const delivery = await insertDelivery(id)
    expect(await outcomeOf(bounce(`<${delivery}@example.org>`, 'delayed'))).not.toBe('bounced')
    expect(await outcomeOf(bounce(`<${delivery}@example.org>`, 'failed'))).toBe('bounced')
    const [row] = await db.execute(sql`select outcome, error from deliveries where id = ${delivery}`)
    expect(row).toMatchObject({ outcome: 'failed', error: 'bounced 5.1.1' })
    expect(await outcomeOf(bounce(`<${randomUUID()}@example.org>`, 'failed'))).toBe(
      'ignored: bounce of another mail',
    )
  })

  it('refuses the command answerByMail for a signed-in user', async () => {
    const { anna, id } = await makeScenario()
    const input = { event: id, sequence: null, at: null, status: 'accepted', comment: '' } as const
    expect(await codeOf(as(anna).run(answerByMail, input))).toBe('FORBIDDEN')
  })
})

async function insertDelivery(eventId: string): Promise<string> {
  const id = randomUUID()
  const row = {
    id,
    eventId,
    channel: 'email',
    address: 'gus@example.org',
    template: 'event-invitation',
  } as const
  await db.insert(deliveries).values({ ...row, outcome: 'sent' })
  return id
}

function bounce(original: string, action: string): string {
  return [
    ...[
      `Message-ID: <${randomUUID()}@mx.example>`,
      'From: MAILER-DAEMON@mx.example',
      'To: kinday@example.org',
    ],
    'Auto-Submitted: auto-replied',
    ...['MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=delivery-status; boundary="r"', ''],
    ...[
      '--r',
      'Content-Type: text/plain',
      '',
      'Not delivered',
      '--r',
      'Content-Type: message/delivery-status',
    ],
    ...['', 'Reporting-MTA: dns; mx.example', '', 'Final-Recipient: rfc822; gus@example.org'],
    ...[`Action: ${action}`, 'Status: 5.1.1', '', '--r', 'Content-Type: text/rfc822-headers', ''],
    ...[`Message-ID: ${original}`, 'Subject: Invitation', '', '--r--', ''],
  ].join('\r\n')
}
