import type { OutboxEntry } from '@/lib/offline/outbox-entry'
import type { StoredData } from '@/lib/offline/stored-data'

/** A stored page: its props, and when the server rendered them. */
export interface StoredPage {
  name: string
  props: unknown
  at: number
}

/** Stores of a user's database, with the type of their rows. */
interface Stores {
  pages: StoredPage
  data: StoredData
  outbox: OutboxEntry
}

type StoreName = keyof Stores

const VERSION = 1
const PREFIX = 'kinday-'

const opened = new Map<string, Promise<IDBDatabase>>()

/** Opens the user's database. Each user of this browser has one. */
function openDatabase(user: string): Promise<IDBDatabase> {
  let database = opened.get(user)
  if (!database) {
    database = new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(PREFIX + user, VERSION)
      request.onupgradeneeded = () => {
        request.result.createObjectStore('pages', { keyPath: 'name' })
        request.result.createObjectStore('data', { keyPath: 'key' })
        request.result.createObjectStore('outbox', { keyPath: 'seq' })
      }
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    opened.set(user, database)
    const forget = () => opened.delete(user)
    database.then((found) => {
      // Another tab deletes the database, or the browser has closed it.
      found.onversionchange = () => {
        found.close()
        forget()
      }
      found.onclose = forget
    }, forget)
  }
  return database
}

/** Runs `work` in one transaction. The promise fulfills when it is committed. */
async function transact<Name extends StoreName, R>(
  user: string,
  name: Name,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore, done: (result: R) => void) => void,
): Promise<R> {
  const database = await openDatabase(user)
  return new Promise<R>((resolve, reject) => {
    const transaction = database.transaction(name, mode, { durability: 'strict' })
    let result: R
    transaction.oncomplete = () => resolve(result)
    transaction.onerror = ({ target }) => reject((target as IDBRequest).error)
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'))
    work(transaction.objectStore(name), (value) => {
      result = value
    })
  })
}

export function readAll<Name extends StoreName>(user: string, name: Name): Promise<Stores[Name][]> {
  return transact(user, name, 'readonly', (store, done) => {
    const request = store.getAll()
    request.onsuccess = () => done(request.result)
  })
}

export function readRow<Name extends StoreName>(
  user: string,
  name: Name,
  key: string,
): Promise<Stores[Name] | undefined> {
  return transact(user, name, 'readonly', (store, done) => {
    const request = store.get(key)
    request.onsuccess = () => done(request.result)
  })
}

/** Returns the keys of a store that start with a prefix. */
export function readKeys(user: string, name: StoreName, prefix: string): Promise<string[]> {
  return transact(user, name, 'readonly', (store, done) => {
    const request = store.getAllKeys(IDBKeyRange.bound(prefix, `${prefix}\uffff`))
    request.onsuccess = () => done(request.result.map(String))
  })
}

/**
 * Replaces all rows of a store by what `change` returns for them, in one transaction: no other tab writes in between.
 * Rows that stay the same object are not written.
 * @returns the new rows
 */
export function changeAll<Name extends StoreName>(
  user: string,
  name: Name,
  change: (rows: Stores[Name][]) => Stores[Name][],
): Promise<Stores[Name][]> {
  return transact(user, name, 'readwrite', (store, done) => {
    const request = store.getAll()
    request.onsuccess = () => {
      const before: Stores[Name][] = request.result
      const after = change(before)
      const keyOf = (row: object) => (row as Record<string, IDBValidKey>)[store.keyPath as string]!
      const remainingKeys = new Set(after.map(keyOf))
      for (const row of before) if (!remainingKeys.has(keyOf(row))) store.delete(keyOf(row))
      for (const row of after) if (!before.includes(row)) store.put(row)
      done(after)
    }
  })
}

export function writeRows<Name extends StoreName>(
  user: string,
  name: Name,
  rows: readonly Stores[Name][],
): Promise<void> {
  return transact(user, name, 'readwrite', (store) => {
    for (const row of rows) store.put(row)
  })
}

export function deleteRows(user: string, name: StoreName, keys?: readonly string[]): Promise<void> {
  return transact(user, name, 'readwrite', (store) => {
    if (!keys) store.clear()
    else for (const key of keys) store.delete(key)
  })
}

/** Deletes the database of a user. */
export async function deleteDatabase(user: string): Promise<void> {
  ;(await opened.get(user)?.catch(() => null))?.close()
  opened.delete(user)
  await new Promise<void>((resolve) => {
    const request = indexedDB.deleteDatabase(PREFIX + user)
    // Blocked while another tab closes its connection; the browser then deletes it.
    request.onsuccess = request.onerror = request.onblocked = () => resolve()
  })
}
