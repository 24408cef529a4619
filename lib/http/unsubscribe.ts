import { cache } from 'react'
import { db } from '@/db/client'
import { type GuestSubscription, loadGuestSubscription } from '@/lib/access/guest-subscriptions'
import { parseGuestToken } from '@/lib/access/guest-tokens'
import { execute } from '@/lib/commands/pipeline/execute'
import { setGuestMails } from '@/lib/commands/unsubscribe'
import { AppError } from '@/lib/errors'

/** Returns the guest of a token to unsubscribe. Reading it changes nothing: mail scanners open links. */
export const readSubscription = cache(async (token: string): Promise<GuestSubscription | undefined> => {
  const link = parseGuestToken(token, 'unsubscribe')
  return link === undefined ? undefined : loadGuestSubscription(db, link)
})

/**
 * Ends mails to a guest about an event: for mail programs with one request (RFC 8058 §3.2), and for the form of the
 * page, which can also allow them again.
 */
export async function unsubscribe(request: Request, token: string): Promise<Response> {
  const subscription = await readSubscription(token)
  const form = await request.formData().catch(() => new FormData())
  if (subscription) {
    const { guest } = subscription
    const input = { event: guest.event, unsubscribed: form.get('allow') === null }
    // A guest who was removed, or whose event was deleted, gets no mails anyway.
    await execute(guest, setGuestMails, input, { origin: 'web' }).catch(ignoreRefusal)
  }
  if (form.has('List-Unsubscribe')) return new Response(null, { status: subscription ? 200 : 404 })
  return seeUnsubscribePage(token)
}

/** Redirects to the page, for mail programs that open the address of the header in a browser. */
export function seeUnsubscribePage(token: string): Response {
  const location = `/unsubscribe/${encodeURIComponent(token)}`
  return new Response(null, { status: 303, headers: { Location: location, 'Cache-Control': 'no-store' } })
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof AppError)) throw error
}
