import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/db/client'
import { sessions, users } from '@/db/schema/users'
import { addMember, errorOf, makeGroup, makeUser, type TestUser } from '@/test/database/fixtures'
import { endSessions } from './end-sessions'
import { loadReach } from './reach'
import { hashToken } from './secrets'
import { findSession, openSession, recordSessionUse, rollSession } from './sessions'

const FIREFOX = { userAgent: 'Firefox', address: '203.0.113.9' }

let ann: TestUser
beforeEach(async () => {
  ann = await makeUser('ann')
})

const open = (replacedToken?: string) => openSession(ann.id, FIREFOX, replacedToken)
const row = async (token: string) =>
  (
    await db
      .select()
      .from(sessions)
      .where(eq(sessions.sessionToken, hashToken(token)))
  )[0]
const setDaysAgo = (token: string, column: string, days: number) =>
  db.execute(sql`
    update sessions set ${sql.identifier(column)} = now() - ${days} * interval '1 day'
    where session_token = ${hashToken(token)}`)

describe('sessions', () => {
  it('finds a session by its cookie, with its user but without the password', async () => {
    const { token } = await open()
    const found = await findSession(token)
    expect(found).toMatchObject({ user: { id: ann.id, hasPassword: false }, session: { stale: false } })
    expect(JSON.stringify(found)).not.toMatch(/passwordHash/)
    expect(await findSession('made up')).toBeNull()
    expect(await row(token)).toMatchObject(FIREFOX)
  })

  it('loads the reach of the user in the same query, only if requested', async () => {
    const ben = await makeUser('ben')
    const { group, calendar } = await makeGroup(ben)
    await addMember(ann, ben, group, 'viewer')
    const { token } = await open()
    const found = await findSession(token, { reach: true })
    expect(found!.reach).toEqual(await loadReach(db, { kind: 'user', id: ann.id }))
    expect(found!.reach!.calendars.map(({ id, level }) => [id, level])).toContainEqual([calendar, 'viewer'])
    expect((await findSession(token))!.reach).toBeNull()
  })

  it('replaces the previous session of the same browser', async () => {
    const first = await open()
    const second = await open(first.token)
    expect(await findSession(first.token)).toBeNull()
    expect(await findSession(second.token)).not.toBeNull()
  })

  it('creates no session if the password was changed since it was verified', async () => {
    await db.update(users).set({ passwordHash: 'old' }).where(eq(users.id, ann.id))
    expect(await findSession((await openSession(ann.id, FIREFOX, undefined, 'old')).token)).not.toBeNull()
    await db.update(users).set({ passwordHash: 'new' }).where(eq(users.id, ann.id))
    const { detail } = await errorOf(openSession(ann.id, FIREFOX, undefined, 'old'))
    expect(detail.fields).toEqual({ password: { code: 'wrong_password' } })
  })

  it('does not find a session once it has expired or its user is suspended', async () => {
    const { token } = await open()
    await db.update(users).set({ suspendedAt: new Date() }).where(eq(users.id, ann.id))
    expect(await findSession(token)).toBeNull()
    await db.update(users).set({ suspendedAt: null }).where(eq(users.id, ann.id))
    expect(await findSession(token)).not.toBeNull()
    await setDaysAgo(token, 'expires', 1)
    expect(await findSession(token)).toBeNull()
  })

  it('extends a session while it is used, for at most half a year', async () => {
    const { token, expires } = await open()
    expect(await rollSession(token)).toBeNull()
    await setDaysAgo(token, 'expires', -10)
    expect((await rollSession(token))!.getTime()).toBeGreaterThanOrEqual(expires.getTime())
    await setDaysAgo(token, 'expires', -10)
    await setDaysAgo(token, 'created_at', 179)
    const last = await rollSession(token)
    expect(last!.getTime() - Date.now()).toBeLessThan(86_400_000 + 1000)
    await setDaysAgo(token, 'created_at', 181)
    expect(await findSession(token)).toBeNull()
  })

  it('records the use of a session every few minutes, not at each request', async () => {
    const { token } = await open()
    const { session } = (await findSession(token))!
    const before = await row(token)
    await recordSessionUse(session.id, { userAgent: 'Safari', address: '198.51.100.1' })
    expect(await row(token)).toEqual(before)
    await setDaysAgo(token, 'last_used_at', 1)
    expect((await findSession(token))!.session.stale).toBe(true)
    await recordSessionUse(session.id, { userAgent: 'x'.repeat(5000), address: '198.51.100.1' })
    expect(await row(token)).toMatchObject({ userAgent: 'x'.repeat(400), address: '198.51.100.1' })
    expect((await findSession(token))!.session.stale).toBe(false)
  })

  it('ends one session, all sessions, or all except one', async () => {
    const [first, second, third] = [await open(), await open(), await open()]
    const bob = await makeUser('bob')
    const bobs = await openSession(bob.id, FIREFOX)
    const { id } = (await row(first.token))!
    expect(await endSessions(db, ann.id, { only: (await row(second.token))!.id })).toBe(1)
    expect(await endSessions(db, ann.id, { except: id })).toBe(1)
    expect(await findSession(third.token)).toBeNull()
    expect(await findSession(first.token)).not.toBeNull()
    expect(await endSessions(db, ann.id)).toBe(1)
    expect(await findSession(bobs.token)).not.toBeNull()
  })
})
