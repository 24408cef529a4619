/**
 * Why sending stopped before the outbox was empty. `limited`: the server answers, but accepts no changes for now.
 * `busy`: another tab sends.
 */
export type Interruption = 'offline' | 'unreachable' | 'limited' | 'signed-out' | 'busy' | null

/** The attempts to send the outbox since it was empty, and the reason for which the last of them ended. */
export interface Attempts {
  count: number
  interruption: Interruption
}

const MIN_RETRY_MS = 5000
const MAX_RETRY_MS = 60_000

export function afterAttempt({ count, interruption }: Attempts, ended: Interruption): Attempts {
  return { count: count + 1, interruption: ended === 'busy' ? interruption : ended }
}

/** Returns the time until the next attempt: the `online` event does not tell when a server can be reached again. */
export function retryDelay({ count }: Attempts): number {
  return Math.min(MIN_RETRY_MS * 2 ** count, MAX_RETRY_MS)
}

export type OutboxStatus =
  | ('notSaved' | 'signInToSend' | 'unreachable' | 'postponed' | 'sending')
  | ('offlineWaiting' | 'offline')

/**
 * Returns the status to show; null if there is nothing to tell. `isConnected`: whether the browser has a network
 * connection. `isStoredPage`: whether the page comes from the browser's storage.
 */
export function outboxStatus({
  waiting,
  refused,
  isConnected,
  isStoredPage,
  interruption,
}: {
  waiting: number
  refused: number
  isConnected: boolean
  isStoredPage: boolean
  interruption: Interruption
}): OutboxStatus | null {
  if (refused) return 'notSaved'
  if (isConnected && waiting) {
    // The stored page stays open as long as changes wait.
    if (interruption === 'signed-out') return 'signInToSend'
    if (interruption === 'unreachable') return 'unreachable'
    if (interruption === 'limited') return 'postponed'
  }
  if (!isConnected || isStoredPage) return waiting ? 'offlineWaiting' : 'offline'
  return waiting ? 'sending' : null
}
