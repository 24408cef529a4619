import { cache } from 'react'
import { db } from '@/db/client'
import { NOBODY } from '@/lib/access/actor'
import { type GuestSubscription, subscriptionOfLink } from '@/lib/access/guest-subscriptions'
import { parseGuestToken } from '@/lib/access/guest-tokens'
import { execute } from '@/lib/commands/pipeline/execute'
import { setGuestMails } from '@/lib/commands/unsubscribe'

/** Returns the guest of a token to unsubscribe. Reading it changes nothing: mail scanners open links. */
export const readSubscription = cache(async (token: string): Promise<GuestSubscription | undefined> => {
  const link = parseGuestToken(token, 'unsubscribe')
  return link === undefined ? undefined : subscriptionOfLink(db, link)
})

/**
 * Ends mails to a guest about an event: for mail programs with one request (RFC 8058 §3.2), and for the form of the
 * page, which can also allow them again.
 */
export async function unsubscribe(request: Request, token: string): Promise<Response> {
  const subscription = await readSubscription(token)
  const form = await request.formData().catch(() => new FormData())
  if (subscription) {
    const input = { token, unsubscribed: form.get('allow') === null }
    await execute(NOBODY, setGuestMails, input, { origin: 'web' })
  }
  if (form.has('List-Unsubscribe')) return new Response(null, { status: subscription ? 200 : 404 })
  return seeUnsubscribePage(token)
}

/** Redirects to the page, for mail programs that open the address of the header in a browser. */
export function seeUnsubscribePage(token: string): Response {
  const location = `/unsubscribe/${encodeURIComponent(token)}`
  return new Response(null, { status: 303, headers: { Location: location, 'Cache-Control': 'no-store' } })
}
