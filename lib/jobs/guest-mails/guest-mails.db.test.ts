import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { parseGuestToken } from '@/lib/access/guest-tokens'
import { answerEvent } from '@/lib/commands/answers'
import { deleteCalendar } from '@/lib/commands/calendars'
import { resendGuestInvitation } from '@/lib/commands/effects/guest-mails'
import { acceptEventInvitation } from '@/lib/commands/event-invitations'
import { createEvent, deleteEvent, updateEvent } from '@/lib/commands/events'
import { renewGuestLink } from '@/lib/commands/guest-links'
import { answerByMail } from '@/lib/commands/mail-answers'
import { enqueue } from '@/lib/commands/pipeline/record'
import { restore } from '@/lib/commands/trash'
import { undo } from '@/lib/commands/undo'
import { linkOfRecipients } from '@/lib/mail/reply-address'
import { guestLinksOf } from '@/lib/queries/guest-links'
import { as, insertCalendar, makeUser, type TestUser } from '@/test/database/fixtures'
import { dispatch } from '../dispatch'
import { deliverMailsTo, smtp } from './guest-mails.test.smtp'
import { queueInvitationMails } from './queue-mails'

const SPAN = {
  type: 'timed',
  ...{ start: '2030-12-06T18:00:00', startZone: 'Europe/Berlin' },
  ...{ end: '2030-12-06T20:00:00', endZone: 'Europe/Berlin' },
} as const
const LATER = { ...SPAN, start: '2030-12-06T19:00:00', end: '2030-12-06T21:00:00' }
const SECOND = '2030-12-13T18:00:00'
const PARK = { location: 'Park' }

type Scope = 'this' | 'following' | 'all'

/** Creates an event with a guest by address, and functions that edit it. */
async function makeScenario(fields: object = {}) {
  const anna = await makeUser('Anna')
  const guest = `gus-${randomUUID()}@example.org`
  const input = { title: 'Dinner', location: 'Home', description: 'Bring salad', span: SPAN, kind: 'meeting' }
  const people = { calendarId: anna.calendar, attendees: [{ email: guest, name: 'Gus' }] }
  const { result } = await as(anna).run(createEvent, { ...input, ...people, ...fields } as never)
  const { id } = result
  const version = async () => (await versionOf(id))!
  const edit = async (patch: object, occurrence?: { id: string; scope: Scope }) =>
    as(anna).run(updateEvent, { id, version: await version(), patch, occurrence } as never)
  const remove = async (occurrence?: { id: string; scope: Scope }) =>
    as(anna).run(deleteEvent, { id, version: await version(), occurrence })
  return { anna, guest, id, edit, remove, version, mails: () => deliverMailsTo(guest) }
}

async function versionOf(id: string) {
  const [row] = await db.execute<{ version: number }>(sql`select version from events where id = ${id}`)
  return row?.version
}

/** Returns the calendar part without folded lines, and without VTIMEZONE, which contains rules too. */
const unfolded = ({ calendar }: { calendar: string }) =>
  calendar.replace(/\r\n[ \t]/g, '').replace(/BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n/s, '')
const lineOf = (mail: { calendar: string }, name: string) =>
  unfolded(mail)
    .split('\r\n')
    .filter((line) => line.startsWith(name))
const sequenceOf = (mail: { calendar: string }) => Number(lineOf(mail, 'SEQUENCE:')[0]!.slice(9))
const methodOf = (mail: { calendar: string }) => lineOf(mail, 'METHOD:')[0]

describe('mails to guests', () => {
  it('mails an invitation with an iTIP message, buttons, and a link to unsubscribe', async () => {
    const { anna, guest, mails } = await makeScenario({ answerBy: '2030-12-01' })
    const [mail, ...others] = await mails()
    expect(others).toEqual([])
    expect(mail).toMatchObject({ subject: 'Invitation: Dinner', from: 'kinday@example.org' })
    expect(mail!.headers).toMatchObject({
      from: 'Anna via Kinday <kinday@example.org>',
      'reply-to': anna.email.toLowerCase(),
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'auto-submitted': 'auto-generated',
    })
    expect(mail!.types.map((type) => type!.split('; name')[0])).toEqual([
      'text/plain; charset=utf-8',
      'text/html; charset=utf-8',
      'text/calendar; charset=utf-8; method=REQUEST',
      'application/ics',
    ])
    expect(mail!.text).toMatch(/^Answer by: Sun, (Dec 1|1 Dec),? 2030$/m)
    for (const part of [mail!.text, mail!.html]) {
      expect(part).toMatch(/Fri, 6 Dec 2030, 18:00 – 20:00 Berlin \(GMT\+1\)|6:00/)
      for (const text of ['Anna', 'Home', 'Bring salad', 'answer=accepted', 'answer=declined'])
        expect(part).toContain(text)
    }
    const [, token] = /<https:\/\/kinday\.example\/api\/unsubscribe\/([a-z2-7]+)>/.exec(
      mail!.headers['list-unsubscribe']!,
    )!
    const [, reply] = /mailto:(.*)/.exec(lineOf(mail!, 'ORGANIZER')[0]!)!
    expect(reply).toMatch(/^kinday\+[a-z2-7]{23}@example\.org$/)
    expect(await linkOfRecipients(db, [reply!.toUpperCase()])).toBe(parseGuestToken(token!, 'unsubscribe'))
    expect(lineOf(mail!, 'ATTENDEE')[0]).toContain(guest)
    expect(lineOf(mail!, 'UID')[0]).toMatch(/@kinday$/)
  })

  it('sends one mail with the present state after an outage of the mail server over a weekend', async () => {
    const { edit, guest, mails } = await makeScenario()
    smtp.mode = 'down'
    expect(await mails()).toEqual([])
    for (const location of ['Park', 'Lake', 'Beach']) {
      await edit({ location })
      expect(await mails()).toEqual([])
    }
    await db.execute(
      sql`update deliveries set created_at = now() - interval '3 days' where address = ${guest}`,
    )
    smtp.mode = 'fine'
    await db.execute(sql`
      select graphile_worker.add_job('mail', json_build_object('delivery', id)) from deliveries where address = ${guest}`)
    const [mail, ...others] = await mails()
    expect(others).toEqual([])
    expect(mail).toMatchObject({ subject: 'Invitation: Dinner' })
    expect(lineOf(mail!, 'LOCATION')).toEqual(['LOCATION:Beach'])
  })

  it('sends one update for several edits, with the former values, in the thread of the invitation', async () => {
    const { edit, mails } = await makeScenario()
    const [invitation] = await mails()
    await edit(PARK)
    await edit({ span: LATER })
    const [mail, ...others] = await mails()
    expect(others).toEqual([])
    expect(mail!.subject).toBe('Changed: Dinner')
    expect(mail!.text).toContain('Location: Park (was Home)')
    expect(mail!.text).toMatch(/When: .*19:00.*\(was .*18:00|7:00.*\(was .*6:00/)
    expect(mail!.headers.references).toBe(invitation!.headers['message-id'])
    expect(sequenceOf(mail!)).toBeGreaterThan(sequenceOf(invitation!))
    expect(await mails()).toEqual([])
  })

  it('mails no guest about an edit that is undone in time, nor about fields that guests do not see', async () => {
    const { anna, edit, mails } = await makeScenario()
    await mails()
    const { changeset } = await edit(PARK)
    await as(anna).run(undo, { changeset: changeset! })
    await edit({ color: 'teal', busy: false })
    expect(await mails()).toEqual([])
  })

  it('sends a cancellation of a deleted event, and invites again with a higher SEQUENCE after it was restored', async () => {
    const { anna, id, remove, mails } = await makeScenario()
    const sequences = [sequenceOf((await mails())[0]!)]
    await remove()
    const [cancelled] = await mails()
    expect(cancelled!.subject).toBe('Cancelled: Dinner')
    expect(methodOf(cancelled!)).toBe('METHOD:CANCEL')
    sequences.push(sequenceOf(cancelled!))
    await as(anna).run(restore, { event: id })
    const [resent] = await mails()
    expect(methodOf(resent!)).toBe('METHOD:REQUEST')
    sequences.push(sequenceOf(resent!))
    expect(new Set(sequences).size).toBe(3)
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b))
  })

  it('sends cancellations of the events of a deleted calendar, and invites again after it was restored', async () => {
    const anna = await makeUser('Anna')
    const calendarId = await insertCalendar({ ownerUserId: anna.id })
    const guest = `gus-${randomUUID()}@example.org`
    await meetingWith({ ...anna, calendar: calendarId }, [guest])
    expect((await deliverMailsTo(guest)).map(methodOf)).toEqual(['METHOD:REQUEST'])
    await as(anna).run(deleteCalendar, { calendar: calendarId })
    expect((await deliverMailsTo(guest)).map(methodOf)).toEqual(['METHOD:CANCEL'])
    await as(anna).run(restore, { calendar: calendarId })
    expect((await deliverMailsTo(guest)).map(methodOf)).toEqual(['METHOD:REQUEST'])
  })

  it('sends a cancellation without the present content to a removed guest', async () => {
    const { edit, mails } = await makeScenario()
    await mails()
    await edit({ attendees: [], title: 'Surprise', description: 'For Gus' })
    const [mail] = await mails()
    expect(methodOf(mail!)).toBe('METHOD:CANCEL')
    expect(mail!.raw + mail!.text + mail!.calendar).not.toMatch(/Surprise|For Gus/)
    expect(lineOf(mail!, 'SUMMARY')).toEqual(['SUMMARY:Dinner'])
  })

  it('sends a changed occurrence as that occurrence, and a deleted one as its cancellation', async () => {
    const { edit, remove, mails } = await makeScenario({ rules: ['FREQ=WEEKLY;COUNT=10'] })
    const [series] = await mails()
    expect(lineOf(series!, 'RRULE')).toEqual(['RRULE:FREQ=WEEKLY;COUNT=10'])
    expect(series!.text).toContain('Repeats: Every week on Friday, 10 times')
    await edit(PARK, { id: SECOND, scope: 'this' })
    const [changed] = await mails()
    expect(lineOf(changed!, 'RECURRENCE-ID')).toEqual(['RECURRENCE-ID;TZID=Europe/Berlin:20301213T180000'])
    expect(lineOf(changed!, 'RRULE')).toEqual([])
    expect(changed!.text).toContain(`occurrence=${encodeURIComponent(SECOND)}`)
    await remove({ id: SECOND, scope: 'this' })
    const [cancelled] = await mails()
    expect(methodOf(cancelled!)).toBe('METHOD:CANCEL')
    expect(lineOf(cancelled!, 'RECURRENCE-ID')).toEqual(['RECURRENCE-ID;TZID=Europe/Berlin:20301213T180000'])
  })

  it('mails both parts of a split series', async () => {
    const { edit, mails } = await makeScenario({ rules: ['FREQ=WEEKLY;COUNT=10'] })
    const [first] = await mails()
    await edit(PARK, { id: SECOND, scope: 'following' })
    const updates = await mails()
    expect(updates).toHaveLength(2)
    const [earlier] = updates.filter((mail) => lineOf(mail, 'UID')[0] === lineOf(first!, 'UID')[0])
    const [later] = updates.filter((mail) => mail !== earlier)
    expect(earlier!.subject).toBe('Changed: Dinner')
    expect(lineOf(earlier!, 'RRULE')[0]).toMatch(/UNTIL=|COUNT=1\b/)
    expect(later!.subject).toBe('Invitation: Dinner')
    expect(lineOf(later!, 'DTSTART')).toContain('DTSTART;TZID=Europe/Berlin:20301213T180000')
  })

  it('includes the answer of the guest in an update', async () => {
    const { id, guest, edit, version, mails } = await makeScenario()
    await mails()
    const actor = await guestOf(id, guest)
    await as(actor as never).run(answerEvent, { id, version: await version(), status: 'accepted' })
    expect(await mails()).toEqual([])
    await edit(PARK)
    expect(lineOf((await mails())[0]!, 'ATTENDEE')[0]).toContain('PARTSTAT=ACCEPTED')
    await edit({ span: LATER })
    expect(lineOf((await mails())[0]!, 'ATTENDEE')[0]).toContain('PARTSTAT=NEEDS-ACTION')
  })

  it('mails no guest whose link was revoked, and an unsubscribed one only a cancellation', async () => {
    const { id, guest, edit, remove, mails } = await makeScenario()
    await mails()
    await db.execute(sql`update guest_links set unsubscribed = true where event_id = ${id}`)
    await edit(PARK)
    expect(await mails()).toEqual([])
    await db.execute(sql`update guest_links set revoked_at = now() where event_id = ${id}`)
    await remove()
    expect(await mails()).toEqual([])
    await db.execute(sql`update guest_links set revoked_at = null where event_id = ${id}`)
    await queueInvitationMails(id)
    expect((await deliverMailsTo(guest)).map(methodOf)).toEqual(['METHOD:CANCEL'])
  })

  it('tells an unsubscribed guest that a series ends earlier, unless another event continues it', async () => {
    const { anna, id, edit, remove, mails } = await makeScenario({ rules: ['FREQ=WEEKLY'] })
    await mails()
    await db.execute(sql`update guest_links set unsubscribed = true where event_id = ${id}`)
    await edit({ rules: ['FREQ=WEEKLY;COUNT=9'] })
    expect((await mails()).map((mail) => lineOf(mail, 'RRULE'))).toEqual([['RRULE:FREQ=WEEKLY;COUNT=9']])
    const { result } = await edit(PARK, { id: '2031-01-10T18:00:00', scope: 'following' })
    expect(await mails()).toEqual([])
    await as(anna).run(deleteEvent, { id: result.id, version: (await versionOf(result.id))! })
    expect((await mails()).map((mail) => lineOf(mail, 'RRULE'))).toEqual([
      ['RRULE:FREQ=WEEKLY;UNTIL=20310110T165959Z'],
    ])
    await remove({ id: SECOND, scope: 'following' })
    expect((await mails()).map(({ subject }) => subject)).toEqual(['Changed: Dinner'])
  })

  it('sends the cancellation of an occurrence to an unsubscribed guest, also if other fields have changed', async () => {
    const { id, edit, remove, mails } = await makeScenario({ rules: ['FREQ=WEEKLY;COUNT=10'] })
    await mails()
    await db.execute(sql`update guest_links set unsubscribed = true where event_id = ${id}`)
    await edit(PARK)
    await remove({ id: SECOND, scope: 'this' })
    const [mail, ...others] = await mails()
    expect(others).toEqual([])
    expect(methodOf(mail!)).toBe('METHOD:CANCEL')
    expect(lineOf(mail!, 'RECURRENCE-ID')).toEqual(['RECURRENCE-ID;TZID=Europe/Berlin:20301213T180000'])
    expect(await mails()).toEqual([])
  })

  it('mails nobody about an imported event, nor an account that attends with the same address', async () => {
    const { id, mails } = await makeScenario()
    await db.execute(sql`update events set organizer_id = null where id = ${id}`)
    expect(await mails()).toEqual([])
    const other = await makeScenario()
    const ben = await makeUser('ben')
    await db.execute(sql`update guest_links set email = ${ben.email} where event_id = ${other.id}`)
    await db.execute(sql`update attendees set email = ${ben.email} where event_id = ${other.id}`)
    await db.execute(
      sql`insert into attendees (id, event_id, user_id) values (${randomUUID()}, ${other.id}, ${ben.id})`,
    )
    expect(await deliverMailsTo(ben.email)).toEqual([])
  })

  it('mails nothing more to the address of a guest who has accepted with an account', async () => {
    const ben = await makeUser('ben')
    const { id, edit, remove } = await makeScenario({ attendees: [{ email: ben.email }] })
    expect(await deliverMailsTo(ben.email)).toHaveLength(1)
    await as(ben).run(acceptEventInvitation, { event: id })
    await db.execute(sql`update users set email = ${`new-${ben.email}`} where id = ${ben.id}`)
    await edit(PARK)
    expect(await deliverMailsTo(ben.email)).toEqual([])
    await remove()
    expect(await deliverMailsTo(ben.email)).toEqual([])
  })

  it('sends no cancellation to an address whose account attends an occurrence instead', async () => {
    const ben = await makeUser('ben')
    const { id, edit } = await makeScenario({ attendees: [{ email: ben.email }], rules: ['FREQ=WEEKLY'] })
    expect(await deliverMailsTo(ben.email)).toHaveLength(1)
    const overrides = { [SECOND]: { attendees: [{ userId: ben.id, email: null, name: null }] } }
    await db.execute(sql`update events set overrides = ${JSON.stringify(overrides)}::jsonb where id = ${id}`)
    await edit({ attendees: [] }, { id: SPAN.start, scope: 'all' })
    expect(await deliverMailsTo(ben.email)).toEqual([])
  })

  it('applies a reply to a mail that was sent again to the time before the event was moved', async () => {
    const { id, guest, edit, mails } = await makeScenario()
    await mails()
    const actor = await guestOf(id, guest)
    await db.transaction(async (tx) => enqueue(tx, await resendGuestInvitation(tx, actor.link)))
    const sequence = sequenceOf((await mails())[0]!)
    await edit({ span: LATER })
    const reply = { event: id, sequence, at: null, status: 'accepted', comment: '' } as const
    await as(actor as never).run(answerByMail, reply)
    const rows =
      await db.execute(sql`select given_for ->> 'start' as start from answers where event_id = ${id}
      and email = ${guest}`)
    expect(rows.map(({ start }) => start)).toEqual([SPAN.start])
  })

  it('mails nothing about an event that is over', async () => {
    const past = { ...SPAN, start: '2020-12-06T18:00:00', end: '2020-12-06T20:00:00' }
    const { remove, mails } = await makeScenario({ span: past })
    expect(await mails()).toEqual([])
    await remove()
    expect(await mails()).toEqual([])
  })

  it('fails only the delivery that the mail server refuses, and mails the other guests', async () => {
    const anna = await makeUser('Anna')
    const [valid, refused] = [`good-${randomUUID()}@example.org`, `bad-${randomUUID()}@example.org`]
    smtp.refused = refused
    const id = await meetingWith(anna, [valid, refused])
    expect(await deliverMailsTo(valid)).toHaveLength(1)
    const granted = await db.transaction((tx) => grant(tx, anna, 'read', 'event', id))
    const { guests } = await guestLinksOf(db, granted)
    expect(Object.fromEntries(guests.map(({ email, mail }) => [email, mail]))).toEqual({
      [valid]: 'sent',
      [refused]: 'failed',
    })
  })

  it('sends an unsubscribed guest with a renewed link only a cancellation', async () => {
    const { anna, id, guest, edit, remove, mails } = await makeScenario()
    await mails()
    await db.execute(sql`update guest_links set unsubscribed = true where event_id = ${id}`)
    await as(anna).run(renewGuestLink, { event: id, email: guest })
    await edit(PARK)
    expect(await mails()).toEqual([])
    await remove()
    expect((await mails()).map(methodOf)).toEqual(['METHOD:CANCEL'])
  })

  it('sends the whole invitation again when the organizer resends it', async () => {
    const { id, guest, mails } = await makeScenario()
    const [first] = await mails()
    const { link } = await guestOf(id, guest)
    await db.transaction(async (tx) => enqueue(tx, await resendGuestInvitation(tx, link)))
    const [resent] = await mails()
    expect(resent!.subject).toBe('Invitation: Dinner')
    expect(sequenceOf(resent!)).toBeGreaterThan(sequenceOf(first!))
  })

  it('writes to a guest in the language that the guest chose', async () => {
    const { id, guest, mails } = await makeScenario()
    await dispatch()
    await queueInvitationMails(id)
    for (const [locale, subject] of [
      ['de', 'Einladung: Dinner'],
      ['ar', 'دعوة: \u2068Dinner\u2069'],
    ] as const) {
      const { link } = await guestOf(id, guest)
      await db.execute(sql`update guest_links set locale = ${locale} where id = ${link}`)
      await db.transaction(async (tx) => enqueue(tx, await resendGuestInvitation(tx, link)))
      expect((await mails())[0]!.subject).toBe(subject)
    }
  })
})

async function meetingWith(anna: TestUser, emails: string[]): Promise<string> {
  const attendees = emails.map((email) => ({ email }))
  const fields = { title: 'Dinner', span: SPAN, calendarId: anna.calendar, attendees }
  return (await as(anna).run(createEvent, fields as never)).result.id
}

async function guestOf(event: string, email: string) {
  const [row] = await db.execute<{ id: string }>(sql`
    select id from guest_links where event_id = ${event} and email = ${email}`)
  return { kind: 'guest', link: row!.id, event, person: { email, name: null } } as const
}
