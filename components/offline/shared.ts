import type { SharedText } from '@/lib/offline/shared-fields'
import { latestUser } from './offline-user'

/** Cache in which the service worker stores texts and files that another app has shared (public/sw.js). */
export const SHARED_CACHE = 'kinday-shared'

const TEXT_PATH = '/new?shared'

/** Returns and deletes the text that another app has shared. The URL contains it if the storage was full. */
export async function takeSharedText(user: string): Promise<SharedText> {
  if (location.hash) {
    const text = Object.fromEntries(new URLSearchParams(location.hash.slice(1)))
    history.replaceState(history.state, '', location.pathname)
    return text
  }
  const cache = await openSharedCache(user)
  const found = await cache.match(TEXT_PATH)
  await cache.delete(TEXT_PATH)
  return found ? found.json() : {}
}

/** Returns and deletes the files that another app has shared. */
export async function takeSharedFiles(user: string): Promise<File[]> {
  const cache = await openSharedCache(user)
  const files: File[] = []
  for (const request of await cache.keys()) {
    const name = new URL(request.url).searchParams.get('file')
    const response = name && (await cache.match(request))
    if (response) files.push(new File([await response.blob()], name))
    await cache.delete(request)
  }
  return files
}

/** Opens the cache, and first deletes it if another user was signed in before: the content may belong to that user. */
async function openSharedCache(user: string): Promise<Cache> {
  const last = latestUser()
  if (last && last !== user) await caches.delete(SHARED_CACHE)
  return caches.open(SHARED_CACHE)
}
