import { env } from '@/lib/env'
import { parseTarget } from '@/lib/outgoing/target'

/** Whether messages may be sent to the address of a push service. Names are resolved later, for each message. */
export function isPushEndpoint(endpoint: string): boolean {
  try {
    return parseTarget(endpoint).protocol === 'https:' || env.allowPrivateTargets
  } catch {
    return false
  }
}
