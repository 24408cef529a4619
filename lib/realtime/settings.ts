import { env } from '@/lib/env'
import type { RealtimeSettings } from './client'

/** Where the browser finds the realtime server. Told at run time, so that changing it needs no new build. */
export function realtimeSettings(): RealtimeSettings {
  const { key, cluster, host, port, embedded } = env.pusher
  // The built-in one is wherever the page came from.
  if (embedded) return { key }
  return host ? { key, host, port: port ?? 443 } : { key, cluster: cluster ?? 'mt1' }
}
