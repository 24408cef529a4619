import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { type Device, readDevice, remembering } from '@/lib/access/devices'
import {
  closeSession,
  type FoundSession,
  findSession,
  openSession,
  type Place,
  rollSession,
  touchSession,
} from '@/lib/access/sessions'
import { env } from '@/lib/env'
import { causeOf, logProblem } from '@/lib/log'
import { cutOff } from '@/lib/realtime/publish'
import { CLIENT_HEADER, type Client } from '@/lib/server/address.mjs'

export const SESSION_COOKIE = 'kinday.session'
const DEVICE_COOKIE = 'kinday.device'
const DEVICE_DAYS = 400

/**
 * The session of this request, whose it is, and what they see; null when nobody is signed in. Looked up once a request.
 * A server action asks for the permission that it needs, and what the user sees is left out.
 */
export const requestSession = cache(async (): Promise<FoundSession | null> => {
  const token = await sessionToken()
  const found = token ? await findSession(token, { reach: !(await isAction()) }) : null
  // Not waited for: it is of no use to this request.
  if (found?.session.stale) {
    touchSession(found.session.id, await requestPlace()).catch((error) =>
      logProblem('a session was not touched', error, causeOf(error)),
    )
  }
  return found
})

async function isAction(): Promise<boolean> {
  return (await headers()).has('next-action')
}

/** The session cookie's value, whether or not it opens anything. */
export async function sessionToken(): Promise<string | undefined> {
  return (await cookies()).get(SESSION_COOKIE)?.value
}

/** Signs somebody in, in place of whoever was in this browser. `shown`: the stored password they did it by. */
export async function beginSession(userId: string, shown?: string): Promise<void> {
  const jar = await cookies()
  const { token, expires } = await openSession(userId, await requestPlace(), await sessionToken(), shown)
  const options = await cookieOptions()
  jar.set(SESSION_COOKIE, token, { ...options, expires })
  const maxAge = DEVICE_DAYS * 24 * 60 * 60
  jar.set(DEVICE_COOKIE, remembering(await requestDevice(), userId), { ...options, maxAge })
}

/** Signs out whoever is in this browser. */
export async function endCurrentSession(): Promise<void> {
  const token = await sessionToken()
  const userId = token && (await closeSession(token))
  // Other tabs of this browser hear of nothing from now on. What fails here they find out within a minute.
  if (userId)
    cutOff(userId).catch((error) => logProblem('connections were not closed', error, causeOf(error)))
  ;(await cookies()).set(SESSION_COOKIE, '', { ...(await cookieOptions()), maxAge: 0 })
}

/** Keeps the session of someone who stays from ending. */
export async function extendSession(): Promise<void> {
  const token = await sessionToken()
  const expires = token && (await rollSession(token))
  if (expires) (await cookies()).set(SESSION_COOKIE, token, { ...(await cookieOptions()), expires })
}

/** The browser of this request, as one that people sign in from. */
export async function requestDevice(): Promise<Device> {
  return readDevice((await cookies()).get(DEVICE_COOKIE)?.value)
}

/** Returns the address and program of this request, as sessions show them. */
export async function requestPlace(): Promise<Place> {
  const { address } = await requestClient()
  return { userAgent: (await headers()).get('user-agent'), address }
}

/** Returns the client of this request. The guard wrote the header and dropped the client's own (lib/server/guard.mjs). */
export async function requestClient(): Promise<Client> {
  const header = (await headers()).get(CLIENT_HEADER)
  return header ? JSON.parse(header) : { address: '', key: '', shared: 'unknown' }
}

/** What cookies are set with. Secure behind TLS, and only there, since a LAN address has none. */
export async function cookieOptions() {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: await isSecure() } as const
}

async function isSecure(): Promise<boolean> {
  if (env.origin) return env.origin.startsWith('https:')
  const forwarded = (await headers()).get('x-forwarded-proto')
  return forwarded?.split(',')[0]?.trim() === 'https'
}
