import { MAX_PUSH_MS } from '@/lib/push/send-push'

/** Pause after a push service did not answer once; it doubles each time. */
const MIN_PAUSE_MS = 15_000
const MAX_PAUSE_MS = 10 * 60_000

/** Age of a request after which its push service may be about to hang. */
const SLOW_MS = 1000

/** Maximum number of workers (`CONCURRENCY.push`) that send to push services that may not answer. */
const MAX_UNCERTAIN = 3

/** Delay of a message for which no such worker is free. */
const BUSY_MS = 2000

/** Maximum number of push services that are remembered. */
const MAX_SERVICES = 1000

/** A push service, and whether it answered the last requests. `pausedUntil`: epoch milliseconds. */
interface Service {
  answers: boolean
  pauseMs: number
  pausedUntil: number
  /** When the requests that are running were started. */
  running: number[]
}

/** Push services by host. */
const services = new Map<string, Service>()

/**
 * Returns for how long nothing may be sent to a push service; 0 if a message may be sent now. The end of its request is
 * recorded by {@link endPush}.
 *
 * A service that did not answer is paused; then one message probes it while the others wait. Services that are new,
 * slow or paused share some of the workers, since users enter their addresses: services that do not answer, even if
 * there are many, do not delay messages to all others.
 */
export function beginPush(endpoint: string, now = Date.now()): number {
  const service = services.get(hostOf(endpoint)) ?? {
    ...{ answers: false, pauseMs: 0, pausedUntil: 0, running: [] },
  }
  if (service.pausedUntil > now) return service.pausedUntil - now
  if (isUncertain(service, now) && countUncertain(now) >= MAX_UNCERTAIN) return BUSY_MS
  if (service.pauseMs) service.pausedUntil = now + MAX_PUSH_MS
  service.running.push(now)
  remember(endpoint, service)
  return 0
}

/** Records the end of a request, and whether the push service has answered, also with an error; null if unknown. */
export function endPush(endpoint: string, hasAnswered: boolean | null, now = Date.now()): void {
  const service = services.get(hostOf(endpoint))
  if (!service) return
  service.running.shift()
  if (hasAnswered === null) return
  service.answers = hasAnswered
  service.pauseMs = hasAnswered ? 0 : Math.min(Math.max(MIN_PAUSE_MS, 2 * service.pauseMs), MAX_PAUSE_MS)
  service.pausedUntil = hasAnswered ? 0 : now + service.pauseMs
}

function isUncertain({ answers, running }: Service, now: number): boolean {
  return !answers || (running[0] !== undefined && now - running[0] > SLOW_MS)
}

function countUncertain(now: number): number {
  let count = 0
  for (const service of services.values()) if (isUncertain(service, now)) count += service.running.length
  return count
}

/** Keeps the services that were used last, and rather those that answer. */
function remember(endpoint: string, service: Service): void {
  services.delete(hostOf(endpoint))
  if (services.size >= MAX_SERVICES) {
    const idle = [...services].filter(([, { running }]) => !running.length)
    const [forgotten] = idle.find(([, { answers }]) => !answers) ?? idle[0] ?? []
    if (forgotten) services.delete(forgotten)
  }
  services.set(hostOf(endpoint), service)
}

function hostOf(endpoint: string): string {
  return new URL(endpoint).host
}
