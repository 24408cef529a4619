import { nextEntry } from '@/lib/offline/next-entry'
import type { OutboxEntry } from '@/lib/offline/outbox-entry'
import { setWaiting } from '@/lib/offline/waiting'
import { changeAll, readAll } from './user-database'

/** Window event: the outbox of this tab's user was changed, here or in another tab. */
export const OUTBOX_CHANGED = 'kinday:outbox-changed'

const CHANNEL = 'kinday-outbox'

/** Returns the changes that wait to be sent, and those that the server has refused. */
export async function readOutbox(user: string): Promise<OutboxEntry[]> {
  const entries = await readAll(user, 'outbox')
  setWaiting(nextEntry(entries) !== undefined)
  return entries
}

/** Changes the outbox in one transaction, and notifies all tabs. */
export async function changeOutbox(
  user: string,
  change: (entries: OutboxEntry[]) => OutboxEntry[],
): Promise<OutboxEntry[]> {
  const entries = await changeAll(user, 'outbox', change)
  setWaiting(nextEntry(entries) !== undefined)
  dispatchEvent(new Event(OUTBOX_CHANGED))
  const channel = new BroadcastChannel(CHANNEL)
  channel.postMessage(user)
  channel.close()
  return entries
}

/** Calls `onChange` when the outbox changes in any tab, until the signal is aborted. */
export function watchOutbox(onChange: () => void, signal: AbortSignal): void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.onmessage = onChange
  addEventListener(OUTBOX_CHANGED, onChange, { signal })
  signal.addEventListener('abort', () => channel.close())
}
