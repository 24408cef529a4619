/** The user whose data is stored for reading offline, with the settings that the offline page needs first. */
export interface OfflineUser {
  id: string
  locale: string
  theme: string
}

const KEY = 'kinday-offline-user'
const LATEST_USER_KEY = 'kinday-latest-user'

/** Returns the signed-in user, while offline the one who was signed in last; null after signing out. */
export function offlineUser(): OfflineUser | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null')
  } catch {
    return null
  }
}

/** The user whose page this is, once known. Another user may have signed in since, in another tab. */
let pageUser: string | undefined

export function storeOfflineUser(user: OfflineUser): void {
  pageUser = user.id
  try {
    localStorage.setItem(KEY, JSON.stringify(user))
    localStorage.setItem(LATEST_USER_KEY, user.id)
  } catch {
    // A full or blocked storage: the app works online only.
  }
}

/** Returns the user who was signed in last in this browser, also after the session has ended. */
export function latestUser(): string | null {
  try {
    return localStorage.getItem(LATEST_USER_KEY)
  } catch {
    return null
  }
}

export function forgetOfflineUser(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {
    // Blocked: nothing was stored.
  }
}

/**
 * Returns whether pages open offline in this browser. Only then do changes wait in the outbox, since the page that made
 * them may be closed before they are sent. False if another user is signed in now: they would be sent for that user.
 */
export function isOfflineReady(): boolean {
  const user = offlineUser()
  const isOwn = user !== null && (pageUser ?? user.id) === user.id
  return Boolean(navigator.serviceWorker?.controller) && isOwn
}

/** Waits until the service worker controls the page. Returns whether data of this user may be stored. */
export async function canKeepDataOf(user: string): Promise<boolean> {
  const { serviceWorker } = navigator
  if (!serviceWorker) return false
  // `ready` is not enough: the worker is active before it controls the page.
  if (!serviceWorker.controller) {
    await new Promise((resolve) => {
      serviceWorker.addEventListener('controllerchange', resolve, { once: true })
    })
  }
  return isOfflineReady() && offlineUser()?.id === user
}
