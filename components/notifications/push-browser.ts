/** Key in local storage: the id of the user with push messages in this browser, and the time of the last renewal. */
const PUSH_USER = 'kinday.push'

/**
 * The service worker to register. In development only its part that shows push messages, since pages are not cached.
 */
const WORKER = process.env.NODE_ENV === 'production' ? '/sw.js' : '/sw-push.js'

/** Why this browser cannot receive push messages; `ready`: it can, or can ask for the permission. */
export type PushSupport = 'ready' | 'insecure' | 'install' | 'denied' | 'unsupported'

export function pushSupport(): PushSupport {
  if (!isSecureContext) return 'insecure'
  const isAvailable = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
  if (!isAvailable) return isAppleBrowser() ? 'install' : 'unsupported'
  return Notification.permission === 'denied' ? 'denied' : 'ready'
}

/**
 * Whether this is a browser of iOS or iPadOS, which offer push messages only to apps on the Home Screen. iPadOS
 * identifies itself as a Mac.
 */
function isAppleBrowser(): boolean {
  if (matchMedia('(display-mode: standalone)').matches) return false
  return (
    /iPhone|iPad|iPod/.test(navigator.userAgent) ||
    (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
  )
}

/**
 * Asks the user for the permission and subscribes this browser. Must be called when the user presses a button: Safari
 * and Firefox ignore other requests.
 * @returns the subscription for `subscribePush`; null if the user refuses
 */
export async function subscribeBrowser(publicKey: string) {
  if ((await Notification.requestPermission()) !== 'granted') return null
  await navigator.serviceWorker.register(WORKER, { updateViaCache: 'none' })
  const { pushManager } = await navigator.serviceWorker.ready
  const options = { userVisibleOnly: true, applicationServerKey: publicKey }
  const subscription = await pushManager.subscribe(options).catch(async () => {
    // The existing subscription has the key of another installation that was at this address.
    await (await pushManager.getSubscription())?.unsubscribe()
    return pushManager.subscribe(options)
  })
  return toInput(subscription)
}

/**
 * Returns this browser's subscription and the time of its last renewal, if the user has turned on push messages in it.
 */
export async function knownSubscription(userId: string) {
  if (pushSupport() !== 'ready' || Notification.permission !== 'granted') return null
  const [user, renewedAt] = (localStorage.getItem(PUSH_USER) ?? '').split(' ')
  if (user !== userId) return null
  const registration = await navigator.serviceWorker.getRegistration()
  const subscription = await registration?.pushManager.getSubscription()
  return subscription ? { ...toInput(subscription), renewedAt: Number(renewedAt) } : null
}

/** Stores which user receives push messages in this browser; null for none. */
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
