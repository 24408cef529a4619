import { createHmac, timingSafeEqual } from 'node:crypto'
import { NOTIFICATION_KINDS, type NotificationKind } from '@/lib/calendar/notifications'
import { env } from '@/lib/env'

/** Mails that a user can unsubscribe from: those of a notification kind, the daily digest, and the agenda. */
export const MAIL_TOPICS = [...NOTIFICATION_KINDS, 'digest', 'agenda'] as const
export type MailTopic = NotificationKind | 'digest' | 'agenda'

const SIGNATURE_BYTES = 18

/** Returns the token by which a user unsubscribes from a topic without signing in. It permits nothing else. */
export function subscriptionToken(userId: string, topic: MailTopic): string {
  return `${topic}.${userId.replaceAll('-', '')}.${signatureOf(userId, topic).toString('base64url')}`
}

/** Returns the user and the topic of a token; undefined if it was not signed by this installation. */
export function parseSubscriptionToken(token: string): { userId: string; topic: MailTopic } | undefined {
  const [, name, hex, signature] = /^([a-z-]+)\.([0-9a-f]{32})\.([\w-]{24})$/.exec(token) ?? []
  const topic = MAIL_TOPICS.find((known) => known === name)
  if (!topic) return undefined
  const userId = hex!.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  const isValid = timingSafeEqual(Buffer.from(signature!, 'base64url'), signatureOf(userId, topic))
  return isValid ? { userId, topic } : undefined
}

function signatureOf(userId: string, topic: MailTopic): Buffer {
  const text = `mail-subscription:${topic}:${userId}`
  return createHmac('sha256', env.authSecret).update(text).digest().subarray(0, SIGNATURE_BYTES)
}
