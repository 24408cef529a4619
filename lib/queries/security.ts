import { desc, eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { accounts, sessions } from '@/db/schema/users'
import type { Grant } from '@/lib/access/grant'
import { deviceOf } from './device'

/** A session of the user. `isCurrent`: it is the session of this request. */
export interface ListedSession {
  id: string
  browser: string | null
  system: string | null
  address: string | null
  lastUsedAt: Date
  createdAt: Date
  isCurrent: boolean
}

/** The ways in which the user can sign in, and the address that waits to be verified. */
export interface SignInMethods {
  email: string
  isVerified: boolean
  /** The address that replaces `email` once it is verified. */
  pending: string | null
  hasPassword: boolean
  hasGoogle: boolean
  sessions: ListedSession[]
}

export async function signInMethods(
  tx: Tx,
  { row: user }: Grant<'read', 'self'>,
  currentSession: string,
): Promise<SignInMethods> {
  const [pending] = await tx.execute<{ email: string }>(sql`
    select email from account_links
    where user_id = ${user.id} and purpose = 'verify' and used_at is null and expires_at > now()
      and email <> ${user.email}
    order by created_at desc limit 1`)
  const linked = await tx
    .select({ provider: accounts.provider })
    .from(accounts)
    .where(eq(accounts.userId, user.id))
  const rows = await tx
    .select()
    .from(sessions)
    .where(sql`${sessions.userId} = ${user.id} and ${sessions.expires} > now()`)
    .orderBy(desc(sql`${sessions.id} = ${currentSession}`), desc(sessions.lastUsedAt))
    .limit(100)
  return {
    email: user.email,
    isVerified: user.emailVerified !== null,
    pending: pending?.email ?? null,
    hasPassword: user.passwordHash !== null,
    hasGoogle: linked.some(({ provider }) => provider === 'google'),
    sessions: rows.map(({ id, userAgent, address, lastUsedAt, createdAt }) => ({
      id,
      ...deviceOf(userAgent),
      address,
      lastUsedAt,
      createdAt,
      isCurrent: id === currentSession,
    })),
  }
}
