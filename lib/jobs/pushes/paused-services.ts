import { MAX_PUSH_MS } from '@/lib/push/send-push'

/** Pause after a push service did not answer once; it doubles each time. */
const MIN_PAUSE_MS = 15_000
const MAX_PAUSE_MS = 10 * 60_000

/** Maximum number of push services that are remembered. */
const MAX_SERVICES = 1000

/** Push services that did not answer last, by host. `until`: epoch milliseconds. */
const paused = new Map<string, { until: number; pauseMs: number }>()

/**
 * Returns for how long nothing may be sent to a push service; 0 if a message may be sent now. After a pause, one message
 * probes the service while the others wait. A service that never answers thereby occupies one worker at most, and
 * messages to all others are not delayed.
 */
export function pauseOf(endpoint: string, now = Date.now()): number {
  const service = paused.get(hostOf(endpoint))
  if (!service) return 0
  if (service.until > now) return service.until - now
  service.until = now + MAX_PUSH_MS
  return 0
}

/** Records whether a push service has answered at all, also with an error. */
export function recordServiceResponse(endpoint: string, hasAnswered: boolean, now = Date.now()): void {
  const host = hostOf(endpoint)
  const pauseMs = Math.min(2 * (paused.get(host)?.pauseMs ?? MIN_PAUSE_MS / 2), MAX_PAUSE_MS)
  paused.delete(host)
  if (hasAnswered) return
  if (paused.size >= MAX_SERVICES) paused.delete(paused.keys().next().value!)
  paused.set(host, { until: now + pauseMs, pauseMs })
}

function hostOf(endpoint: string): string {
  return new URL(endpoint).host
}
