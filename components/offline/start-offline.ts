import { forgetDrafts, forgetViews } from './forget-user'
import { latestUser, type OfflineUser, offlineUser, storeOfflineUser } from './offline-user'
import { loadQueue } from './queued'
import { deleteRows, readAll } from './user-database'

/**
 * Registers the service worker, which then stores what the offline page needs, and loads what this page needs to keep
 * changes when it loses its connection. Deletes the stored views of the user who was signed in before. Does nothing in
 * development, where scripts change under the same names.
 */
export async function startOffline(user: OfflineUser): Promise<void> {
  if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return
  const before = offlineUser()
  if (latestUser() !== user.id) await forgetDrafts().catch(() => {})
  if (before && before.id !== user.id) await forgetViews(before.id).catch(() => {})
  // The stored home page contains texts in the previous language.
  else if (before && before.locale !== user.locale) await deleteRows(user.id, 'pages').catch(() => {})
  storeOfflineUser(user)
  // Opens the database: a browser without one works online only.
  await readAll(user.id, 'outbox')
  await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' })
  const { active } = await navigator.serviceWorker.ready
  // On this page, the script of the queue is in other files than on the offline page, whose files the worker stores.
  await loadQueue().catch(() => {})
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } }
  if (!connection?.saveData) active?.postMessage('kinday:prepare')
}
