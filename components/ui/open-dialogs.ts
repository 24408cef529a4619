import { useSyncExternalStore } from 'react'

/** The open modal dialogs, the topmost last. */
let openDialogs: HTMLDialogElement[] = []
const listeners = new Set<() => void>()

/** Adds a dialog that has opened. @returns a function that removes it */
export function addOpenDialog(dialog: HTMLDialogElement): () => void {
  setOpenDialogs([...openDialogs, dialog])
  return () => setOpenDialogs(openDialogs.filter((other) => other !== dialog))
}

/** Returns the topmost modal dialog. Everything outside it is inert, even other elements in the top layer. */
export function useTopmostDialog(): HTMLDialogElement | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => openDialogs.at(-1),
    () => undefined,
  )
}

function setOpenDialogs(dialogs: HTMLDialogElement[]): void {
  openDialogs = dialogs
  for (const listener of listeners) listener()
}
