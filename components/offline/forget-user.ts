import { NEW_EVENT_KEY } from './new-event-key'
import { forgetOfflineUser, offlineUser } from './offline-user'
import { SHARED_CACHE } from './shared'
import { deleteDatabase, deleteRows, readAll } from './user-database'

/** Returns the number of changes of the signed-in user that have not been saved on the server. */
export async function countUnsent(): Promise<number> {
  const user = offlineUser()
  return user ? (await readAll(user.id, 'outbox')).length : 0
}

/** Deletes all stored data of the user who signs out, including unsent changes. */
export async function forgetUser(): Promise<void> {
  const user = offlineUser()
  forgetOfflineUser()
  await forgetDrafts().catch(() => {})
  await closeNotifications().catch(() => {})
  if (user) await deleteDatabase(user.id)
}

/** Deletes what is to be opened in the editor, but was not yet. */
export async function forgetDrafts(): Promise<void> {
  sessionStorage.removeItem(NEW_EVENT_KEY)
  await caches.delete(SHARED_CACHE)
}

/** Closes the notifications that push messages have shown, since they name the user's events. */
async function closeNotifications(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration()
  for (const shown of (await registration?.getNotifications()) ?? []) shown.close()
  await navigator.clearAppBadge?.()
}

/**
 * Deletes the pages and data stored for a user whose session has ended, or after whom another user signed in. Keeps
 * unsent changes until the same user signs in again.
 */
export async function forgetViews(id = offlineUser()?.id): Promise<void> {
  if (!id) return
  if (offlineUser()?.id === id) forgetOfflineUser()
  await closeNotifications().catch(() => {})
  const unsent = await readAll(id, 'outbox')
  if (!unsent.length) return deleteDatabase(id)
  await Promise.all([deleteRows(id, 'pages'), deleteRows(id, 'data')])
}
