import type { Tx } from '@/db/client'
import type { Actor } from '../actor'
import { type GuestSubscription, type ParticipantSubscription, subscriptionOf } from '../guest-subscriptions'
import type { LoadedTarget } from '../verbs'

/**
 * Loads the mail subscription of a guest, or of a participant of a gathering, by the token of an unsubscribe link. The
 * token is sufficient to change the subscription (RFC 8058 §3.2).
 */
export async function loadGuestSubscription(
  tx: Tx,
  _: Actor,
  token: string,
): Promise<LoadedTarget<GuestSubscription | ParticipantSubscription, 'guest-subscription'> | undefined> {
  const row = await subscriptionOf(tx, token)
  return row && { row, isVisible: true, allows: () => true }
}
