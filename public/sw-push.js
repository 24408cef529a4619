// Push messages, as part of the service worker. A message is written by lib/jobs/pushes and contains what is shown and
// what its buttons do; everything else is read by the page that a click opens.

self.addEventListener('push', (event) => event.waitUntil(showPush(event.data)))

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(handleClick(event.notification, event.action))
})

// The browser has replaced the subscription while no page was open.
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(subscribeAgain(event)))

/** Always shows a notification: browsers end subscriptions that receive messages without showing any. */
async function showPush(data) {
  try {
    await showMessage(data.json())
  } catch {
    await showMessage({})
  }
}

async function showMessage(message) {
  const { title, body, lang, dir, tag, badge, buttons, path, event, user } = { ...UNKNOWN, ...message }
  if (badge !== undefined) await setBadge(badge)
  // An open page shows alerts itself; one sound is enough.
  const silent = await isAppVisible()
  await self.registration.showNotification(title, {
    ...{ body, lang, dir, tag, silent, icon: '/icon-192.png', badge: '/icon-192.png' },
    // A reminder that replaces an earlier one of the same event is heard again.
    renotify: Boolean(tag) && !silent,
    actions: buttons.map(({ id, title }) => ({ action: id, title })),
    data: { path, event, user, buttons, shownAt: Date.now() },
  })
}

/** The notification for a message that cannot be read. */
const UNKNOWN = { title: 'Kinday', path: '/notifications', buttons: [] }

async function setBadge(count) {
  try {
    if (count > 0) await navigator.setAppBadge?.(count)
    else await navigator.clearAppBadge?.()
  } catch {
    // Only installed apps have a badge.
  }
}

async function isAppVisible() {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  return windows.some(({ visibilityState }) => visibilityState === 'visible')
}

/** Runs the commands of a button. If one fails, or the click was not on a button, opens the page. */
async function handleClick({ data }, action) {
  const button = data?.buttons?.find(({ id }) => id === action)
  if (button && (await runAll(button.commands, data.user))) return
  // A page that is open may be outdated when a button fails: the session has ended, or the event was deleted.
  await openPath(data?.path ?? '/notifications', { reload: Boolean(button) })
}

async function runAll(commands, user) {
  for (const { name, input } of commands) if (!(await runCommand(name, input, user))) return false
  return true
}

async function runCommand(name, input, user) {
  const response = await fetch(`/api/commands/${name}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ input, key: crypto.randomUUID(), ...(user && { user }) }),
  }).catch(() => null)
  return response?.ok ?? false
}

/** Shows a path in an open window of the app, else in a new one. */
async function openPath(path, { reload }) {
  const url = new URL(path, self.location.origin).href
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const window = windows.find(({ url: shown }) => shown === url) ?? windows[0]
  try {
    if (!window) throw new Error('no window')
    await window.focus()
    if (window.url !== url || reload) await window.navigate(url)
  } catch {
    // Firefox and Safari navigate only windows that this worker controls.
    await self.clients.openWindow(url)
  }
}

async function subscribeAgain({ newSubscription, oldSubscription }) {
  const { pushManager } = self.registration
  const subscription =
    newSubscription ??
    (await pushManager.getSubscription()) ??
    (oldSubscription?.options && (await pushManager.subscribe(oldSubscription.options)))
  if (!subscription) return
  const { endpoint, keys } = subscription.toJSON()
  // The server knows which user had the former subscription, and ignores the new one in the session of another user.
  await runCommand('subscribePush', { endpoint, keys, replacedEndpoint: oldSubscription?.endpoint ?? null })
}
