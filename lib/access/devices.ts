import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { env } from '@/lib/env'

/** Maximum number of accounts that a browser is remembered for. */
const MAX_ACCOUNTS = 8

/**
 * The cookie that a browser keeps after a sign-in: `id.mark.mark…`, with a mark for each account that signed in there.
 * It does not authenticate: attempts from the browser are only counted separately, so that attempts from elsewhere
 * cannot lock out the account's owner.
 */
export interface Device {
  id: string
  marks: string[]
}

/** Reads the cookie. An invalid cookie results in a new device without accounts. */
export function readDevice(cookie: string | undefined): Device {
  const [id = '', ...marks] = (cookie ?? '').split('.')
  if (!/^[\w-]{22}$/.test(id)) return { id: randomBytes(16).toString('base64url'), marks: [] }
  return { id, marks: marks.filter((mark) => /^[\w-]{43}$/.test(mark)).slice(0, MAX_ACCOUNTS) }
}

/** Returns whether this account has signed in from the device before. */
export function isKnown(device: Device, userId: string): boolean {
  const mark = Buffer.from(markOf(device.id, userId))
  return device.marks.some((known) => timingSafeEqual(Buffer.from(known), mark))
}

/** Returns the cookie with a mark for this account. */
export function withAccount(device: Device, userId: string): string {
  const mark = markOf(device.id, userId)
  return [device.id, mark, ...device.marks.filter((other) => other !== mark)]
    .slice(0, MAX_ACCOUNTS + 1)
    .join('.')
}

function markOf(id: string, userId: string): string {
  return createHmac('sha256', env.authSecret).update(`device:${id}:${userId}`).digest('base64url')
}
