import { newKey } from '@/components/forms/once'
import { hasLocalId, type OutboxCommand, type OutboxInput } from '@/lib/offline/outbox-entry'
import { hasWaiting } from '@/lib/offline/waiting'
import { withCreatedIds } from './created-ids'
import { isOfflineReady } from './offline-user'
import type { Withdrawal } from './queue-command'

/** Part of the response to a command: set if the command waits in the outbox. */
export interface Queued {
  isQueued?: true
  /** Removes the command from the outbox, unless the server may have received it. */
  withdraw?(): Promise<Withdrawal>
}

export const loadQueue = () => import('./queue-command')

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
    const sent = withCreatedIds(input as OutboxInput)
    // The server does not know a local id: its event waits to be created, or the server has refused to create it.
    if (navigator.onLine && !hasWaiting() && !hasLocalId(sent)) {
      try {
        return await action(sent as Input, key)
      } catch (error) {
        // A failed fetch. Other errors come from a server that answered.
        if (!(error instanceof TypeError)) throw error
        isAttempted = true
        failure = error
      }
    }
    const loaded = await loadQueue().catch(() => null)
    if (!loaded) throw failure
    return (await loaded.queueCommand({ command, input, key, isAttempted })) as Answer
  }
}
