import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { type Device, readDevice, withAccount } from '@/lib/access/devices'
import { endSession } from '@/lib/access/end-sessions'
import {
  type FoundSession,
  findSession,
  openSession,
  type RequestOrigin,
  recordSessionUse,
  rollSession,
} from '@/lib/access/sessions'
import { env } from '@/lib/env'
import { causeOf, logProblem } from '@/lib/log'
import { disconnectUser } from '@/lib/realtime/publish'
import { CLIENT_HEADER, type Client } from '@/lib/server/address.mjs'

export const SESSION_COOKIE = 'kinday.session'
const DEVICE_COOKIE = 'kinday.device'
const DEVICE_DAYS = 400

/**
 * Returns the session of this request with its user and the calendars that the user sees; null if signed out. Cached
 * per request. A server action checks the permission it needs itself, so the calendars are left out.
 */
export const requestSession = cache(async (): Promise<FoundSession | null> => {
  const token = await sessionToken()
  const found = token ? await findSession(token, { reach: !(await isAction()) }) : null
  // Not awaited, since this request does not need it.
  if (found?.session.stale) {
    recordSessionUse(found.session.id, await requestOrigin()).catch((error) =>
      logProblem('a session was not touched', error, causeOf(error)),
    )
  }
  return found
})

async function isAction(): Promise<boolean> {
  return (await headers()).has('next-action')
}

/** Returns the value of the session cookie, valid or not. */
export async function sessionToken(): Promise<string | undefined> {
  return (await cookies()).get(SESSION_COOKIE)?.value
}

/** Starts a session, replacing the one in this browser. `passwordHash`: as in {@link openSession}. */
export async function beginSession(userId: string, passwordHash?: string): Promise<void> {
  const jar = await cookies()
  const { token, expires } = await openSession(
    userId,
    await requestOrigin(),
    await sessionToken(),
    passwordHash,
  )
  const options = await cookieOptions()
  jar.set(SESSION_COOKIE, token, { ...options, expires })
  const maxAge = DEVICE_DAYS * 24 * 60 * 60
  jar.set(DEVICE_COOKIE, withAccount(await requestDevice(), userId), { ...options, maxAge })
}

/** Ends the session of this browser. */
export async function endCurrentSession(): Promise<void> {
  const token = await sessionToken()
  const userId = token && (await endSession(token))
  // Closes the live connections of other tabs. If that fails, they notice within a minute.
  if (userId)
    disconnectUser(userId).catch((error) => logProblem('connections were not closed', error, causeOf(error)))
  ;(await cookies()).set(SESSION_COOKIE, '', { ...(await cookieOptions()), maxAge: 0 })
}

/** Extends the session of an active user. */
export async function extendSession(): Promise<void> {
  const token = await sessionToken()
  const expires = token && (await rollSession(token))
  if (expires) (await cookies()).set(SESSION_COOKIE, token, { ...(await cookieOptions()), expires })
}

/** Returns the device cookie of this request. */
export async function requestDevice(): Promise<Device> {
  return readDevice((await cookies()).get(DEVICE_COOKIE)?.value)
}

/** Returns the address and user agent of this request, as lists of sessions show them. */
export async function requestOrigin(): Promise<RequestOrigin> {
  const { address } = await requestClient()
  return { userAgent: (await headers()).get('user-agent'), address }
}

/**
 * Returns the client of this request. The guard wrote the header and dropped the client's own (lib/server/guard.mjs).
 */
export async function requestClient(): Promise<Client> {
  const header = (await headers()).get(CLIENT_HEADER)
  return header ? JSON.parse(header) : { address: '', key: '', shared: 'unknown' }
}

/** Returns the cookie options. Secure with TLS only, since a LAN address has none. */
export async function cookieOptions() {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: await isSecure() } as const
}

async function isSecure(): Promise<boolean> {
  if (env.origin) return env.origin.startsWith('https:')
  const forwarded = (await headers()).get('x-forwarded-proto')
  return forwarded?.split(',')[0]?.trim() === 'https'
}
