import { expect, type Locator, type Page } from '@playwright/test'

/** The service worker and the stored data of a browser, and the bar of unsaved changes. */
export class Offline {
  readonly bar: Locator
  readonly notSaved: Locator

  constructor(readonly page: Page) {
    this.bar = page
      .getByRole('status')
      .filter({ hasText: /Offline|Sending|not saved|Sign in to send|can’t be reached/ })
    this.notSaved = page.getByRole('dialog', { name: 'Not saved' })
  }

  /** Waits until the service worker has stored all that the offline page needs, and the page its data. */
  async waitUntilPrepared(...stored: string[]): Promise<void> {
    await expect
      .poll(() => this.page.evaluate(isPrepared), {
        timeout: 60_000,
        message: 'the service worker is prepared',
      })
      .toBe(true)
    for (const text of stored)
      await expect.poll(() => this.stored(), { message: `${text} is stored` }).toContain(text)
  }

  /** Everything that is stored of users, as JSON. */
  stored(): Promise<string> {
    return this.page.evaluate(readDatabases)
  }

  /** Ends the service worker, like a browser that needs its memory. The next request starts it again. */
  async killWorker(): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page)
    await session.send('ServiceWorker.enable')
    await session.send('ServiceWorker.stopAllWorkers')
    await session.detach()
  }

  /** Makes the storage of the browser full. Returns a function that ends this. */
  async fillStorage(): Promise<() => Promise<void>> {
    const session = await this.page.context().newCDPSession(this.page)
    const { origin } = new URL(this.page.url())
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 })
    // The browser remembers for half a minute how much it may store.
    await expect
      .poll(() => this.page.evaluate(writeRow), { timeout: 60_000, message: 'the storage is full' })
      .toBe('QuotaExceededError')
    // The session stays attached: detaching one tells an offline page that it is online.
    return async () => {
      await session.send('Storage.overrideQuotaForOrigin', { origin })
      await this.page.evaluate(() => void indexedDB.deleteDatabase('full'))
    }
  }
}

/** Writes a row into a database of its own. Returns the name of the error. */
async function writeRow(): Promise<string | undefined> {
  const request = indexedDB.open('full')
  request.onupgradeneeded = () => request.result.createObjectStore('rows')
  const failed = await new Promise((resolve) => {
    request.onsuccess = () => resolve(null)
    request.onerror = () => resolve(request.error)
  })
  if (failed) return (failed as DOMException).name
  const transaction = request.result.transaction('rows', 'readwrite')
  transaction.objectStore('rows').put('a row', 'key')
  await new Promise((resolve) => {
    transaction.oncomplete = transaction.onabort = resolve
  })
  request.result.close()
  return transaction.error?.name
}

async function isPrepared(): Promise<boolean> {
  if (!navigator.serviceWorker.controller) return false
  const cache = await caches.open('kinday-offline-page')
  return (await cache.keys()).some(({ url }) => url.includes('?prepared='))
}

async function readDatabases(): Promise<string> {
  const rows: unknown[] = []
  const resultOf = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  for (const { name } of await indexedDB.databases()) {
    const database = await resultOf(indexedDB.open(name!))
    for (const store of database.objectStoreNames)
      rows.push(...(await resultOf(database.transaction(store).objectStore(store).getAll())))
    database.close()
  }
  return JSON.stringify(rows)
}
