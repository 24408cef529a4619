/** Changesets that were saved on this page, the last one at the end. */
export const undoable: string[] = []

/** Changesets of undos on this page; reverting one is a redo. A new change empties the list. */
export const redoable: string[] = []
