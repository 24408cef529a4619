import { forgetOfflineUser, offlineUser } from './offline-user'
import { SHARED_CACHE } from './shared'
import { deleteDatabase, deleteRows, readAll } from './user-database'

/** Returns the number of changes of the signed-in user that have not been saved on the server. */
export async function countUnsent(): Promise<number> {
  const user = offlineUser()
  return user ? (await readAll(user.id, 'outbox')).length : 0
}

/** Deletes everything of the user who signs out, unsent changes too. */
export async function forgetUser(): Promise<void> {
  const user = offlineUser()
  forgetOfflineUser()
  await caches.delete(SHARED_CACHE)
  await closeNotifications().catch(() => {})
  if (user) await deleteDatabase(user.id)
}

/** Closes what push messages have shown: it names events of the user. */
async function closeNotifications(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration()
  for (const shown of (await registration?.getNotifications()) ?? []) shown.close()
  await navigator.clearAppBadge?.()
}

/**
 * Deletes what was stored for reading of a user whose session has ended, or whom another one follows. Unsent changes
 * stay until the same user signs in again.
 */
export async function forgetViews(id = offlineUser()?.id): Promise<void> {
  if (!id) return
  if (offlineUser()?.id === id) forgetOfflineUser()
  await closeNotifications().catch(() => {})
  const unsent = await readAll(id, 'outbox')
  if (!unsent.length) return deleteDatabase(id)
  await Promise.all([deleteRows(id, 'pages'), deleteRows(id, 'data')])
}
