import { randomBytes } from 'node:crypto'
import { and, eq, gt, sql } from 'drizzle-orm'
import { headers } from 'next/headers'
import NextAuth from 'next-auth'
import { encode } from 'next-auth/jwt'
import Credentials from 'next-auth/providers/credentials'
import { db } from '@/db/client'
import { sessions, users } from '@/db/schema/users'
import { hashToken, verifyPassword } from '@/lib/access/secrets'
import { DAY } from '@/lib/calendar/day'
import { env } from '@/lib/env'
import * as schemas from '@/lib/schemas/users'
import { adapter } from './auth-adapter'

export const SESSION_COOKIE = 'kinday.session'
const SESSION_DAYS = 30

/** The signed-in user, with what pages need to show dates as they like them. */
export type SessionUser = Omit<typeof users.$inferSelect, 'passwordHash'>

/** Whose session a cookie's value is; null when it is nobody's, or over. */
export async function sessionUser(token: string): Promise<SessionUser | null> {
  const [found] = await db
    .select({ user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.sessionToken, hashToken(token)),
        gt(sessions.expires, sql`now()`),
        sql`users.deleted_at is null`,
      ),
    )
  if (!found) return null
  const { passwordHash: _, ...user } = found.user
  return user
}

/** Lengthens a session that is past half its time. Answers when it ends then; null when it stays as it is. */
export async function rollSession(token: string): Promise<Date | null> {
  const expires = new Date(Date.now() + SESSION_DAYS * DAY)
  const rolled = await db
    .update(sessions)
    .set({ expires })
    .where(
      and(
        eq(sessions.sessionToken, hashToken(token)),
        sql`expires between now() and now() + ${SESSION_DAYS / 2} * interval '1 day'`,
      ),
    )
    .returning({ userId: sessions.userId })
  return rolled.length ? expires : null
}

/** What the session's cookie is set with. Secure behind TLS, and only there, since a LAN address has none. */
export async function sessionCookie() {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: await isSecure() } as const
}

export const { handlers, signIn, signOut } = NextAuth(async () => ({
  adapter: adapter(),
  secret: env.authSecret,
  trustHost: true,
  pages: { signIn: '/sign-in', error: '/sign-in' },
  // With an adapter the strategy is the database. To say so makes the library refuse a lone password provider.
  session: { maxAge: SESSION_DAYS * 24 * 60 * 60 },
  cookies: { sessionToken: { name: SESSION_COOKIE, options: await sessionCookie() } },
  logger: { error: (error) => error.name === 'CredentialsSignin' || console.error(error), warn: () => {} },
  providers: [
    Credentials({
      credentials: { email: {}, password: {} },
      authorize: async (raw) => {
        const input = schemas.signIn.safeParse({ email: raw.email, password: raw.password })
        if (!input.success) return null
        const [user] = await db.select().from(users).where(eq(users.email, input.data.email))
        const right = await verifyPassword(input.data.password, user?.passwordHash ?? null)
        return right && user && !user.deletedAt ? { id: user.id } : null
      },
    }),
  ],
  callbacks: {
    jwt: ({ token, account }) => (account?.provider === 'credentials' ? { ...token, password: true } : token),
  },
  jwt: {
    // The library has no database sessions for passwords: where it would make a token of its own, a session is made.
    encode: async (params) => {
      if (!params.token?.password) return encode(params)
      const sessionToken = randomBytes(32).toString('hex')
      const expires = new Date(Date.now() + SESSION_DAYS * DAY)
      await adapter().createSession!({ sessionToken, userId: params.token.sub!, expires })
      return sessionToken
    },
  },
}))

async function isSecure(): Promise<boolean> {
  if (env.origin) return env.origin.startsWith('https:')
  const forwarded = (await headers()).get('x-forwarded-proto')
  return forwarded?.split(',')[0]?.trim() === 'https'
}
