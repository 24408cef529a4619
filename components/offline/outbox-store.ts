import { nextEntry } from '@/lib/offline/next-entry'
import type { OutboxEntry, StreamPositions } from '@/lib/offline/outbox-entry'
import { setWaiting } from '@/lib/offline/waiting'
import { changeAll, readAll } from './user-database'

/** Window event: the outbox of this tab's user was changed, here or in another tab. */
export const OUTBOX_CHANGED = 'kinday:outbox-changed'

const CHANNEL = 'kinday-outbox'

/** Positions of the streams after each entry that this or another tab has sent, by idempotency key. */
export const sentPositions = new Map<string, StreamPositions>()

/** Records that the server has executed an entry, in all tabs. */
export function recordSent(key: string, positions: StreamPositions): void {
  sentPositions.set(key, positions)
  post({ key, positions })
}

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
  post({})
  return entries
}

/** A message to the other tabs. Without a key: the outbox has changed. */
type Message = { key?: string; positions?: StreamPositions }

function post(message: Message): void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.postMessage(message)
  channel.close()
}

/** Calls `onChange` when the outbox changes in any tab, until the signal is aborted. */
export function watchOutbox(onChange: () => void, signal: AbortSignal): void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.key && data.positions) sentPositions.set(data.key, data.positions)
    else onChange()
  }
  addEventListener(OUTBOX_CHANGED, onChange, { signal })
  signal.addEventListener('abort', () => channel.close())
}
