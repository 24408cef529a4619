/** Name in the local storage of the user who has turned on push messages in this browser, and when it was renewed. */
const PUSH_USER = 'kinday.push'

/** The app's service worker; in development, which has none, the part of it that shows messages. */
const WORKER = process.env.NODE_ENV === 'production' ? '/sw.js' : '/sw-push.js'

/** Why this browser cannot receive push messages; `ready`: it can, or can ask for the permission. */
export type PushSupport = 'ready' | 'insecure' | 'install' | 'denied' | 'unsupported'

export function pushSupport(): PushSupport {
  if (!isSecureContext) return 'insecure'
  const isAvailable = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
  if (!isAvailable) return isAppleTouchDevice() ? 'install' : 'unsupported'
  return Notification.permission === 'denied' ? 'denied' : 'ready'
}

/** iPadOS calls itself a Mac. Both offer push messages only to apps on the Home Screen. */
function isAppleTouchDevice(): boolean {
  return (
    /iPhone|iPad|iPod/.test(navigator.userAgent) ||
    (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
  )
}

/**
 * Asks the user for the permission and subscribes this browser. Has to be called by a press: Safari and Firefox ignore
 * requests without one.
 * @returns the subscription for `subscribePush`; null if the user refuses
 */
export async function subscribeBrowser(publicKey: string) {
  if ((await Notification.requestPermission()) !== 'granted') return null
  await navigator.serviceWorker.register(WORKER, { updateViaCache: 'none' })
  const { pushManager } = await navigator.serviceWorker.ready
  const options = { userVisibleOnly: true, applicationServerKey: publicKey }
  const subscription = await pushManager.subscribe(options).catch(async () => {
    // A subscription with the keys of another installation at this address.
    await (await pushManager.getSubscription())?.unsubscribe()
    return pushManager.subscribe(options)
  })
  return toInput(subscription)
}

/** Returns the subscription of this browser if the user has turned it on here before, and when it was renewed last. */
export async function knownSubscription(userId: string) {
  if (pushSupport() !== 'ready' || Notification.permission !== 'granted') return null
  const [user, renewedAt] = (localStorage.getItem(PUSH_USER) ?? '').split(' ')
  if (user !== userId) return null
  const registration = await navigator.serviceWorker.getRegistration()
  const subscription = await registration?.pushManager.getSubscription()
  return subscription ? { ...toInput(subscription), renewedAt: Number(renewedAt) } : null
}

/** Remembers that the user receives push messages here; null: nobody does. */
export function rememberPushUser(userId: string | null): void {
  try {
    if (userId) localStorage.setItem(PUSH_USER, `${userId} ${Date.now()}`)
    else localStorage.removeItem(PUSH_USER)
  } catch {
    // Without storage, push messages end with the session.
  }
}

/** Ends the subscription of this browser. */
export async function unsubscribeBrowser(): Promise<void> {
  rememberPushUser(null)
  const registration = await navigator.serviceWorker?.getRegistration()
  await (await registration?.pushManager.getSubscription())?.unsubscribe()
}

function toInput(subscription: PushSubscription) {
  const { endpoint, keys } = subscription.toJSON()
  return { endpoint: endpoint!, keys: { p256dh: keys!.p256dh!, auth: keys!.auth! } }
}
