import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { instance } from '@/db/schema/instance'
import { invitations } from '@/db/schema/invitations'
import { users } from '@/db/schema/users'
import { NOBODY } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { groupOverview } from '@/lib/queries/groups'
import { invitationPreview, receivedInvitations } from '@/lib/queries/invitations'
import {
  as,
  codeOf,
  errorOf,
  type Family,
  makeFamily,
  makeUser,
  type TestUser,
} from '@/test/database/fixtures'
import {
  acceptInvitation,
  createInvitation,
  declineInvitation,
  inviteByEmail,
  joinGroup,
  resendInvitation,
  revokeInvitation,
} from './invitations'
import { removeMember } from './members'
import { signUp, signUpByProvider } from './users'

// Enables mail. Nothing is sent: the tests read the queued deliveries.
process.env.SMTP_URL = 'smtp://127.0.0.1:9'

/** The settings that a browser submits. */
const STYLE = { timeZone: 'UTC', locale: 'en', weekStart: 1, hourCycle: 'h23' } as const

let family: Family
beforeEach(async () => {
  family = await makeFamily()
})

const invite = (by: TestUser, emails: string[], role: 'admin' | 'editor' | 'viewer' = 'editor') =>
  as(by).run(inviteByEmail, { group: family.group, emails, role })

const listInvitations = () =>
  db.select().from(invitations).where(eq(invitations.groupId, family.group)).orderBy(invitations.id)

/** Returns the token of the link in the mail to an address. */
async function tokenFor(email: string): Promise<string> {
  const [row] = await db.select().from(deliveries).where(eq(deliveries.address, email))
  return (row!.data as { path: string }).path.replace('/join/', '')
}

describe('inviting by e-mail', () => {
  it('mails each address a link for one person', async () => {
    const emails = [`a-${family.group}@example.org`, `b-${family.group}@example.org`]
    const { result } = await invite(family.admin, [...emails, emails[0]!.toUpperCase()])
    expect(result).toEqual({ count: 2 })
    const rows = (await listInvitations()).filter(({ email }) => email)
    expect(rows).toEqual(emails.map((email) => expect.objectContaining({ email, maxUses: 1, uses: 0 })))
    const [mail] = await db.select().from(deliveries).where(eq(deliveries.address, emails[0]!))
    expect(mail).toMatchObject({
      template: 'invitation',
      outcome: 'queued',
      userId: null,
      data: { group: 'Family', inviter: 'admin', locale: 'en' },
    })
    const [jobs] = await db.execute(sql`
      select count(*)::int as n from graphile_worker._private_jobs where payload ->> 'delivery' = ${mail!.id}`)
    expect(jobs!.n).toBe(1)
    // The history contains the address and no token.
    const [history] = await db.execute(sql`
      select string_agg(coalesce(after::text, ''), '') as text from changes where stream = ${`owners-${family.group}`}`)
    expect(history!.text).toContain(emails[0])
    expect(history!.text).not.toContain(await tokenFor(emails[0]!))
    expect(await codeOf(as(family.stranger).run(joinGroup, { token: await tokenFor(emails[0]!) }))).toBe('ok')
    expect(await codeOf(as(family.sharee).run(joinGroup, { token: await tokenFor(emails[0]!) }))).toBe('GONE')
  })

  it('refuses invitations by editors, invitations of admins by admins, and lists that are empty or contain an invalid address', async () => {
    const emails = ['guest@example.org']
    expect(await codeOf(invite(family.admin, emails, 'admin'))).toBe('FORBIDDEN')
    expect(await codeOf(invite(family.editor, emails))).toBe('FORBIDDEN')
    expect(await codeOf(invite(family.stranger, emails))).toBe('NOT_FOUND')
    const error = await errorOf(invite(family.owner, ['fine@example.org', 'not one']))
    expect(error.detail.fields).toEqual({ 'emails.1': { code: 'bad_email' } })
    expect(await codeOf(invite(family.owner, []))).toBe('INVALID')
  })

  it('limits invitations to 50 a day per user and per group', async () => {
    const addresses = (n: number, letter: string) =>
      Array.from({ length: n }, (_, i) => `${letter}${i}@example.org`)
    await invite(family.owner, addresses(40, 'a'))
    const error = await errorOf(invite(family.admin, addresses(11, 'b')))
    expect(error.detail.fields).toEqual({ emails: { code: 'daily_limit', limit: 50 } })
    expect(await codeOf(invite(family.admin, addresses(10, 'b')))).toBe('ok')
    const { id } = (await listInvitations()).find(({ email }) => email)!
    expect(await codeOf(as(family.owner).run(resendInvitation, { invitation: id }))).toBe('INVALID')
  })

  it('replaces the link when an invitation is sent again', async () => {
    const email = `c-${family.group}@example.org`
    await invite(family.owner, [email])
    const first = await tokenFor(email)
    const { id } = (await listInvitations()).find((row) => row.email === email)!
    await as(family.admin).run(resendInvitation, { invitation: id })
    await invite(family.owner, [email])
    const rows = (await listInvitations()).filter((row) => row.email === email)
    expect(rows.map(({ revokedAt }) => revokedAt === null)).toEqual([false, false, true])
    expect(await codeOf(as(family.stranger).run(joinGroup, { token: first }))).toBe('GONE')
    const { invitations: listed } = await db.transaction(async (tx) =>
      groupOverview(tx, await grant(tx, family.owner, 'read', 'group', family.group)),
    )
    expect(listed.filter((invitation) => invitation.email)).toEqual([
      expect.objectContaining({ email, outcome: 'queued' }),
    ])
  })
})

describe('an invitation by e-mail to a user', () => {
  const received = async (testUser: TestUser) => receivedInvitations(db, await as(testUser).loadReach())

  it('lists an invitation once the address is verified, to accept or decline', async () => {
    const { owner, stranger, sharee } = family
    await invite(owner, [stranger.email, sharee.email])
    const [invitation] = await received(stranger)
    expect(invitation).toMatchObject({ groupName: 'Family', invitedBy: 'owner', role: 'editor' })
    // Only the invited user can accept it.
    expect(await codeOf(as(sharee).run(acceptInvitation, { invitation: invitation!.id }))).toBe('NOT_FOUND')
    await as(stranger).run(acceptInvitation, { invitation: invitation!.id })
    expect(await as(stranger).requestGrant('write', 'calendar', family.calendar)).toBe('ok')
    expect(await received(stranger)).toEqual([])

    await db.update(users).set({ emailVerified: null }).where(eq(users.id, sharee.id))
    expect(await received(sharee)).toEqual([])
    const [row] = await db.select().from(invitations).where(eq(invitations.email, sharee.email))
    expect(await codeOf(as(sharee).run(acceptInvitation, { invitation: row!.id }))).toBe('NOT_FOUND')
    await db.update(users).set({ emailVerified: new Date() }).where(eq(users.id, sharee.id))
    await as(sharee).run(declineInvitation, { invitation: row!.id })
    expect(await received(sharee)).toEqual([])
    expect(await codeOf(as(sharee).run(joinGroup, { token: await tokenFor(sharee.email) }))).toBe('GONE')
  })

  it('shows a declined invitation to admins until they dismiss or resend it', async () => {
    const { owner, admin, viewer, sharee, stranger, group } = family
    const listInvitedAddresses = async (testUser: TestUser) => {
      const { invitations: listed } = await db.transaction(async (tx) =>
        groupOverview(tx, await grant(tx, testUser, 'read', 'group', group)),
      )
      return listed.filter(({ email }) => email).map(({ email, isDeclined }) => ({ email, isDeclined }))
    }
    await invite(owner, [sharee.email, stranger.email])
    for (const testUser of [sharee, stranger]) {
      const [invitation] = await received(testUser)
      await as(testUser).run(declineInvitation, { invitation: invitation!.id })
    }
    const declined = [sharee, stranger].map(({ email }) => ({ email, isDeclined: true }))
    expect(await listInvitedAddresses(admin)).toEqual(expect.arrayContaining(declined))
    expect(await listInvitedAddresses(viewer)).toEqual([])
    const [history] = await db.execute<{ before: object }>(sql`
      select before from changes where entity = 'invitation' and stream = ${`owners-${group}`} and op = 'removed'
      limit 1`)
    expect(history!.before).toMatchObject({ declined: true })

    const rows = await listInvitations()
    const idOf = ({ email }: TestUser) => rows.find((row) => row.email === email)!.id
    await as(admin).run(revokeInvitation, { invitation: idOf(sharee) })
    expect(await listInvitedAddresses(owner)).toEqual([{ email: stranger.email, isDeclined: true }])
    await as(owner).run(resendInvitation, { invitation: idOf(stranger) })
    expect(await listInvitedAddresses(owner)).toEqual([{ email: stranger.email, isDeclined: false }])
    expect(await received(stranger)).toHaveLength(1)
  })

  it('hides invitations that were sent before the user was removed from the group', async () => {
    const { owner, editor } = family
    await invite(owner, [editor.email])
    await as(owner).run(removeMember, { group: family.group, user: editor.id })
    expect(await received(editor)).toEqual([])
    await invite(owner, [editor.email])
    expect(await received(editor)).toHaveLength(1)
  })
})

describe('an invitation page', () => {
  it('shows the inviter, the group and some full names of members', async () => {
    await db.update(users).set({ name: 'أم كلثوم' }).where(eq(users.id, family.owner.id))
    const { result } = await as(family.admin).run(createInvitation, { group: family.group })
    const preview = await db.transaction(async (tx) =>
      invitationPreview(tx, await grant(tx, NOBODY, 'read', 'invitation', { token: result.token })),
    )
    expect(preview).toEqual({
      inviter: { id: family.admin.id, name: 'admin', picture: null },
      group: { name: 'Family', color: expect.any(String), description: '', picture: null },
      memberCount: 4,
      names: ['أم كلثوم', 'admin', 'editor', 'viewer'],
    })
  })
})

describe('signing up', () => {
  const form = () => ({
    name: 'New',
    email: `${crypto.randomUUID()}@example.org`,
    password: 'a long enough password',
    ...STYLE,
  })
  const setRegistration = (registration: 'open' | 'invitation' | 'closed') =>
    db.update(instance).set({ registration })
  const fieldsOf = async (attempt: Promise<unknown>) => (await errorOf(attempt)).detail.fields

  it('requires an invitation to sign up if registration is by invitation', async () => {
    const { result } = await as(family.owner).run(createInvitation, { group: family.group })
    await setRegistration('invitation')
    const refused = { email: { code: 'by_invitation' } }
    expect(await fieldsOf(as(NOBODY).run(signUp, form()))).toEqual(refused)
    const withUnknownToken = { ...form(), invitation: 'a-token-that-does-not-exist' }
    expect(await fieldsOf(as(NOBODY).run(signUp, withUnknownToken))).toEqual(refused)
    expect(await codeOf(as(NOBODY).run(signUp, { ...form(), invitation: result.token }))).toBe('ok')
    await db.update(invitations).set({ revokedAt: new Date() }).where(eq(invitations.id, result.id))
    expect(await fieldsOf(as(NOBODY).run(signUp, { ...form(), invitation: result.token }))).toEqual(refused)

    // An invited address can sign up by a provider that has verified it.
    const job = { kind: 'job', name: 'sign-up' } as const
    const { name, email } = form()
    await invite(family.owner, [email])
    const signUpAs = (isVerified: boolean) =>
      as(job).run(signUpByProvider, { name, email, verified: isVerified })
    expect(await fieldsOf(signUpAs(false))).toEqual(refused)
    expect(await codeOf(signUpAs(true))).toBe('ok')
    await setRegistration('open')
  })

  it('joins the group of the invitation at sign-up', async () => {
    const { result } = await as(family.owner).run(createInvitation, { group: family.group, role: 'viewer' })
    const signedUp = await as(NOBODY).run(signUp, { ...form(), invitation: result.token })
    const newUser = { kind: 'user', id: signedUp.result.id } as const
    expect((await as(newUser).loadReach()).groups).toEqual([
      expect.objectContaining({ id: family.group, role: 'viewer' }),
    ])
    expect(Object.keys(signedUp.seqs)).toEqual(
      expect.arrayContaining([`group-${family.group}`, `user-${newUser.id}`]),
    )
    const { name, email } = form()
    const created = await as({ kind: 'job', name: 'sign-up' }).run(signUpByProvider, {
      ...{ name, email, verified: true },
      invitation: result.token,
    })
    const byProvider = { kind: 'user', id: created.result.id } as const
    expect((await as(byProvider).loadReach()).groups).toHaveLength(1)
    const [row] = await db.select().from(invitations).where(eq(invitations.id, result.id))
    expect(row!.uses).toBe(2)
    // With open registration, a revoked invitation does not prevent the sign-up, but adds no membership.
    await db.update(invitations).set({ revokedAt: new Date() }).where(eq(invitations.id, result.id))
    const late = await as(NOBODY).run(signUp, { ...form(), invitation: result.token })
    expect((await as({ kind: 'user', id: late.result.id }).loadReach()).groups).toEqual([])
  })

  it('creates one account in a race for the last use of an invitation', async () => {
    const { result } = await as(family.owner).run(createInvitation, { group: family.group, maxUses: 1 })
    await setRegistration('invitation')
    const before = await db.$count(users)
    const answers = await Promise.all(
      [form(), form(), form()].map((input) =>
        codeOf(as(NOBODY).run(signUp, { ...input, invitation: result.token })),
      ),
    )
    expect(answers.sort()).toEqual(['INVALID', 'INVALID', 'ok'])
    expect(await db.$count(users)).toBe(before + 1)
    await setRegistration('open')
  })

  it('refuses sign-up if registration is closed', async () => {
    const { result } = await as(family.owner).run(createInvitation, { group: family.group })
    await setRegistration('closed')
    expect(await fieldsOf(as(NOBODY).run(signUp, { ...form(), invitation: result.token }))).toEqual({
      email: { code: 'registration_closed' },
    })
    await setRegistration('open')
  })

  it('makes the first account administrator whatever the registration setting', async () => {
    await db.update(users).set({ deletedAt: new Date(), instanceAdmin: false })
    await setRegistration('closed')
    const answers = await Promise.all([form(), form()].map((input) => codeOf(as(NOBODY).run(signUp, input))))
    expect(answers.sort()).toEqual(['INVALID', 'ok'])
    const admins = await db.select().from(users).where(eq(users.instanceAdmin, true))
    expect(admins).toHaveLength(1)
    await setRegistration('open')
    await makeUser('next')
    expect(await db.select().from(users).where(eq(users.instanceAdmin, true))).toHaveLength(1)
  })
})
