import { DrizzleAdapter } from '@auth/drizzle-adapter'
import { eq } from 'drizzle-orm'
import type { Adapter } from 'next-auth/adapters'
import { db } from '@/db/client'
import { accounts, sessions, users } from '@/db/schema/users'
import { hashToken } from '@/lib/access/secrets'
import { closeSession, findSession, openSession, type Place } from '@/lib/access/sessions'
import { execute } from '@/lib/commands/execute'
import { signUpByProvider } from '@/lib/commands/users'
import { personName } from '@/lib/schemas/text'

/**
 * The auth library's way to the database, with three rules of ours around it: sessions are made and found as all others
 * are, provider tokens are not stored here at all, and an account is only made by the command that makes one.
 * `instead`: the cookie's value that a new session takes the place of.
 */
export function adapter(from: Place & { instead?: string } = { userAgent: null, address: null }): Adapter {
  const inner = DrizzleAdapter(db, { usersTable: users, accountsTable: accounts, sessionsTable: sessions })
  return {
    ...inner,
    // Nobody is admitted whose address the provider does not vouch for (auth.ts).
    createUser: async ({ email, name }) => {
      const raw = { email, name: personName(100).safeParse(name).data ?? email.split('@')[0], verified: true }
      const as = { kind: 'job', name: 'sign-up' } as const
      const { result } = await execute(as, signUpByProvider, raw, { origin: 'web' })
      const [user] = await db.select().from(users).where(eq(users.id, result.id))
      return user!
    },
    linkAccount: ({ access_token: _, refresh_token: __, id_token: ___, ...account }) =>
      inner.linkAccount?.(account),
    createSession: async ({ userId }) => {
      const { token, expires } = await openSession(userId, from, from.instead)
      return { sessionToken: token, userId, expires }
    },
    getSessionAndUser: async (token) => {
      const found = await findSession(token)
      if (!found) return null
      const [row] = await db
        .select({ expires: sessions.expires })
        .from(sessions)
        .where(eq(sessions.sessionToken, hashToken(token)))
      const { user } = found
      return row ? { user, session: { sessionToken: token, userId: user.id, ...row } } : null
    },
    deleteSession: async (token) => {
      await closeSession(token)
    },
  }
}
