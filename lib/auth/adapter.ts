import { DrizzleAdapter } from '@auth/drizzle-adapter'
import { eq } from 'drizzle-orm'
import type { Adapter } from 'next-auth/adapters'
import { db } from '@/db/client'
import { accounts, sessions, users } from '@/db/schema/users'
import { endSession } from '@/lib/access/end-sessions'
import { hasAccount } from '@/lib/access/nouns/user'
import { hashToken } from '@/lib/access/secrets'
import { findSession, openSession, type RequestOrigin } from '@/lib/access/sessions'
import { connectProvider } from '@/lib/commands/google'
import { execute } from '@/lib/commands/pipeline/execute'
import { signUpByProvider } from '@/lib/commands/users'
import { email as address } from '@/lib/schemas/email'
import { personName } from '@/lib/schemas/text'
import type { SignInContext } from '@/lib/schemas/users'

/**
 * Database adapter of the auth library with three rules of Kinday: sessions are created and found as everywhere else,
 * provider tokens are not stored, and accounts are created and connected by commands only. `replacedToken`: value of
 * the session cookie that a new session replaces; `arrival`: context of the sign-in.
 */
export function adapter(
  from: RequestOrigin & { replacedToken?: string } = { userAgent: null, address: null },
  arrival?: SignInContext,
): Adapter {
  const inner = DrizzleAdapter(db, { usersTable: users, accountsTable: accounts, sessionsTable: sessions })
  let createdUserId: string | undefined
  return {
    ...inner,
    // Only addresses that the provider has verified are admitted (google.ts).
    createUser: async ({ email, name }) => {
      const { invitation, ...dateSettings } = arrival ?? {}
      const displayName = personName(100).safeParse(name).data ?? email.split('@')[0]
      const raw = {
        email,
        name: displayName,
        verified: true,
        invitation,
        dateSettings: arrival && dateSettings,
      }
      const job = { kind: 'job', name: 'sign-up' } as const
      const { result } = await execute(job, signUpByProvider, raw, { origin: 'web' })
      createdUserId = result.id
      return (await find(result.id))!
    },
    // Addresses are stored in normalized form.
    getUserByEmail: async (email) =>
      (await inner.getUserByEmail?.(address.safeParse(email).data ?? email)) ?? null,
    linkAccount: async ({ userId, provider, type, providerAccountId }) => {
      const user = await find(userId)
      const raw = { email: user?.email, provider, type, providerAccountId, isNew: createdUserId === userId }
      const job = { kind: 'job', name: 'google' } as const
      await execute(job, connectProvider, raw, { origin: 'web' })
    },
    createSession: async ({ userId }) => {
      const { token, expires } = await openSession(userId, from, from.replacedToken)
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
      await endSession(token)
    },
  }
}

async function find(id: string) {
  const [user] = await db.select().from(users).where(eq(users.id, id))
  return user && hasAccount(user) ? user : undefined
}
