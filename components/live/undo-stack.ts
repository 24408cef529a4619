import type { Queued } from '@/components/offline/queued'

/** A changeset, or a function that removes a change from the outbox. */
type Undoable = string | NonNullable<Queued['withdraw']>

/** Changes that were made on this page, the last one at the end. */
export const undoable: Undoable[] = []

/** Changesets of undos on this page; reverting one is a redo. A new change empties the list. */
export const redoable: string[] = []

let lastWork: Promise<void> = Promise.resolve()

/** Runs an undo or redo after the previous one, so that it sees what that one has changed in the lists. */
export function afterLastUndo(work: () => Promise<void>): Promise<void> {
  lastWork = lastWork.then(work, work)
  return lastWork
}
