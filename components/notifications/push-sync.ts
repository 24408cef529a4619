import { subscribePush } from '@/lib/actions/push'
import { isSigningOut } from '@/lib/realtime/signed-out'
import type { Unseen } from '@/lib/schemas/home'
import { knownSubscription, rememberPushUser, unsubscribeBrowser } from './push-browser'

/** Key in session storage: the time at which this tab last renewed the subscription. */
const RENEWED_AT = 'kinday.push-renewed'

/** Interval after which a page renews the subscription. The subscription ends with the session that renewed it. */
const RENEW_MS = 60 * 60_000

/** Age below which a notification is not closed: the page's list of unread ones may be older. */
const NEW_MS = 10_000

/** Closes notifications on this device that were read elsewhere, and renews its subscription for the signed-in user. */
export async function syncPush(unseen: Unseen, userId: string): Promise<void> {
  await Promise.all([closeRead(unseen), renewSubscription(userId)])
}

/**
 * Closes the device's notifications that the user has read in the app, and shows the number of unread ones as a badge.
 */
async function closeRead({ notifications, events }: Unseen): Promise<void> {
  await countOnIcon(notifications)
  const registration = await navigator.serviceWorker?.getRegistration()
  for (const shown of (await registration?.getNotifications()) ?? []) {
    const { event, shownAt } = (shown.data ?? {}) as { event?: string | null; shownAt?: number }
    if (shownAt === undefined || Date.now() - shownAt < NEW_MS) continue
    if (event ? !events.includes(event) : notifications === 0) shown.close()
  }
}

async function countOnIcon(count: number): Promise<void> {
  try {
    if (count) await navigator.setAppBadge?.(count)
    else await navigator.clearAppBadge?.()
  } catch {
    // Only installed apps have a badge.
  }
}

let hasStarted = false

/** Binds the subscription of this browser to the user's present session, once per page. */
async function renewSubscription(userId: string): Promise<void> {
  if (hasStarted) return
  hasStarted = true
  addEventListener('pagehide', () => isSigningOut() && sessionStorage.removeItem(RENEWED_AT))
  if (Date.now() - Number(sessionStorage.getItem(RENEWED_AT) ?? 0) < RENEW_MS) return
  const subscription = await knownSubscription(userId)
  if (!subscription) return
  const response = await subscribePush(subscription)
  if (!response.ok) return
  // The user has removed this device in the settings on another device.
  if (!response.result.id) return unsubscribeBrowser()
  rememberPushUser(userId)
  sessionStorage.setItem(RENEWED_AT, String(Date.now()))
}
