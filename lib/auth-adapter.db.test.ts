import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { accounts, sessions, users } from '@/db/schema/users'
import { as, type Person, person } from '@/e2e/servers/cast'
import { hashToken } from '@/lib/access/secrets'
import { adapter } from './auth-adapter'

let ann: Person
beforeAll(async () => {
  ann = await person('ann')
})

const later = () => new Date(Math.floor(Date.now() / 1000) * 1000 + 60_000)

describe('sessions', () => {
  it('are stored under a hash, found by the token itself, lengthened and deleted by it', async () => {
    const token = 'a-token-that-a-cookie-holds'
    const expires = later()
    const made = await adapter().createSession!({ sessionToken: token, userId: ann.id, expires })
    expect(made).toMatchObject({ sessionToken: token, userId: ann.id, expires })
    const rows = await db.select().from(sessions)
    expect(rows.map(({ sessionToken }) => sessionToken)).toEqual([hashToken(token)])
    expect(JSON.stringify(rows)).not.toContain(token)

    const found = await adapter().getSessionAndUser!(token)
    expect(found).toMatchObject({ session: { sessionToken: token }, user: { id: ann.id, email: ann.email } })
    // Who has a copy of the database has no key to it.
    expect(await adapter().getSessionAndUser!(hashToken(token))).toBeNull()

    const longer = new Date(expires.getTime() + 60_000)
    expect(await adapter().updateSession!({ sessionToken: token, expires: longer })).toMatchObject({
      sessionToken: token,
      expires: longer,
    })
    expect((await db.select().from(sessions))[0]).toMatchObject({
      sessionToken: hashToken(token),
      expires: longer,
    })

    await adapter().deleteSession!(token)
    expect(await adapter().getSessionAndUser!(token)).toBeNull()
    expect(await db.select().from(sessions)).toEqual([])
  })
})

describe('linkAccount', () => {
  it('stores who it is, and none of the provider’s tokens', async () => {
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
  it('makes the personal calendar too', async () => {
    const made = await adapter().createUser!({
      id: 'x',
      name: 'Bob',
      email: 'Bob@Example.org',
      emailVerified: null,
    })
    expect(made).toMatchObject({ name: 'Bob', email: 'bob@example.org', emailVerified: null })
    const { calendars } = await as({ kind: 'user', id: made.id }).reaches()
    expect(calendars).toEqual([expect.objectContaining({ name: 'Bob', level: 'owner' })])
  })

  it('says whether the address is verified, as the provider does', async () => {
    const made = await adapter().createUser!({
      id: 'x',
      email: 'cleo@example.org',
      emailVerified: new Date(),
    })
    expect(made.emailVerified).toBeInstanceOf(Date)
  })

  it('of somebody without a name calls them by their address', async () => {
    for (const name of [undefined, null, '']) {
      const email = `dora-${String(name)}@example.org`
      const made = await adapter().createUser!({ id: 'x', name, email, emailVerified: null })
      expect(made.name).toBe(email.split('@')[0])
    }
  })

  it('with an address that has an account makes none', async () => {
    const before = await db.select().from(users)
    const again = adapter().createUser!({ id: 'x', name: 'Ann', email: ann.email, emailVerified: null })
    await expect(again).rejects.toMatchObject({ code: 'INVALID' })
    expect(await db.select().from(users)).toHaveLength(before.length)
  })
})
