import { readFileSync } from 'node:fs'
import { eq, inArray, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { calendars, shares } from '@/db/schema/calendars'
import { deliveries } from '@/db/schema/deliveries'
import { users } from '@/db/schema/users'
import { grant } from '@/lib/access/grant'
import { deliverMail } from '@/lib/jobs/deliver-mail'
import { dispatch } from '@/lib/jobs/dispatch'
import { planAccountDeletion } from '@/lib/queries/account-deletion'
import { calendarDetail } from '@/lib/queries/calendars'
import { receivedInvitations } from '@/lib/queries/invitations'
import { search } from '@/lib/queries/search'
import { listBlockedUsers, receivedShares } from '@/lib/queries/shares'
import { streamsOf } from '@/lib/queries/streams'
import { searchQuery } from '@/lib/schemas/search'
import { addMember, as, codeOf, errorOf, makeGroup, makeUser, type TestUser } from '@/test/database/fixtures'
import { deleteAccount } from './account-deletion'
import { blockSender, unblockUser } from './blocks'
import { deleteCalendar } from './calendars'
import { inviteByEmail } from './invitations'
import { acceptShare, createShare, removeShare, updateShare } from './shares'

// Enables mail. Nothing is sent: the tests read the queued deliveries.
process.env.SMTP_URL = 'smtp://127.0.0.1:9'

const share = async (user: TestUser, calendar: string, email: string, level: 'viewer' | 'owner' = 'viewer') =>
  (await as(user).run(createShare, { calendar, to: { email }, level })).result.id

const received = async (user: TestUser) => receivedShares(db, await as(user).loadReach())
const pendingShareIds = async (user: TestUser) =>
  (await received(user)).filter(({ isWaiting }) => isWaiting).map(({ id }) => id)

const NOW = { now: Date.now(), zone: 'UTC' }

/** Reads all access that a share gives. */
async function accessOf(user: TestUser, calendar: string, event: string) {
  const reach = await as(user).loadReach()
  const { tuples, calendars } = await as(user).loadRange('2026-11-01', '2026-12-01')
  return {
    listed: reach.calendars.some(({ id }) => id === calendar),
    read: await as(user).requestGrant('read', 'event', event),
    calendar: await as(user).requestGrant('freebusy', 'calendar', calendar),
    stream: `calendar-${calendar}` in streamsOf(reach),
    drawn: calendars.some(([id]) => id === calendar) && tuples.length > 0,
    found: JSON.stringify(await search(db, reach, searchQuery.parse({ q: 'Zebra' }), NOW)).includes('Zebra'),
  }
}
const NO_ACCESS = {
  ...{ listed: false, read: 'NOT_FOUND', calendar: 'NOT_FOUND', stream: false, drawn: false, found: false },
}

/** Returns a calendar with its shares, as its owner sees it. */
const shownTo = (user: TestUser, calendar: string) =>
  db.transaction(async (tx) => calendarDetail(tx, await grant(tx, user, 'freebusy', 'calendar', calendar)))

describe('a share with an address', () => {
  it('gives access by a share with an address only once it is accepted, and lists it with the name of the sharer', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const { id: event } = await as(ann).createEvent({ calendarId: ann.calendar, title: 'Zebra' })
    const id = await share(ann, ann.calendar, bob.email)
    expect(await accessOf(bob, ann.calendar, event)).toEqual(NO_ACCESS)
    expect(await received(bob)).toEqual([
      expect.objectContaining({ id, isWaiting: true, name: 'ann', by: 'ann' }),
    ])
    expect((await shownTo(ann, ann.calendar)).shares).toMatchObject([{ name: bob.email, isWaiting: true }])

    const accepted = await as(bob).run(acceptShare, { share: id })
    expect(Object.keys(accepted.seqs).sort()).toEqual([`owners-${ann.calendar}`, `user-${bob.id}`])
    expect(await accessOf(bob, ann.calendar, event)).toEqual({
      ...{ listed: true, read: 'ok', calendar: 'ok', stream: true, drawn: true, found: true },
    })
    expect(await received(bob)).toEqual([expect.objectContaining({ id, isWaiting: false })])
    expect((await shownTo(ann, ann.calendar)).shares).toMatchObject([{ isWaiting: false }])
    expect((await as(bob).run(acceptShare, { share: id })).changeset).toBeNull()
  })

  it('lets a user leave a share only once it is accepted, even if they see the calendar through a group', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const { group } = await makeGroup(ann)
    await addMember(bob, ann, group)
    await as(ann).run(createShare, { calendar: ann.calendar, to: { group }, level: 'viewer' })
    const id = await share(ann, ann.calendar, bob.email)
    expect((await shownTo(bob, ann.calendar)).ownShareId).toBeNull()
    await as(bob).run(acceptShare, { share: id })
    expect((await shownTo(bob, ann.calendar)).ownShareId).toBe(id)
  })

  it('shows the sharer the same for an address with and without an account', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    await share(ann, ann.calendar, bob.email)
    await share(ann, ann.calendar, `nobody-${crypto.randomUUID()}@example.org`)
    const [first, other] = (await shownTo(ann, ann.calendar)).shares
    expect({ ...first, id: '', name: '' }).toEqual({ ...other, id: '', name: '' })
  })

  it('lets only an account that has verified the address accept or decline a share', async () => {
    const [ann, bob, cleo] = [await makeUser('ann'), await makeUser('bob'), await makeUser('cleo')]
    const id = await share(ann, ann.calendar, bob.email)
    const accept = (user: TestUser) => codeOf(as(user).run(acceptShare, { share: id }))
    expect(await accept(ann)).toBe('FORBIDDEN')
    expect(await accept(cleo)).toBe('NOT_FOUND')
    await db.update(users).set({ emailVerified: null }).where(eq(users.id, bob.id))
    expect(await accept(bob)).toBe('NOT_FOUND')
    expect(await received(bob)).toEqual([])
    await db.update(users).set({ emailVerified: new Date() }).where(eq(users.id, bob.id))
    // A pending share does not even permit changing the share itself.
    expect(await codeOf(as(bob).run(updateShare, { share: id, level: 'owner' }))).toBe('FORBIDDEN')
    await as(bob).run(removeShare, { share: id })
    expect(await pendingShareIds(bob)).toEqual([])
    expect((await shownTo(ann, ann.calendar)).shares).toEqual([])
    expect(await accept(bob)).toBe('NOT_FOUND')
  })

  it('requires acceptance again when the address passes to another account', async () => {
    const [ann, bob, cleo] = [await makeUser('ann'), await makeUser('bob'), await makeUser('cleo')]
    const { id: event } = await as(ann).createEvent({ calendarId: ann.calendar, title: 'Zebra' })
    const id = await share(ann, ann.calendar, bob.email)
    await as(bob).run(acceptShare, { share: id })
    const address = bob.email
    await db
      .update(users)
      .set({ email: `moved-${bob.email}` })
      .where(eq(users.id, bob.id))
    await db.update(users).set({ email: address }).where(eq(users.id, cleo.id))
    expect(await accessOf(bob, ann.calendar, event)).toEqual(NO_ACCESS)
    expect(await accessOf(cleo, ann.calendar, event)).toEqual(NO_ACCESS)
    expect(await pendingShareIds(cleo)).toEqual([id])
  })

  it('hides a share, and refuses to accept it, while the calendar is in the trash', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const { calendar } = await makeGroup(ann)
    const other = await makeGroup(ann)
    await db.update(calendars).set({ ownerGroupId: other.group }).where(eq(calendars.id, calendar))
    const id = await share(ann, calendar, bob.email)
    await as(ann).run(deleteCalendar, { calendar })
    expect(await received(bob)).toEqual([])
    expect(await codeOf(as(bob).run(acceptShare, { share: id }))).toBe('NOT_FOUND')
  })

  it('does not pass a calendar to a sharee who has not accepted it', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    await share(ann, ann.calendar, bob.email, 'owner')
    const { plan } = await db.transaction(async (tx) =>
      planAccountDeletion(tx, await grant(tx, ann, 'own', 'self', null)),
    )
    await as(ann).run(deleteAccount, { proof: ann.email, plan })
    expect((await as(bob).loadReach()).calendars.map(({ id }) => id)).toEqual([bob.calendar])
  })
})

it('accepts shares from before the migration, except those with an address that nobody has verified', async () => {
  const [ann, bob, cleo] = [await makeUser('ann'), await makeUser('bob'), await makeUser('cleo')]
  const { group } = await makeGroup(ann)
  await addMember(cleo, ann, group)
  const byAddress = await share(ann, ann.calendar, bob.email)
  const { result } = await as(ann).run(createShare, {
    ...{ calendar: ann.calendar, to: { user: cleo.id }, level: 'viewer' },
  })
  const unverified = await share(ann, ann.calendar, `nobody-${crypto.randomUUID()}@example.org`)
  const all = inArray(shares.id, [byAddress, result.id, unverified])
  await db.update(shares).set({ acceptedAt: null, acceptedBy: null, createdBy: null }).where(all)
  for (const name of ['0014_acceptance', '0015_waiting_addresses']) {
    const migration = readFileSync(`db/migrations/${name}.sql`, 'utf8')
    for (const statement of migration.split('--> statement-breakpoint')) {
      if (/UPDATE shares/.test(statement)) await db.execute(sql.raw(statement))
    }
  }
  const listedShares = (await shownTo(ann, ann.calendar)).shares
  expect(listedShares.map(({ id, isWaiting }) => isWaiting && id).filter(Boolean)).toEqual([unverified])
  for (const user of [bob, cleo]) {
    expect((await as(user).loadReach()).calendars.map(({ id }) => id)).toContain(ann.calendar)
    expect(await pendingShareIds(user)).toEqual([])
  }
  expect(await received(bob)).toMatchObject([{ by: 'ann' }])
})

it('applies a share with a user of a common group at once', async () => {
  const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
  const { group } = await makeGroup(ann)
  await addMember(bob, ann, group)
  await as(ann).run(createShare, { calendar: ann.calendar, to: { user: bob.id }, level: 'viewer' })
  expect((await as(bob).loadReach()).calendars.map(({ id }) => id)).toContain(ann.calendar)
})

describe('a blocked sender', () => {
  const invite = (user: TestUser, group: string, email: string) =>
    as(user).run(inviteByEmail, { group, role: 'viewer', days: 7, emails: [email] })
  /** Tries to deliver the queued mails to an address and returns their outcomes. No mail server is running. */
  const deliverTo = async (email: string) => {
    await dispatch()
    const toAddress = eq(deliveries.address, email)
    for (const { id } of await db.select().from(deliveries).where(toAddress))
      await deliverMail(id).catch(() => {})
    return (await db.select().from(deliveries).where(toAddress)).map(({ outcome }) => outcome)
  }

  it('hides shares, invitations and mails of a blocked sender from the user, and the block from the sender', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const { group, calendar } = await makeGroup(ann)
    const id = await share(ann, ann.calendar, bob.email)
    await share(ann, calendar, bob.email)
    await invite(ann, group, bob.email)
    expect((await pendingShareIds(bob)).length).toBe(2)
    expect(await deliverTo(bob.email)).toEqual(['queued', 'queued', 'queued'])
    await as(bob).run(blockSender, { share: id })
    expect(await listBlockedUsers(db, bob.id)).toEqual([{ id: ann.id, name: 'ann' }])
    await dispatch()
    const before = (await as(bob).loadReach()).seq
    const { calendar: third } = await makeGroup(ann)
    const repeated = await as(ann).run(createShare, {
      calendar: third,
      to: { email: bob.email },
      level: 'viewer',
    })
    const other = { email: `nobody-${crypto.randomUUID()}@example.org` }
    const toNobody = await as(ann).run(createShare, { calendar: third, to: other, level: 'viewer' })
    expect(Object.keys(repeated.seqs)).toEqual(Object.keys(toNobody.seqs))
    await invite(ann, group, bob.email)
    expect(await pendingShareIds(bob)).toEqual([])
    expect(await receivedInvitations(db, await as(bob).loadReach())).toEqual([])
    // Recorded as sent, so that the sender sees no difference.
    expect(new Set(await deliverTo(bob.email))).toEqual(new Set(['sent']))
    expect(await deliverTo(other.email)).toEqual(['queued'])
    expect((await as(bob).loadReach()).seq).toBe(before)

    await as(bob).run(unblockUser, { user: ann.id })
    expect((await pendingShareIds(bob)).length).toBe(2)
    expect((await receivedInvitations(db, await as(bob).loadReach())).length).toBe(1)
  })

  it('blocks shares by a blocked member of a common group too', async () => {
    const [ann, bob] = [await makeUser('ann'), await makeUser('bob')]
    const { group } = await makeGroup(ann)
    const common = await makeGroup(bob)
    await addMember(ann, bob, common.group)
    await invite(ann, group, bob.email)
    const [invitation] = await receivedInvitations(db, await as(bob).loadReach())
    await as(bob).run(blockSender, { invitation: invitation!.id })
    await as(ann).run(createShare, { calendar: ann.calendar, to: { user: bob.id }, level: 'viewer' })
    expect((await as(bob).loadReach()).calendars.map(({ id }) => id)).not.toContain(ann.calendar)
    expect((await shownTo(ann, ann.calendar)).shares).toMatchObject([{ isWaiting: false }])
    expect(await received(bob)).toEqual([])
  })

  it('rejects blocking the current user or an unrelated user', async () => {
    const [ann, bob, cleo] = [await makeUser('ann'), await makeUser('bob'), await makeUser('cleo')]
    const id = await share(ann, ann.calendar, bob.email)
    expect(await codeOf(as(cleo).run(blockSender, { share: id }))).toBe('NOT_FOUND')
    expect(await codeOf(as(ann).run(blockSender, { share: id }))).toBe('FORBIDDEN')
    expect(await db.select().from(shares).where(eq(shares.id, id))).toHaveLength(1)
  })
})

describe('mail to others', () => {
  it('requires a verified address of users who mail invitations and shares', async () => {
    const ann = await makeUser('ann')
    const { group } = await makeGroup(ann)
    await db.update(users).set({ emailVerified: null }).where(eq(users.id, ann.id))
    const email = `nobody-${crypto.randomUUID()}@example.org`
    const invite = as(ann).run(inviteByEmail, { group, role: 'viewer', days: 7, emails: [email] })
    expect((await errorOf(invite)).detail.fields).toEqual({ emails: { code: 'unverified_address' } })
    const sharing = as(ann).run(createShare, { calendar: ann.calendar, to: { email }, level: 'viewer' })
    expect((await errorOf(sharing)).detail.fields).toEqual({ to: { code: 'unverified_address' } })
    expect(await db.select().from(deliveries).where(eq(deliveries.address, email))).toEqual([])
  })
})
