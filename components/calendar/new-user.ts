import { DAY } from '@/lib/calendar/day'
import { idTime } from '@/lib/calendar/id-time'
import type { Viewer } from '@/lib/schemas/users'

/** Time after sign-up during which an empty view explains how to add events. */
const NEW_USER_MS = 14 * DAY

/** Returns whether the viewer has signed up recently. */
export function isNewUser({ id }: Viewer, now: number): boolean {
  return now - idTime(id) < NEW_USER_MS
}
