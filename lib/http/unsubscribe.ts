import { cache } from 'react'
import { db } from '@/db/client'
import { NOBODY } from '@/lib/access/actor'
import { subscriptionOf } from '@/lib/access/guest-subscriptions'
import { execute } from '@/lib/commands/pipeline/execute'
import { setGuestMails } from '@/lib/commands/unsubscribe'

/** Returns the subscription of an unsubscribe link's token. Reading it changes nothing: mail scanners open links. */
export const readSubscription = cache((token: string) => subscriptionOf(db, token))

/**
 * Turns off mails to a guest about an event or a gathering, on request of a mail program (one-click, RFC 8058 §3.2) or
 * of the page's form, which can also turn them on again.
 */
export async function unsubscribe(request: Request, token: string): Promise<Response> {
  const subscription = await readSubscription(token)
  const form = await request.formData().catch(() => new FormData())
  if (subscription) {
    const input = { token, unsubscribed: form.get('allow') === null }
    await execute(NOBODY, setGuestMails, input, { origin: 'web' })
  }
  if (form.has('List-Unsubscribe')) return new Response(null, { status: subscription ? 200 : 404 })
  return redirectToUnsubscribePage(token)
}

/** Redirects to the page, for mail programs that open the address of the header in a browser. */
export function redirectToUnsubscribePage(token: string): Response {
  const location = `/unsubscribe/${encodeURIComponent(token)}`
  return new Response(null, { status: 303, headers: { Location: location, 'Cache-Control': 'no-store' } })
}
