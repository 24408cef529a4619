import { type BrowserContext, type CDPSession, expect, type Page, type Worker } from '@playwright/test'

/** A notification that the browser shows. */
interface ShownNotification {
  title: string
  body: string
  tag: string
  actions: string[]
}

/**
 * The push messages of a browser. Chromium receives none without Google's keys, so the page subscribes with the keys of
 * a stub push service, and what arrives there is delivered to the service worker by the developer tools.
 */
export class PushDevice {
  private constructor(
    private readonly worker: Worker,
    private readonly devtools: CDPSession,
    private readonly registrationId: string,
    private readonly origin: string,
  ) {}

  /** Makes pages of a browser context subscribe with the endpoint and keys of a stub push service. */
  static async prepare(context: BrowserContext, subscription: object): Promise<void> {
    await context.addInitScript((json) => {
      PushManager.prototype.subscribe = () => Promise.resolve(Object.create({ toJSON: () => json }))
    }, subscription)
  }

  /** Connects to the service worker of a page. */
  static async connect(page: Page): Promise<PushDevice> {
    const context = page.context()
    const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'))
    const devtools = await context.newCDPSession(page)
    const { origin } = new URL(page.url())
    const registrationId = new Promise<string>((resolve) => {
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const own = registrations.find(({ scopeURL }) => scopeURL === `${origin}/`)
        if (own) resolve(own.registrationId)
      })
    })
    await devtools.send('ServiceWorker.enable')
    await worker.evaluate(OBSERVE)
    return new PushDevice(worker, devtools, await registrationId, origin)
  }

  /** Delivers a message and waits until as many notifications are shown. */
  async deliver(data: string, shown: number): Promise<void> {
    const { origin, registrationId } = this
    await this.devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data })
    await expect.poll(async () => (await this.shown()).length).toBe(shown)
  }

  /** Returns the notification with a title. */
  async notification(title: string): Promise<ShownNotification | undefined> {
    return (await this.shown()).find((shown) => shown.title === title)
  }

  private shown(): Promise<ShownNotification[]> {
    return this.worker.evaluate(SHOWN)
  }

  /** Returns the numbers that the icon of the app has shown. */
  badges(): Promise<number[]> {
    return this.worker.evaluate('badges')
  }

  /** Clicks on a notification or one of its buttons, and waits for all that the worker does. */
  async click(title: string, action = ''): Promise<void> {
    await this.worker.evaluate(`click(${JSON.stringify(title)}, ${JSON.stringify(action)})`)
  }
}

/** Observes the badge. Dispatches clicks, which only the browser can make: `waitUntil` and `focus` refuse others. */
const OBSERVE = `
  self.badges = []
  navigator.setAppBadge = async (count) => { badges.push(count) }
  WindowClient.prototype.focus = async function () { return this }
  self.click = async (title, action) => {
    const notifications = await registration.getNotifications()
    const notification = notifications.find((shown) => shown.title === title)
    const event = new NotificationEvent('notificationclick', { notification, action })
    const work = []
    event.waitUntil = (promise) => work.push(promise)
    self.dispatchEvent(event)
    await Promise.all(work)
  }`

const SHOWN = `registration.getNotifications().then((notifications) => notifications.map(
  ({ title, body, tag, actions }) => ({ title, body, tag, actions: actions.map(({ title }) => title) })))`
