import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { guestLinks } from '@/db/schema/attendees'
import { events } from '@/db/schema/events'
import { sentInvitations } from '@/db/schema/sent-invitations'
import { users } from '@/db/schema/users'
import { takeAttempts } from '@/lib/access/attempts'
import { loadGuestLink } from '@/lib/access/guest-links'
import { GUEST_MAIL } from '@/lib/commands/effects/guest-mails'
import { restoreEventFields } from '@/lib/commands/event-history'
import { createEvent, deleteEvent, updateEvent } from '@/lib/commands/events'
import { createPublicLink, joinEvent } from '@/lib/commands/guest-links'
import { importFileEvents, listStoredEvents, makeFileEvent } from '@/lib/commands/import.test.file'
import { createShare } from '@/lib/commands/shares'
import { MAX_ATTENDEES } from '@/lib/schemas/choices'
import { as, codeOf, errorOf, hour, makeUser, type TestUser } from '@/test/database/fixtures'
import { MAX_GUEST_MAILS, MAX_MAILS_PER_GUEST, organizerLimit } from './mail-limits'
import { nextGuestMail } from './next-guest-mail'
import { queueInvitationMails } from './queue-mails'

process.env.SMTP_URL = 'smtp://127.0.0.1:1'

const SPAN = hour('2030-11-21')
const address = () => `guest-${randomUUID()}@example.org`
const fileGuest = (email: string) => ({ userId: null, email, name: null, status: 'needs-action' }) as const

/** Queues mails about an event. Returns the addresses of all queued mails about it, sorted. */
async function queuedFor(event: string): Promise<string[]> {
  await queueInvitationMails(event)
  const rows = await db.execute<{ address: string }>(sql`
    select address from deliveries where event_id = ${event} and outcome = 'queued' order by address`)
  return rows.map(({ address }) => address)
}

async function meetingOf(user: TestUser, emails: string[], fields: object = {}): Promise<string> {
  const attendees = emails.map((email) => ({ email }))
  const input = { title: 'Dinner', span: SPAN, calendarId: user.calendar, attendees, ...fields }
  return (await as(user).run(createEvent, input as never)).result.id
}

async function versionOf(id: string): Promise<number> {
  const [row] = await db.select({ version: events.version }).from(events).where(eq(events.id, id))
  return row!.version
}

const edit = async (user: TestUser, id: string, patch: object) =>
  as(user).run(updateEvent, { id, version: await versionOf(id), patch } as never)

/** Imports an event with an attendee by address. */
async function importedMeeting() {
  const anna = await makeUser('Anna')
  const fileAddress = address()
  const file = makeFileEvent(`${randomUUID()}@work`, { span: SPAN, attendees: [fileGuest(fileAddress)] })
  await importFileEvents(anna, anna.calendar, [file])
  const [stored] = await listStoredEvents(anna.calendar)
  return { anna, fileAddress, id: stored!.event.id }
}

describe('guests of imported files', () => {
  it('mails no guests of an imported event after the user adds a guest', async () => {
    const { anna, fileAddress, id } = await importedMeeting()
    await edit(anna, id, { attendees: [{ email: fileAddress }, { email: address() }, anna.id] })
    expect(await queuedFor(id)).toEqual([])
    const [row] = await db.select().from(events).where(eq(events.id, id))
    expect(row!.organizerId).toBeNull()
  })

  it('mails no guests whom an imported file adds to an event that the user organizes', async () => {
    const anna = await makeUser('Anna')
    const invited = address()
    const id = await meetingOf(anna, [invited])
    const [row] = await db.select().from(events).where(eq(events.id, id))
    const attendees = [fileGuest(invited), fileGuest(address())]
    const file = makeFileEvent(row!.uid, { title: 'Dinner', span: SPAN, attendees }, 5)
    await importFileEvents(anna, anna.calendar, [file])
    expect(await queuedFor(id)).toEqual([invited])
  })

  it('mails no guests of an imported event after a visitor joins it, and accepts no address of the visitor', async () => {
    const { anna, id } = await importedMeeting()
    const visitor = await visitorOfLinkBy(anna, id)
    const join = { event: id, name: 'Zoe', email: address() }
    expect((await errorOf(as(visitor).run(joinEvent, join))).detail.fields).toEqual({
      email: { code: 'invalid' },
    })
    await as(visitor).run(joinEvent, { event: id, name: 'Zoe' })
    expect(await queuedFor(id)).toEqual([])
  })

  it('mails no guests of an imported event after the user restores them from the history', async () => {
    const { anna, id } = await importedMeeting()
    const { changeset } = await edit(anna, id, { attendees: [] })
    const restored = { id, version: await versionOf(id), changeset: changeset!, field: 'attendees' as const }
    expect(await codeOf(as(anna).run(restoreEventFields, restored))).toBe('ok')
    expect(await queuedFor(id)).toEqual([])
  })
})

describe('guests that a user invites', () => {
  it('mails an invited guest and a guest who joined by the public link once each', async () => {
    const anna = await makeUser('Anna')
    const [invited, joined] = [address(), address()]
    const id = await meetingOf(anna, [invited])
    const visitor = await visitorOfLinkBy(anna, id)
    await as(visitor).run(joinEvent, { event: id, name: 'Zoe', email: joined })
    expect(await queuedFor(id)).toEqual([invited, joined].sort())
    expect(await queuedFor(id)).toHaveLength(2)
  })

  it('mails guests about the later part of a split series, unless their link was revoked', async () => {
    const anna = await makeUser('Anna')
    const [invited, revoked] = [address(), address()]
    const id = await meetingOf(anna, [invited, revoked], { rules: ['FREQ=WEEKLY;COUNT=9'] })
    await db.update(guestLinks).set({ revokedAt: new Date() }).where(eq(guestLinks.email, revoked))
    const occurrence = { id: '2030-12-05T09:00:00', scope: 'following' } as const
    const patch = { title: 'Later' }
    const { result } = await as(anna).run(updateEvent, {
      id,
      version: await versionOf(id),
      patch,
      occurrence,
    })
    expect(result.id).not.toBe(id)
    expect(await queuedFor(result.id)).toEqual([invited])
  })

  it.each(['email_verified = null', 'suspended_at = now()'])(
    'mails guests only cancellations while the account of the organizer has %s',
    async (state) => {
      const anna = await makeUser('Anna')
      const [changed, deleted] = [await meetingOf(anna, [address()]), await meetingOf(anna, [address()])]
      await markSent(changed)
      await markSent(deleted)
      await edit(anna, changed, { title: 'Changed' })
      await as(anna).run(deleteEvent, { id: deleted, version: await versionOf(deleted) })
      await db.execute(sql`update users set ${sql.raw(state)} where id = ${anna.id}`)
      expect(await queuedFor(changed)).toEqual([])
      expect(await queuedFor(deleted)).toHaveLength(1)
      await db
        .update(users)
        .set({ emailVerified: new Date(), suspendedAt: null })
        .where(eq(users.id, anna.id))
      expect(await queuedFor(changed)).toHaveLength(1)
    },
  )
})

describe('limits of mails to guests', () => {
  it('defers updates beyond the organizer’s daily limit, but no cancellations', async () => {
    const anna = await makeUser('Anna')
    const [first, second] = [address(), address()].sort() as [string, string]
    const id = await meetingOf(anna, [first, second])
    await takeAttempts(db, organizerLimit(anna.id), MAX_GUEST_MAILS - 1)
    expect(await queuedFor(id)).toHaveLength(1)
    expect(await deferredJobs(id)).toBe(1)
    expect(await queuedFor(id)).toHaveLength(1)
    await db.execute(sql`delete from deliveries where event_id = ${id}`)
    await markSent(id)
    await edit(anna, id, { title: 'Changed' })
    expect(await queuedFor(id)).toEqual([])
    await as(anna).run(deleteEvent, { id, version: await versionOf(id) })
    expect(await queuedFor(id)).toEqual([first, second])
  })

  it('defers updates beyond the daily limit of mails to one guest about one event', async () => {
    const anna = await makeUser('Anna')
    const [mailedOften, other] = [address(), address()]
    const id = await meetingOf(anna, [mailedOften, other])
    await markSent(id)
    await db.execute(sql`
      insert into deliveries (id, channel, address, template, outcome, event_id, guest_link_id)
      select gen_random_uuid(), 'email', email, ${GUEST_MAIL}, 'sent', event_id, id
      from guest_links, generate_series(1, ${MAX_MAILS_PER_GUEST}::int) where email = ${mailedOften}`)
    await edit(anna, id, { title: 'Changed' })
    expect(await queuedFor(id)).toEqual([other])
    expect(await deferredJobs(id)).toBe(1)
  })

  it('counts visitors of a public link towards the limit of its creator, separately from shares', async () => {
    const anna = await makeUser('Anna')
    const addresses = Array.from({ length: MAX_ATTENDEES }, address)
    const fullEvent = await meetingOf(anna, addresses)
    const id = await meetingOf(anna, [])
    const join = { event: id, name: 'Zoe', email: address() }
    expect(await codeOf(as(await visitorOfLinkBy(anna, id)).run(joinEvent, join))).toBe('TOO_MANY')
    const share = { calendar: anna.calendar, to: { email: address() }, level: 'viewer' } as const
    expect(await codeOf(as(anna).run(createShare, share))).toBe('ok')
    expect(await queuedFor(fullEvent)).toEqual(addresses.sort())
  })
})

/** Stores that the guests of an event were mailed its present state. */
async function markSent(event: string) {
  const links = await db.select().from(guestLinks).where(eq(guestLinks.eventId, event))
  await db.transaction(async (tx) => {
    for (const { id } of links) {
      const next = await nextGuestMail(tx, id, Date.now())
      await tx.insert(sentInvitations).values({
        ...{ guestLinkId: id, content: next!.planned.after, sequence: 0, messageId: '<1@example.org>' },
      })
    }
  })
}

async function deferredJobs(event: string): Promise<number> {
  const jobs = await db.execute(sql`
    select 1 from graphile_worker._private_jobs where key = ${`deferred-invitation-mails:${event}`} and run_at > now()`)
  return jobs.length
}

async function visitorOfLinkBy(user: TestUser, event: string) {
  const { result } = await as(user).run(createPublicLink, { event })
  const link = await loadGuestLink(db, result.id)
  if (link?.state !== 'public') throw new Error('not public')
  return link.guest
}
