import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { changes } from '@/db/schema/changes'
import { users } from '@/db/schema/users'
import { type Actor, NOBODY } from '@/lib/access/actor'
import { verifyPassword } from '@/lib/access/passwords'
import { execute } from '@/lib/commands/pipeline/execute'
import { as, codeOf, errorOf, makeUser } from '@/test/database/fixtures'
import { signUp, signUpByProvider, updateProfile } from './users'

const form = { name: 'Anna', email: 'anna@example.org', password: 'correct horse' }
const runSignUp = (actor: Actor, raw: unknown) => execute(actor, signUp, raw, { origin: 'web' })
const loadUser = async (email: string) => (await db.select().from(users).where(eq(users.email, email)))[0]

async function counts() {
  const [row] = await db.execute(sql`
    select (select count(*) from users)::int as users, (select count(*) from calendars)::int as calendars,
      (select count(*) from changesets)::int as changesets`)
  return row
}

describe('signUp', () => {
  it('creates an account and its personal calendar', async () => {
    const settings = { timeZone: 'Asia/Tokyo', locale: 'en-GB', weekStart: 7, hourCycle: 'h12' } as const
    const { result } = await runSignUp(NOBODY, { ...form, email: ' Anna@Example.ORG ', ...settings })
    expect(await loadUser('anna@example.org')).toMatchObject({
      id: result.id,
      name: 'Anna',
      emailVerified: null,
      ...settings,
    })
    const { calendars, groups } = await as({ kind: 'user', id: result.id }).loadReach()
    expect(calendars).toEqual([expect.objectContaining({ name: 'Anna', level: 'owner', ownerId: result.id })])
    expect(groups).toEqual([])
  })

  it('stores the password as a hash only, not in the history', async () => {
    await runSignUp(NOBODY, { ...form, email: 'hash@example.org' })
    const user = await loadUser('hash@example.org')
    expect(await verifyPassword(form.password, user!.passwordHash)).toBe(true)
    expect(await verifyPassword('wrong horse', user!.passwordHash)).toBe(false)
    const history = JSON.stringify(await db.select().from(changes).where(eq(changes.entityId, user!.id)))
    expect(history).toContain('hash@example.org')
    expect(history).not.toMatch(/scrypt|correct horse|passwordHash/)
  })

  it('rejects a taken address and writes nothing', async () => {
    await runSignUp(NOBODY, { ...form, email: 'twice@example.org' })
    const before = await counts()
    const error = await errorOf(runSignUp(NOBODY, { ...form, email: 'TWICE@example.org' }))
    expect(error.detail).toEqual({ fields: { email: { code: 'taken' } } })
    expect(await counts()).toEqual(before)
  })

  it('creates one account when several sign up concurrently with one address', async () => {
    const before = (await counts()) as Record<string, number>
    const email = 'race@example.org'
    const answers = await Promise.all([1, 2, 3].map(() => codeOf(runSignUp(NOBODY, { ...form, email }))))
    expect(answers.sort()).toEqual(['INVALID', 'INVALID', 'ok'])
    expect(await counts()).toEqual(
      Object.fromEntries(Object.entries(before).map(([name, n]) => [name, n + 1])),
    )
  })

  it('ignores invalid browser settings', async () => {
    const invalidSettings = { timeZone: 'Mars/Olympus', locale: 'tlh', weekStart: 9, hourCycle: 'h99' }
    await runSignUp(NOBODY, { ...form, email: 'odd@example.org', ...invalidSettings })
    expect(await loadUser('odd@example.org')).toMatchObject({
      timeZone: 'UTC',
      locale: 'en',
      weekStart: 1,
      hourCycle: 'h23',
    })
  })

  it('rejects a short password, an invalid address and a missing name as field errors', async () => {
    const error = await errorOf(runSignUp(NOBODY, { name: ' ', email: 'anna', password: 'short' }))
    expect(error.detail.fields).toEqual({
      name: { code: 'required' },
      email: { code: 'bad_email' },
      password: { code: 'too_short', limit: 8 },
    })
  })

  it('refuses sign-up of signed-in users, and sign-up by provider except for the auth adapter', async () => {
    const ann = await makeUser('ann')
    expect(await codeOf(runSignUp(ann, form))).toBe('FORBIDDEN')
    const input = { name: 'Bob', email: 'bob@example.org', verified: true }
    expect(await codeOf(as(NOBODY).run(signUpByProvider, input))).toBe('FORBIDDEN')
    expect(await codeOf(as(ann).run(signUpByProvider, input))).toBe('FORBIDDEN')
    expect(await loadUser('bob@example.org')).toBeUndefined()
  })
})

describe('updateProfile', () => {
  it('changes only the given profile fields', async () => {
    const ann = await makeUser('ann')
    const before = await loadUser(ann.email)
    await as(ann).run(updateProfile, { theme: 'dark', weekStart: 7, name: undefined })
    expect(await loadUser(ann.email)).toEqual({ ...before, theme: 'dark', weekStart: 7, version: 2 })
    const [, change] = await db
      .select()
      .from(changes)
      .where(eq(changes.entityId, ann.id))
      .orderBy(changes.seq)
    expect(change).toMatchObject({
      stream: `user-${ann.id}`,
      before: { theme: 'system', weekStart: 1 },
      after: { theme: 'dark', weekStart: 7 },
    })
    expect(Object.keys(change!.after!).sort()).toEqual(['theme', 'weekStart'])
  })

  it('leaves no changeset for an update without changes', async () => {
    const ann = await makeUser('ann')
    expect((await as(ann).run(updateProfile, {})).changeset).toBeNull()
    expect((await as(ann).run(updateProfile, { name: ' ann ', theme: 'system' })).changeset).toBeNull()
    expect((await loadUser(ann.email))!.version).toBe(1)
  })

  it('changes only the user’s own profile, and no identity fields', async () => {
    const ann = await makeUser('ann')
    for (const field of ['email', 'id', 'passwordHash', 'emailVerified', 'version']) {
      const error = await errorOf(as(ann).run(updateProfile, { [field]: 'x' }))
      expect(error.detail.fields).toEqual({ [field]: { code: 'invalid' } })
    }
    expect(await codeOf(as(NOBODY).run(updateProfile, { name: 'x' }))).toBe('SIGNED_OUT')
    expect((await errorOf(as(ann).run(updateProfile, { timeZone: '+02:00' }))).detail.fields).toEqual({
      timeZone: { code: 'bad_zone' },
    })
  })
})
