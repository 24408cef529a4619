import type { Tx } from '@/db/client'
import type { Actor } from '../actor'
import { type GuestSubscription, subscriptionOfLink } from '../guest-subscriptions'
import { parseGuestToken } from '../guest-tokens'
import type { LoadedTarget } from '../verbs'

/**
 * Loads the mail subscription of a guest by the token of an unsubscribe link. The token is sufficient to change it (RFC
 * 8058 §3.2).
 */
export async function loadGuestSubscription(
  tx: Tx,
  _: Actor,
  token: string,
): Promise<LoadedTarget<GuestSubscription, 'guest-subscription'> | undefined> {
  const link = parseGuestToken(token, 'unsubscribe')
  const row = link === undefined ? undefined : await subscriptionOfLink(tx, link)
  return row && { row, isVisible: true, allows: () => true }
}
