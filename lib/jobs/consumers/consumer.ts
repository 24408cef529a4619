import type { Tx } from '@/db/client'
import type { Change, Outcome } from '@/lib/commands/pipeline/changes'

/** A change as consumers read it. Its content may be gone: history forgets events and calendars that are erased. */
export interface HandledChange extends Change {
  seq: number
}

/**
 * Does what follows from changes, in the transaction that moves the cursor: its effects in the database happen once, or not
 * at all. What leaves the database (a mail) is a job of its own.
 */
export type Consumer = (
  tx: Tx,
  changes: readonly HandledChange[],
) => Promise<Omit<Outcome<unknown>, 'result'>>
