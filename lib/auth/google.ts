import { eq } from 'drizzle-orm'
import NextAuth from 'next-auth'
import Google from 'next-auth/providers/google'
import { db } from '@/db/client'
import { accounts, users } from '@/db/schema/users'
import { NOBODY } from '@/lib/access/actor'
import { grant } from '@/lib/access/grant'
import { findSession } from '@/lib/access/sessions'
import { claimAccount, confirmOwnAddress } from '@/lib/commands/google'
import { execute } from '@/lib/commands/pipeline/execute'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { logProblem } from '@/lib/log'
import { isInvited, signUpState } from '@/lib/queries/sign-up-state'
import { email as address } from '@/lib/schemas/email'
import { adapter } from './adapter'
import { joinByInvitation, takeArrival } from './arrival'
import { hasConfirmedIdentity } from './confirmed-identity'
import { cookieOptions, requestOrigin, SESSION_COOKIE, sessionToken } from './session'

/**
 * The auth library, for OAuth only. Passwords and links are handled in session.ts: the library has no database
 * sessions for them, and each of its other routes would need protection. Only its callback is open.
 */
export const { handlers, signIn } = NextAuth(async () => ({
  adapter: adapter({ ...(await requestOrigin()), replacedToken: await sessionToken() }, await takeArrival()),
  secret: env.authSecret,
  trustHost: true,
  pages: { signIn: '/sign-in', error: '/sign-in' },
  cookies: { sessionToken: { name: SESSION_COOKIE, options: await cookieOptions() } },
  logger: { error: logAuthError, warn: () => {} },
  providers: env.google
    ? [
        Google({
          issuer: env.google.issuer,
          clientId: env.google.id,
          clientSecret: env.google.secret,
          client: { token_endpoint_auth_method: 'client_secret_post' },
          checks: ['pkce', 'state', 'nonce'],
          authorization: { params: { scope: 'openid email profile', prompt: 'select_account' } },
          // Safe: `admit` requires that Google has verified the address, and claims accounts that have not verified it.
          allowDangerousEmailAccountLinking: true,
        }),
      ]
    : [],
  callbacks: {
    signIn: ({ account, profile }) =>
      admit(account?.providerAccountId ?? '', {
        email: address.safeParse(profile?.email).data ?? '',
        verified: profile?.email_verified === true,
      }),
  },
  events: { signIn: async ({ user }) => joinByInvitation((await takeArrival()).invitation, user.id!) },
}))

/**
 * Decides whether a Google profile may sign in: true, or the page that says why not. An account with the same address
 * belongs to the user, since Google has verified the address; if it was unverified here, the creator of the account
 * loses access first (commands/effects/claim-account.ts).
 */
async function admit(
  providerAccountId: string,
  { email, verified }: { email: string; verified: boolean },
): Promise<true | string> {
  if (!verified || !email) return '/sign-in?error=GoogleUnverified'
  const token = await sessionToken()
  const signedIn = token ? await findSession(token) : null
  const current = signedIn?.user
  const [linked] = await db
    .select({ user: users })
    .from(accounts)
    .innerJoin(users, eq(users.id, accounts.userId))
    .where(eq(accounts.providerAccountId, providerAccountId))
  const job = { kind: 'job', name: 'google' } as const
  if (current) {
    if (linked && linked.user.id !== current.id) return '/settings/security?error=GoogleTaken'
    // An unattended browser must not be used to add a sign-in method.
    if (!linked && !(await hasConfirmedIdentity(signedIn!.session.id)))
      return '/settings/security?error=GoogleUnproven'
    if (current.email === email) await execute(job, confirmOwnAddress, { email }, { origin: 'web' })
    return true
  }
  const [known] = linked ? [linked.user] : await db.select().from(users).where(eq(users.email, email))
  if (known?.suspendedAt || known?.deletedAt) return '/sign-in?error=Suspended'
  if (!known) return checkSignUp(email)
  if (!linked) await execute(job, claimAccount, { email }, { origin: 'web' })
  return true
}

/** Returns true if an account may be created, or else the error page. Creating the account checks this again. */
async function checkSignUp(email: string): Promise<true | string> {
  const { invitation } = await takeArrival()
  const state = await db.transaction(async (tx) =>
    signUpState(await grant(tx, NOBODY, 'read', 'instance', null), await isInvited(tx, email, invitation)),
  )
  if (state === 'closed') return '/sign-in?error=Closed'
  return state === 'invitation' ? '/sign-in?error=ByInvitation' : true
}

/** Logs errors of the auth library, except cancelled sign-ins and refusals. */
function logAuthError(error: Error): void {
  const cause = (error.cause as { err?: Error } | undefined)?.err
  if (error.name === 'OAuthCallbackError' || error.name === 'AccessDenied' || cause instanceof AppError)
    return
  logProblem('signing in through a provider', error)
}
