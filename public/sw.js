// Kinday's service worker: shows the offline page when the server cannot be reached, and caches the scripts of that
// page and of pages that were opened. The data of users is stored by components/offline instead. The server writes the
// build's id before the first line (lib/server/worker-script.mjs), so each build installs its own offline page.

try {
  importScripts('/sw-push.js')
} catch {
  // An installation without push has no such script.
}

const BUILD = self.KINDAY_BUILD ?? 'development'
const OFFLINE_PAGE = '/offline'
const PAGE_CACHE = 'kinday-offline-page'
const SCRIPT_CACHE = 'kinday-scripts'

/** Cache of the content that another app has shared, until the page takes it (components/offline/shared.ts). */
const SHARED_CACHE = 'kinday-shared'

/** Maximum number of cached scripts, styles and fonts that the offline page does not use. */
const MAX_OTHER_FILES = 250

/** Time after which a page counts as unreachable. The first request after a start of the server takes some seconds. */
const PAGE_TIMEOUT_MS = 10_000

/** Statuses of a proxy whose server is down. */
const UNREACHABLE = [502, 503, 504]

/** First segments of the paths of pages that need a session. */
const APP_PAGES =
  /^\/(?:home|calendar|search|calendars|import|groups|settings|notifications|new|welcome)?(?:\/|$)/

self.addEventListener('install', (event) => {
  event.waitUntil(installOfflinePage().then(() => self.skipWaiting()))
})

// Takes over open pages without reloading them: they keep their scripts, which stay in the cache.
self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), self.registration.navigationPreload?.enable()]))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method === 'POST' && request.mode === 'navigate' && pathname === '/new') {
    return event.respondWith(keepShared(request))
  }
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate') {
    // Also the other navigations, such as the redirect back from Google: the browser has sent a preload already, and would
    // send the request twice.
    event.respondWith(APP_PAGES.test(pathname) ? pageOrOffline(event) : loadPage(event))
  } else if (pathname.startsWith('/_next/static/')) event.respondWith(staticFile(event))
})

self.addEventListener('message', (event) => {
  if (event.data === 'kinday:prepare') event.waitUntil(prepare())
})

async function pageOrOffline(event) {
  let timer
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(reject, PAGE_TIMEOUT_MS, new Error('timeout'))
  })
  try {
    const response = await Promise.race([loadPage(event), timeout])
    if (!UNREACHABLE.includes(response.status)) return response
    return (await offlinePage()) ?? response
  } catch (error) {
    const page = await offlinePage()
    if (page) return page
    throw error
  } finally {
    clearTimeout(timer)
  }
}

async function loadPage(event) {
  return (await event.preloadResponse) ?? fetch(event.request)
}

async function offlinePage() {
  return (await caches.open(PAGE_CACHE)).match(OFFLINE_PAGE)
}

/**
 * Handles the share target of the manifest: calendar files go to the import, which shows a preview of their events. If
 * the storage is full or blocked, the import says so, and text is passed in a fragment, which is not sent to the server.
 */
async function keepShared(request) {
  const form = await request.formData()
  const files = form.getAll('files').filter((file) => file.size > 0)
  const text = Object.fromEntries(['title', 'text', 'url'].map((name) => [name, form.get(name) ?? '']))
  try {
    await storeShared(files, text)
    return Response.redirect(files.length ? '/import?shared' : '/new', 303)
  } catch {
    // Some of the files would look like all of them.
    await caches.delete(SHARED_CACHE).catch(() => {})
    return Response.redirect(
      files.length ? '/import?shared=failed' : `/new#${new URLSearchParams(text)}`,
      303,
    )
  }
}

async function storeShared(files, text) {
  await caches.delete(SHARED_CACHE)
  const cache = await caches.open(SHARED_CACHE)
  for (const file of files)
    await cache.put(`/new?${new URLSearchParams({ file: file.name })}`, new Response(file))
  await cache.put('/new?shared', Response.json(text))
}

/** Answers with a cached file first: file names contain a hash of the content, so a cached file is never outdated. */
async function staticFile(event) {
  const cache = await caches.open(SCRIPT_CACHE)
  const found = await cache.match(event.request, { ignoreVary: true })
  if (found) return found
  const response = await fetch(event.request)
  if (response.ok) event.waitUntil(store(cache, event.request, response.clone()))
  return response
}

/** Stores a response, unless the storage is full. */
async function store(cache, request, response) {
  await cache.put(request, response).catch(() => {})
}

/** Stores the files that the offline page loads at once, then the page. */
async function installOfflinePage() {
  const response = await fetch(OFFLINE_PAGE, { cache: 'no-store', credentials: 'omit' })
  if (!response.ok) throw new Error(`offline page: ${response.status}`)
  const files = staticPaths(await response.clone().text())
  const cache = await caches.open(SCRIPT_CACHE)
  const loaded = await Promise.all([...files].map((file) => loadFile(cache, file)))
  const missing = loaded.find(({ ok }) => !ok)
  if (missing) throw new Error(`${missing.url}: ${missing.status}`)
  await (await caches.open(PAGE_CACHE)).put(OFFLINE_PAGE, response)
}

async function loadFile(cache, file) {
  const found = await cache.match(file, { ignoreVary: true })
  if (found) return found
  const response = await fetch(file)
  if (response.ok) await cache.put(file, response.clone())
  return response
}

/** Stores what the offline page loads later, such as the editor, once per build; then removes old files. */
async function prepare() {
  const pages = await caches.open(PAGE_CACHE)
  const marker = `${OFFLINE_PAGE}?prepared=${BUILD}`
  const page = await offlinePage()
  if (!page || (await pages.match(marker))) return
  const cache = await caches.open(SCRIPT_CACHE)
  const files = staticPaths(await page.text())
  // A set that grows while it is iterated: scripts name the scripts that they import.
  for (const file of files) {
    const response = await loadFile(cache, file)
    // Skips text that only looks like the path of a file.
    if (!response.ok || !/\.(?:js|css)$/.test(file)) continue
    for (const named of staticPaths(await response.text())) files.add(named)
  }
  await removeOldFiles(cache, files)
  for (const request of await pages.keys()) if (new URL(request.url).search) await pages.delete(request)
  await pages.put(marker, new Response(''))
}

async function removeOldFiles(cache, needed) {
  const others = (await cache.keys()).filter(({ url }) => !needed.has(new URL(url).pathname))
  await Promise.all(others.slice(0, -MAX_OTHER_FILES).map((request) => cache.delete(request)))
}

/** Returns the paths of static files that a page, script or style sheet names. */
function staticPaths(text) {
  const found = text.matchAll(/(?:static\/(?:chunks|media)|\.\.\/media)\/[\w.~/-]+\.(?:js|css|woff2)/g)
  return new Set([...found].map(([path]) => `/_next/${path.replace('../media', 'static/media')}`))
}
