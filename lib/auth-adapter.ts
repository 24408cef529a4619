import { DrizzleAdapter } from '@auth/drizzle-adapter'
import { eq } from 'drizzle-orm'
import type { Adapter } from 'next-auth/adapters'
import { db } from '@/db/client'
import { accounts, sessions, users, verificationTokens } from '@/db/schema/users'
import { hashToken } from '@/lib/access/secrets'
import { execute } from '@/lib/commands/execute'
import { signUpByProvider } from '@/lib/commands/users'

/**
 * The auth library's way to the database, with three rules of ours around it: session tokens are stored hashed,
 * provider tokens are not stored here at all, and an account is only made by the command that makes one.
 */
export function adapter(): Adapter {
  made ??= wrap(
    DrizzleAdapter(db, {
      usersTable: users,
      accountsTable: accounts,
      sessionsTable: sessions,
      verificationTokensTable: verificationTokens,
    }),
  )
  return made
}

let made: Adapter | undefined

function wrap(inner: Adapter): Adapter {
  return {
    ...inner,
    createUser: async ({ email, emailVerified, name }) => {
      const raw = { email, name: name || email.split('@')[0], verified: emailVerified !== null }
      const { result } = await execute({ kind: 'job', name: 'sign-up' }, signUpByProvider, raw, {
        origin: 'web',
      })
      const [user] = await db.select().from(users).where(eq(users.id, result.id))
      return user!
    },
    linkAccount: ({ access_token: _, refresh_token: __, id_token: ___, ...account }) =>
      inner.linkAccount?.(account),
    createSession: async (session) => ({
      ...(await inner.createSession!({ ...session, sessionToken: hashToken(session.sessionToken) })),
      sessionToken: session.sessionToken,
    }),
    getSessionAndUser: async (token) => {
      const found = await inner.getSessionAndUser!(hashToken(token))
      return found && { ...found, session: { ...found.session, sessionToken: token } }
    },
    updateSession: async (session) => {
      const updated = await inner.updateSession!({
        ...session,
        sessionToken: hashToken(session.sessionToken),
      })
      return updated && { ...updated, sessionToken: session.sessionToken }
    },
    deleteSession: (token) => inner.deleteSession!(hashToken(token)),
  }
}
