import { createHmac, timingSafeEqual } from 'node:crypto'
import { cookies } from 'next/headers'
import { joinGroup } from '@/lib/commands/invitations'
import { execute } from '@/lib/commands/pipeline/execute'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { arrival, type SignInContext } from '@/lib/schemas/users'
import { cookieOptions } from './session'

const ARRIVAL_COOKIE = 'kinday.arrival'
const PROOF_COOKIE = 'kinday.proof'

/** How long one may take at a provider. */
const ARRIVAL_SECONDS = 15 * 60
const PROOF_SECONDS = 5 * 60

/** Keeps for the way to a provider and back what somebody brings along; whatever is wrong with it is as if not said. */
export async function storeArrival(raw: unknown): Promise<void> {
  const value = JSON.stringify(arrival.parse(Object(raw)))
  ;(await cookies()).set(ARRIVAL_COOKIE, value, { ...(await cookieOptions()), maxAge: ARRIVAL_SECONDS })
}

/** What somebody brings along who comes back from a provider. */
export async function takeArrival(): Promise<SignInContext> {
  const kept = (await cookies()).get(ARRIVAL_COOKIE)?.value
  return arrival.parse(read(kept))
}

/** Lets somebody who has signed in by way of an invitation into its group. Is it over meanwhile, its page tells them. */
export async function joinByInvitation(invitation: string | undefined, id: string): Promise<void> {
  if (!invitation) return
  try {
    await execute({ kind: 'user', id }, joinGroup, { token: invitation }, { origin: 'web' })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}

/** Notes in this browser that whoever is in this session has just shown that it is they. */
export async function rememberConfirmedIdentity(session: string): Promise<void> {
  const until = String(Date.now() + PROOF_SECONDS * 1000)
  const value = `${until}.${markOf(session, until)}`
  ;(await cookies()).set(PROOF_COOKIE, value, { ...(await cookieOptions()), maxAge: PROOF_SECONDS })
}

/** Whether whoever is in this session has just shown that it is they. */
export async function hasConfirmedIdentity(session: string): Promise<boolean> {
  const [until = '', mark = ''] = ((await cookies()).get(PROOF_COOKIE)?.value ?? '').split('.')
  const [given, expected] = [Buffer.from(mark), Buffer.from(markOf(session, until))]
  return Number(until) > Date.now() && given.length === expected.length && timingSafeEqual(given, expected)
}

function read(json = '{}'): object {
  try {
    return Object(JSON.parse(json))
  } catch {
    return {}
  }
}

function markOf(session: string, until: string): string {
  return createHmac('sha256', env.authSecret).update(`proof:${session}:${until}`).digest('base64url')
}
