import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { env } from '@/lib/env'

/** A browser that several people sign in from is known to so many of them. */
const MOST_KNOWN = 8

/**
 * What a browser keeps after somebody signed in there: `id.mark.mark…`, a mark for each account it is known to. It is no
 * key: it only has its own count of attempts, so that nobody who tries an account from elsewhere can keep its owner out.
 */
export interface Device {
  id: string
  marks: string[]
}

/** Reads the cookie. Whatever somebody made up is a new device, known to nobody. */
export function readDevice(cookie: string | undefined): Device {
  const [id = '', ...marks] = (cookie ?? '').split('.')
  if (!/^[\w-]{22}$/.test(id)) return { id: randomBytes(16).toString('base64url'), marks: [] }
  return { id, marks: marks.filter((mark) => /^[\w-]{43}$/.test(mark)).slice(0, MOST_KNOWN) }
}

/** Whether somebody has signed in to this account from there before. */
export function isKnown(device: Device, userId: string): boolean {
  const mark = Buffer.from(markOf(device.id, userId))
  return device.marks.some((one) => timingSafeEqual(Buffer.from(one), mark))
}

/** The cookie once this account, too, has been signed in to. */
export function remembering(device: Device, userId: string): string {
  const mark = markOf(device.id, userId)
  return [device.id, mark, ...device.marks.filter((one) => one !== mark)].slice(0, MOST_KNOWN + 1).join('.')
}

function markOf(id: string, userId: string): string {
  return createHmac('sha256', env.authSecret).update(`device:${id}:${userId}`).digest('base64url')
}
