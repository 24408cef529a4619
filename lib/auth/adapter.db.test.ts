import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { accounts, sessions, users } from '@/db/schema/users'
import { hashToken } from '@/lib/access/secrets'
import { createInvitation } from '@/lib/commands/invitations'
import { as, makeGroup, makeUser, type TestUser } from '@/test/database/fixtures'
import { adapter } from './adapter'

let ann: TestUser
beforeAll(async () => {
  ann = await makeUser('ann')
})

describe('sessions', () => {
  it('stores sessions by the hash of their token and finds them by the token', async () => {
    const created = await adapter().createSession!({ sessionToken: 'x', userId: ann.id, expires: new Date() })
    const token = created.sessionToken
    expect(token).toMatch(/^[0-9a-f]{64}$/)
    const rows = await db.select().from(sessions)
    expect(rows.map(({ sessionToken }) => sessionToken)).toEqual([hashToken(token)])

    const found = await adapter().getSessionAndUser!(token)
    expect(found).toMatchObject({ session: { sessionToken: token }, user: { id: ann.id, email: ann.email } })
    // A copy of the database gives no access.
    expect(await adapter().getSessionAndUser!(hashToken(token))).toBeNull()

    await adapter().deleteSession!(token)
    expect(await adapter().getSessionAndUser!(token)).toBeNull()
    expect(await db.select().from(sessions)).toEqual([])
  })
})

describe('linkAccount', () => {
  it('stores the id of the account at the provider and none of its tokens', async () => {
    await adapter().linkAccount!({
      userId: ann.id,
      type: 'oidc',
      provider: 'google',
      providerAccountId: '1234',
      access_token: 'secret-access',
      refresh_token: 'secret-refresh',
      id_token: 'secret-id',
      scope: 'openid',
    })
    const [row] = await db.select().from(accounts).where(eq(accounts.userId, ann.id))
    expect(row).toMatchObject({ provider: 'google', access_token: null, refresh_token: null, id_token: null })
    expect(JSON.stringify(row)).not.toContain('secret')
    const user = await adapter().getUserByAccount!({ provider: 'google', providerAccountId: '1234' })
    expect(user?.id).toBe(ann.id)
  })
})

describe('createUser', () => {
  it('creates the personal calendar with the account', async () => {
    const created = await adapter().createUser!({
      id: 'x',
      name: 'Bob',
      email: 'Bob@Example.org',
      emailVerified: null,
    })
    // Only addresses that the provider has verified are admitted (google.ts).
    expect(created).toMatchObject({ name: 'Bob', email: 'bob@example.org', emailVerified: expect.any(Date) })
    const { calendars } = await as({ kind: 'user', id: created.id }).loadReach()
    expect(calendars).toEqual([expect.objectContaining({ name: 'Bob', level: 'owner' })])
  })

  it('adds a user with an invitation to its group and stores the settings of the browser', async () => {
    const { group } = await makeGroup(ann)
    const { result } = await as(ann).run(createInvitation, { group })
    const arrival = { timeZone: 'Asia/Kathmandu', locale: 'de-AT', weekStart: 7, hourCycle: 'h12' } as const
    const context = { ...arrival, invitation: result.token }
    const email = 'dora@example.org'
    const created = await adapter(undefined, context).createUser!({
      id: 'x',
      name: 'D',
      email,
      emailVerified: null,
    })
    expect(created).toMatchObject(arrival)
    const { groups } = await as({ kind: 'user', id: created.id }).loadReach()
    expect(groups).toEqual([expect.objectContaining({ id: group, role: 'editor' })])
  })

  it('names a user without a valid name after the e-mail address', async () => {
    for (const name of [undefined, null, '', '\u200b', 'x'.repeat(101)]) {
      const email = `dora-${String(name).length}@example.org`
      const created = await adapter().createUser!({ id: 'x', name, email, emailVerified: null })
      expect(created.name).toBe(email.split('@')[0])
    }
  })

  it('rejects an address that has an account', async () => {
    const before = await db.select().from(users)
    const secondSignUp = adapter().createUser!({
      id: 'x',
      name: 'Ann',
      email: ann.email,
      emailVerified: null,
    })
    await expect(secondSignUp).rejects.toMatchObject({ code: 'INVALID' })
    expect(await db.select().from(users)).toHaveLength(before.length)
  })
})
