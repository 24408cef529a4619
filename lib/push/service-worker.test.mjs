import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import { beforeEach, expect, it, vi } from 'vitest'

const SCRIPT = readFileSync(new URL('../../public/sw-push.js', import.meta.url), 'utf8')
const ORIGIN = 'https://calendar.example.org'

/** Recorded actions of the worker. */
let shown
let requests
let opened
let badges
/** Windows of the app, and the answers of the server by command. */
let windows
let statuses
let worker

beforeEach(() => {
  ;[shown, requests, opened, badges, windows] = [[], [], [], [], []]
  statuses = {}
  const listeners = {}
  const self = {
    addEventListener: (type, listener) => {
      listeners[type] = listener
    },
    location: new URL(ORIGIN),
    registration: {
      showNotification: async (title, { dir = 'auto', ...options }) => {
        if (!['auto', 'ltr', 'rtl'].includes(dir)) throw new TypeError(`invalid dir ${dir}`)
        shown.push({ title, dir, ...options })
      },
      pushManager: { getSubscription: async () => null, subscribe: async () => subscription('again') },
    },
    clients: { matchAll: async () => windows, openWindow: async (url) => opened.push(url) },
  }
  const navigator = {
    setAppBadge: async (count) => badges.push(count),
    clearAppBadge: async () => badges.push(0),
  }
  const fetch = async (path, { body, ...options }) => {
    requests.push({ path, ...options, ...JSON.parse(body) })
    const status = statuses[path.split('/').at(-1)] ?? 200
    if (status === 'offline') throw new TypeError('Failed to fetch')
    return { ok: status === 200, status }
  }
  runInContext(SCRIPT, createContext({ self, navigator, fetch, crypto, URL, Date, JSON, Error }))
  /** Dispatches an event and waits for all that it started. */
  worker = async (type, event) => {
    const work = []
    listeners[type]({ ...event, waitUntil: (promise) => work.push(promise) })
    expect(work).toHaveLength(1)
    await Promise.all(work)
  }
})

const subscription = (name) => ({
  toJSON: () => ({ endpoint: `https://push.example.org/${name}`, keys: {} }),
})

const MESSAGE = {
  ...{ title: 'Dentist', body: 'Today, 10:00', lang: 'ar', dir: 'rtl', tag: 'topic', badge: 3 },
  ...{ path: '/calendar/month/2027-01-21?event=1', event: '1', user: 'ann' },
  buttons: [
    {
      id: 'done',
      title: 'Done',
      commands: [
        { name: 'updateEvent', input: { id: '1' } },
        { name: 'dismissAlarm', input: { notification: '2' } },
      ],
    },
  ],
}

const push = (message) => worker('push', { data: message && { json: () => JSON.parse(message) } })

/** Clicks on a notification of the message, or on one of its buttons. */
async function click(action = '', data = MESSAGE) {
  const close = vi.fn()
  await worker('notificationclick', { action, notification: { close, data } })
  expect(close).toHaveBeenCalled()
}

const openWindow = (path, more = {}) => ({
  ...{ url: ORIGIN + path, visibilityState: 'hidden', focus: vi.fn(), navigate: vi.fn() },
  ...more,
})

it('shows the text and buttons of a message, and the number of unread notifications on the icon', async () => {
  await push(JSON.stringify(MESSAGE))
  expect(shown).toMatchObject([
    {
      ...{ title: 'Dentist', body: 'Today, 10:00', lang: 'ar', dir: 'rtl', tag: 'topic', silent: false },
      actions: [{ action: 'done', title: 'Done' }],
      data: { path: MESSAGE.path, event: '1', user: 'ann' },
    },
  ])
  expect(badges).toEqual([3])
})

it.each([...[undefined, 'no JSON', '{}', 'null', '{"buttons":null}', '{"buttons":[null]}', '{"dir":"up"}']])(
  'shows a notification for the message %s',
  async (message) => {
    await push(message)
    expect(shown).toMatchObject([{ title: 'Kinday', data: { path: '/notifications' } }])
  },
)

it('makes no sound while a page is visible', async () => {
  windows.push(openWindow('/home', { visibilityState: 'visible' }))
  await push(JSON.stringify(MESSAGE))
  expect(shown).toMatchObject([{ silent: true }])
})

it('runs the commands of a button in order, as their user, with a key each, and opens nothing', async () => {
  await click('done')
  expect(requests).toMatchObject([
    { path: '/api/commands/updateEvent', method: 'POST', input: { id: '1' }, user: 'ann' },
    { path: '/api/commands/dismissAlarm', input: { notification: '2' }, user: 'ann' },
  ])
  const keys = requests.map(({ key }) => key)
  expect(new Set(keys).size).toBe(2)
  for (const key of keys) expect(key).toMatch(/^[\w-]{8,64}$/)
  expect(opened).toEqual([])
})

it.each([409, 401, 500, 'offline'])(
  'opens the page when a button fails with %s, without its further commands',
  async (status) => {
    statuses.updateEvent = status
    await click('done')
    expect(requests).toHaveLength(1)
    expect(opened).toEqual([ORIGIN + MESSAGE.path])
  },
)

it('reloads the window that shows the event when a button fails', async () => {
  const window = openWindow(MESSAGE.path)
  windows.push(window)
  statuses.updateEvent = 401
  await click('done')
  expect(window.navigate).toHaveBeenCalledWith(ORIGIN + MESSAGE.path)
})

it('focuses an open window and shows the event there', async () => {
  const window = openWindow('/home')
  windows.push(window)
  await click()
  expect(window.focus).toHaveBeenCalled()
  expect(window.navigate).toHaveBeenCalledWith(ORIGIN + MESSAGE.path)
  expect([opened, requests]).toEqual([[], []])
})

it('prefers the window that shows the event already', async () => {
  const [other, same] = [openWindow('/home'), openWindow(MESSAGE.path)]
  windows.push(other, same)
  await click()
  expect(same.focus).toHaveBeenCalled()
  expect(same.navigate).not.toHaveBeenCalled()
  expect(other.focus).not.toHaveBeenCalled()
})

it('opens a window if none is open, or the open one cannot be navigated', async () => {
  await click()
  windows.push(
    openWindow('/home', { navigate: vi.fn(() => Promise.reject(new TypeError('not controlled'))) }),
  )
  await click()
  expect(opened).toEqual([ORIGIN + MESSAGE.path, ORIGIN + MESSAGE.path])
})

it('subscribes again when the browser has replaced or dropped the subscription', async () => {
  const endpoint = 'https://push.example.org/old'
  await worker('pushsubscriptionchange', { newSubscription: subscription('new') })
  await worker('pushsubscriptionchange', { oldSubscription: { endpoint, options: {} } })
  await worker('pushsubscriptionchange', {})
  expect(requests.map(({ path, input }) => [path, input.endpoint, input.replacedEndpoint])).toEqual([
    ['/api/commands/subscribePush', 'https://push.example.org/new', null],
    ['/api/commands/subscribePush', 'https://push.example.org/again', endpoint],
  ])
})
