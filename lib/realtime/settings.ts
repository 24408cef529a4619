import { env } from '@/lib/env'
import type { RealtimeSettings } from './client'

/** Returns the address of the realtime server for browsers. Read at run time, so that changing it needs no build. */
export function realtimeSettings(): RealtimeSettings {
  const { key, cluster, host, port, embedded } = env.pusher
  // The built-in server has the page's own host.
  if (embedded) return { key }
  return host ? { key, host, port: port ?? 443 } : { key, cluster: cluster ?? 'mt1' }
}
