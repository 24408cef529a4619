import { newKey } from '@/components/forms/once'
import type { OutboxCommand } from '@/lib/offline/outbox-entry'
import { isOfflineReady } from './offline-user'
import type { Withdrawal } from './queue-command'
import { hasWaiting } from './waiting'

/** Part of the response to a command: set if the command waits in the outbox. */
export interface Queued {
  isQueued?: true
  /** Removes the command from the outbox, unless the server may have received it. */
  withdraw?(): Promise<Withdrawal>
}

/**
 * Returns an action that succeeds at once if the server cannot be reached: its command then waits in the outbox. The
 * command keeps its idempotency key, because a request without a response may have been executed.
 */
export function queued<Input, Answer>(
  command: OutboxCommand,
  action: (input: Input, key?: string) => Promise<Answer>,
) {
  return async (input: Input, key = newKey()): Promise<Answer> => {
    if (!isOfflineReady()) return action(input, key)
    let isAttempted = false
    let failure: unknown = new TypeError('offline')
    if (navigator.onLine && !hasWaiting()) {
      try {
        return await action(input, key)
      } catch (error) {
        // A failed fetch. Other errors come from a server that answered.
        if (!(error instanceof TypeError)) throw error
        isAttempted = true
        failure = error
      }
    }
    const loaded = await import('./queue-command').catch(() => null)
    if (!loaded) throw failure
    return (await loaded.queueCommand({ command, input, key, isAttempted })) as Answer
  }
}
