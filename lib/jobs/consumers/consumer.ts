import type { Tx } from '@/db/client'
import type { Change, Outcome } from '@/lib/commands/pipeline/changes'

/** A change as read by consumers. Its content is null if the event or calendar has been erased. */
export interface HandledChange extends Change {
  seq: number
}

/**
 * Handles changes in the transaction that moves the cursor, so its effects in the database happen exactly once. Effects
 * outside of the database, such as mails, are separate jobs.
 */
export type Consumer = (
  tx: Tx,
  changes: readonly HandledChange[],
) => Promise<Omit<Outcome<unknown>, 'result'>>
