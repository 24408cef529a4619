import { db } from '@/db/client'
import { parseSubscriptionToken } from '@/lib/access/subscription-tokens'
import { NOTIFICATION_KINDS } from '@/lib/calendar/notifications'
import { setNotificationSettings } from '@/lib/commands/notifications'
import { execute } from '@/lib/commands/pipeline/execute'
import { AppError } from '@/lib/errors'
import { notificationSettingsOf } from '@/lib/queries/notifications/settings'

/**
 * Turns off mails of a topic for a user, on request of a mail program (one-click, RFC 8058 §3.2) or of the page's form.
 * The token permits this one change of settings and nothing else.
 */
export async function endSubscription(request: Request, token: string): Promise<Response> {
  const subscription = parseSubscriptionToken(token)
  const form = await request.formData().catch(() => new FormData())
  if (subscription) await turnOff(subscription)
  if (form.has('List-Unsubscribe')) return new Response(null, { status: subscription ? 200 : 404 })
  return redirectToSubscription(token, subscription ? '?done' : '')
}

/** Redirects to the page, for mail programs that open the address of the header in a browser. */
export function redirectToSubscription(token: string, search = ''): Response {
  const location = `/subscriptions/${encodeURIComponent(token)}${search}`
  return new Response(null, { status: 303, headers: { Location: location, 'Cache-Control': 'no-store' } })
}

async function turnOff({ userId, topic }: NonNullable<ReturnType<typeof parseSubscriptionToken>>) {
  const { modes } = await notificationSettingsOf(db, userId)
  const off = (kind: (typeof NOTIFICATION_KINDS)[number]) =>
    ({ kind, channel: 'email', mode: 'off' }) as const
  const input =
    topic === 'agenda'
      ? { agenda: 'off' as const }
      : topic === 'digest'
        ? { modes: NOTIFICATION_KINDS.filter((kind) => modes[kind].email === 'digest').map(off) }
        : { modes: [off(topic)] }
  try {
    await execute({ kind: 'user', id: userId }, setNotificationSettings, input, { origin: 'web' })
  } catch (error) {
    // A deleted account gets no mails anyway.
    if (!(error instanceof AppError)) throw error
  }
}
