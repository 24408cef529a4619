import { randomBytes } from 'node:crypto'
import { and, eq, gt, sql } from 'drizzle-orm'
import { db, pool } from '@/db/client'
import { sessions, users } from '@/db/schema/users'
import { fieldError } from '@/lib/errors'
import { hasAccount, type UserRow } from './nouns/user'
import { type Reach, reachColumn, reachOf } from './reach'
import { hashToken } from './secrets'

/** Days until an unused session ends. */
const IDLE_DAYS = 30
/** Days after sign-in until a session ends, used or not. */
export const MAX_DAYS = 180

/** Precision of a session's last use: not every page view causes a write. */
const TOUCH_MINUTES = 5

/** The signed-in user, with the settings by which pages format dates. */
export type SessionUser = Omit<UserRow, 'passwordHash'> & { hasPassword: boolean }

export interface Session {
  id: string
  createdAt: Date
  /** Whether its last use is old enough to be written again. */
  stale: boolean
}

/** The browser and the address that a session is used from. */
export interface RequestOrigin {
  userAgent: string | null
  address: string | null
}

/** A session with its user, and with what the user sees if requested. */
export interface FoundSession {
  session: Session
  user: SessionUser
  reach: Reach | null
}

/**
 * Returns the session of a cookie's value; null if there is none, it has expired, or its user may not sign in. `reach`:
 * with all that the user sees, in the same query.
 */
export async function findSession(token: string, { reach = false } = {}): Promise<FoundSession | null> {
  const name = reach ? 'withReach' : 'alone'
  const prepared = lookups.get(pool()) ?? {}
  lookups.set(pool(), prepared)
  prepared[name] ??= prepareLookup(reach)
  const [found] = await prepared[name].execute({ token: hashToken(token) })
  if (!found || !hasAccount(found.user)) return null
  const { passwordHash, ...user } = found.user
  return {
    session: found.session,
    user: { ...user, hasPassword: passwordHash !== null },
    reach: found.reach && reachOf(user.id, found.reach),
  }
}

/**
 * The statements of {@link findSession} by pool. Every request runs one, and building it takes longer than running it.
 */
const lookups = new WeakMap<
  object,
  Partial<Record<'alone' | 'withReach', ReturnType<typeof prepareLookup>>>
>()

function prepareLookup(withReach: boolean) {
  return db
    .select({
      user: users,
      reach: withReach ? reachColumn(sql`users.id`) : sql<null>`null`,
      session: {
        id: sessions.id,
        createdAt: sessions.createdAt,
        stale: sql<boolean>`${sessions.lastUsedAt} < now() - ${TOUCH_MINUTES} * interval '1 minute'`,
      },
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.sessionToken, sql.placeholder('token')),
        gt(sessions.expires, sql`now()`),
        sql`${sessions.createdAt} > now() - ${MAX_DAYS} * interval '1 day'`,
        sql`users.deleted_at is null and users.suspended_at is null`,
      ),
    )
    .prepare('session')
}

/**
 * Creates a session. `replacedToken`: the cookie's value of the session that is replaced. `passwordHash`: the stored
 * password that was verified; if it was changed since, no session is created.
 * @returns the cookie's value and expiry
 * @throws AppError INVALID for the password
 */
export async function openSession(
  userId: string,
  from: RequestOrigin,
  replacedToken?: string,
  passwordHash?: string,
): Promise<{ token: string; expires: Date }> {
  const token = randomBytes(32).toString('hex')
  const expires = new Date(Date.now() + IDLE_DAYS * 86_400_000)
  await db.transaction(async (tx) => {
    if (passwordHash) {
      const [user] = await tx
        .select({ passwordHash: users.passwordHash })
        .from(users)
        .where(eq(users.id, userId))
        .for('share')
      if (user?.passwordHash !== passwordHash) throw fieldError('password', 'wrong_password')
    }
    if (replacedToken) await tx.delete(sessions).where(eq(sessions.sessionToken, hashToken(replacedToken)))
    await tx.insert(sessions).values({ sessionToken: hashToken(token), userId, expires, ...truncate(from) })
  })
  return { token, expires }
}

/** Extends a session that is past half its time. Returns the new expiry; null if it is not extended. */
export async function rollSession(token: string): Promise<Date | null> {
  const [rolled] = await db
    .update(sessions)
    .set({
      expires: sql`least(now() + ${IDLE_DAYS} * interval '1 day', created_at + ${MAX_DAYS} * interval '1 day')`,
    })
    .where(
      and(
        eq(sessions.sessionToken, hashToken(token)),
        sql`expires between now() and now() + ${IDLE_DAYS / 2} * interval '1 day'`,
      ),
    )
    .returning({ expires: sessions.expires })
  return rolled?.expires ?? null
}

/** Records that a session is in use, and from where. Of concurrent requests, one writes. */
export async function recordSessionUse(id: string, from: RequestOrigin): Promise<void> {
  await db
    .update(sessions)
    .set({ ...truncate(from), lastUsedAt: sql`now()` })
    .where(
      and(eq(sessions.id, id), sql`${sessions.lastUsedAt} < now() - ${TOUCH_MINUTES} * interval '1 minute'`),
    )
}

function truncate({ userAgent, address }: RequestOrigin): RequestOrigin {
  return { userAgent: userAgent?.slice(0, 400) ?? null, address: address?.slice(0, 60) || null }
}
