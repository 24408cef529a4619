import { type StoredData, surplusKeys } from '@/lib/offline/stored-data'
import { offlineUser } from './offline-user'
import { changeAll, deleteRows, readAll, writeRows } from './user-database'

/**
 * Stores responses of the server for reading offline. Stores nothing if the user has signed out in another tab.
 */
export async function keepData(user: string, rows: readonly Omit<StoredData, 'size'>[]): Promise<void> {
  if (offlineUser()?.id !== user) return
  const sized = rows.map((row) => ({ ...row, size: JSON.stringify(row.data).length }))
  await withRoom(user, () => writeRows(user, 'data', sized)).catch(() => {})
  await removeSurplus(user).catch(() => {})
}

/** Stores the props of a page. `at`: when the server rendered them. */
export async function keepPage(user: string, name: string, props: unknown, at: number): Promise<void> {
  if (offlineUser()?.id !== user) return
  const row = { name, props, at }
  await withRoom(user, () => writeRows(user, 'pages', [row])).catch(() => {})
}

/** Deletes rows that contain local ids of events, which the server has replaced by its own. */
export async function dropLocalEvents(user: string): Promise<void> {
  await changeAll(user, 'data', (rows) => rows.filter((row) => !JSON.stringify(row).includes('"local-')))
}

async function removeSurplus(user: string): Promise<void> {
  const surplus = surplusKeys(await readAll(user, 'data'), Date.now())
  if (surplus.length) await deleteRows(user, 'data', surplus)
}

/** Runs `write`. If the storage is full, deletes the older half of the stored responses and runs it once more. */
export async function withRoom<R>(user: string, write: () => Promise<R>): Promise<R> {
  try {
    return await write()
  } catch (error) {
    if (!isQuotaError(error)) throw error
    await makeRoom(user).catch(() => {})
    return write()
  }
}

async function makeRoom(user: string): Promise<void> {
  const rows = await readAll(user, 'data')
  const bytes = rows.reduce((sum, { size }) => sum + size, 0)
  await deleteRows(user, 'data', surplusKeys(rows, Date.now(), bytes / 2))
}

/** Checks whether the storage of the browser is full. */
export function isQuotaError(error: unknown): boolean {
  return (error as { name?: string } | null)?.name === 'QuotaExceededError'
}
