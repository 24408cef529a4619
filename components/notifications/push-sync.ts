import { subscribePush } from '@/lib/actions/push'
import { isSigningOut } from '@/lib/realtime/signed-out'
import type { Unseen } from '@/lib/schemas/home'
import { knownSubscription, rememberPushUser, unsubscribeBrowser } from './push-browser'

/** Name in the session storage of the time at which this tab has renewed its subscription. */
const RENEWED_AT = 'kinday.push-renewed'

/** Interval after which a page renews the subscription. It ends with the session in which it was made. */
const RENEW_MS = 60 * 60_000

/** Notifications that were shown after the page asked for the unread ones stay. */
const NEW_MS = 10_000

/** Brings this device in line with what the page knows: which notifications are unread, and who is signed in. */
export async function syncPush(unseen: Unseen, userId: string): Promise<void> {
  await Promise.all([showRead(unseen), renewSubscription(userId)])
}

/** Closes the notifications of the device that the user has read in the app, and counts the rest on the app's icon. */
async function showRead({ notifications, events }: Unseen): Promise<void> {
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

let isRenewing = false

/** Binds the subscription of this browser to the user's present session, once per page. */
async function renewSubscription(userId: string): Promise<void> {
  if (isRenewing) return
  isRenewing = true
  addEventListener('pagehide', () => isSigningOut() && sessionStorage.removeItem(RENEWED_AT))
  if (Date.now() - Number(sessionStorage.getItem(RENEWED_AT) ?? 0) < RENEW_MS) return
  const subscription = await knownSubscription(userId)
  if (!subscription) return
  const answer = await subscribePush(subscription)
  if (!answer.ok) return
  // The user has removed this device from another one.
  if (!answer.result.id) return unsubscribeBrowser()
  rememberPushUser(userId)
  sessionStorage.setItem(RENEWED_AT, String(Date.now()))
}
