import { DAY } from '@/lib/calendar/day'
import { retryAfterMs } from '@/lib/outgoing/retry-after'

/** Maximum delay that a provider can ask for. */
const MAX_RETRY_MS = 7 * DAY

/** Returns when the provider may be asked again, by the Retry-After header of its response; null if it does not say. */
export function retryAtOf(header: string | null, now: number): Date | null {
  const delayMs = retryAfterMs(header, MAX_RETRY_MS, now)
  return delayMs ? new Date(now + delayMs) : null
}
