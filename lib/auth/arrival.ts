import { cookies } from 'next/headers'
import { joinGroup } from '@/lib/commands/invitations'
import { execute } from '@/lib/commands/pipeline/execute'
import { AppError } from '@/lib/errors'
import { arrival, type SignInContext } from '@/lib/schemas/users'
import { cookieOptions } from './session'

const ARRIVAL_COOKIE = 'kinday.arrival'

/** Maximum time between redirecting to the OAuth provider and the callback. */
const ARRIVAL_SECONDS = 15 * 60

/**
 * Stores the context of a sign-in (invitation, date format) in a cookie until the provider redirects back. Ignores
 * invalid values.
 */
export async function storeArrival(raw: unknown): Promise<void> {
  const value = JSON.stringify(arrival.parse(Object(raw)))
  ;(await cookies()).set(ARRIVAL_COOKIE, value, { ...(await cookieOptions()), maxAge: ARRIVAL_SECONDS })
}

/** Returns the stored context of the sign-in. */
export async function takeArrival(): Promise<SignInContext> {
  const cookie = (await cookies()).get(ARRIVAL_COOKIE)?.value
  return arrival.parse(read(cookie))
}

/**
 * Adds a user who signed in by an invitation to its group. If the invitation has expired meanwhile, its page says so.
 */
export async function joinByInvitation(invitation: string | undefined, id: string): Promise<void> {
  if (!invitation) return
  try {
    await execute({ kind: 'user', id }, joinGroup, { token: invitation }, { origin: 'web' })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}

function read(json = '{}'): object {
  try {
    return Object(JSON.parse(json))
  } catch {
    return {}
  }
}
