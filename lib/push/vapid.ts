import webPush from 'web-push'
import { env } from '@/lib/env'

/** Keys that identify this installation to push services (RFC 8292), in base64url. */
export interface VapidKeys {
  publicKey: string
  privateKey: string
}

export function newVapidKeys(): VapidKeys {
  return webPush.generateVAPIDKeys()
}

/**
 * Returns the contact that push services get. Some accept only HTTPS and mail addresses, and refuse those of a local
 * machine.
 */
export function vapidSubject(): string {
  const isPublic = env.origin?.startsWith('https:') && !/^https:\/\/(localhost|127\.|\[)/.test(env.origin)
  return isPublic ? new URL(env.origin!).origin : 'mailto:kinday@example.org'
}
