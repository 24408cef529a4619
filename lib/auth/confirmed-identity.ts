import { createHmac, timingSafeEqual } from 'node:crypto'
import { cookies } from 'next/headers'
import { env } from '@/lib/env'
import { cookieOptions } from './session'

const PROOF_COOKIE = 'kinday.proof'
const PROOF_SECONDS = 5 * 60

/** Remembers in a cookie that the user of this session has just confirmed their identity. */
export async function rememberConfirmedIdentity(session: string): Promise<void> {
  const until = String(Date.now() + PROOF_SECONDS * 1000)
  const value = `${until}.${markOf(session, until)}`
  ;(await cookies()).set(PROOF_COOKIE, value, { ...(await cookieOptions()), maxAge: PROOF_SECONDS })
}

/** Checks whether the user of this session has just confirmed their identity. */
export async function hasConfirmedIdentity(session: string): Promise<boolean> {
  const [until = '', mark = ''] = ((await cookies()).get(PROOF_COOKIE)?.value ?? '').split('.')
  const [given, expected] = [Buffer.from(mark), Buffer.from(markOf(session, until))]
  return Number(until) > Date.now() && given.length === expected.length && timingSafeEqual(given, expected)
}

function markOf(session: string, until: string): string {
  return createHmac('sha256', env.authSecret).update(`proof:${session}:${until}`).digest('base64url')
}
