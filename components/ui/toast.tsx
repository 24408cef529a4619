'use client'
'use no memo'

import { useEffect, useId, useSyncExternalStore } from 'react'

/** A short message with at most one action. */
export interface Toast {
  text: string
  action?: { label: string; run(): void }
}

const SHOWN_MS = 8000

let current: (Toast & { id: number }) | null = null
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

/** Ids of the mounted toast regions, the topmost last. */
let regionIds: string[] = []

/** Shows a message in place of the previous one. It disappears after a while, except under the pointer or focus. */
export function toast(message: Toast): void {
  show({ ...message, id: (current?.id ?? 0) + 1 })
  startTimer()
}

function startTimer(): void {
  stopTimer()
  timer = setTimeout(() => show(null), SHOWN_MS)
}

function stopTimer(): void {
  clearTimeout(timer)
}

function show(next: typeof current): void {
  current = next
  notifyListeners()
}

function notifyListeners(): void {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/**
 * The live region of toasts: one in the page and one in each dialog, since the page below a dialog is inert. The
 * topmost shows the toast.
 */
export function Toasts() {
  const regionId = useId()
  useEffect(() => {
    regionIds.push(regionId)
    notifyListeners()
    return () => {
      regionIds = regionIds.filter((other) => other !== regionId)
      notifyListeners()
    }
  }, [regionId])
  const shown = useSyncExternalStore(
    subscribe,
    () => (regionIds.at(-1) === regionId ? current : null),
    () => null,
  )
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown && (
        // biome-ignore lint/a11y/noStaticElementInteractions: a click is a shortcut; it disappears by itself
        // biome-ignore lint/a11y/useKeyWithClickEvents: as above
        <div
          className="toast"
          key={shown.id}
          onClick={(event) => {
            if (!(event.target as Element).closest('button')) show(null)
          }}
          // Keeps the toast only under a moving pointer. A pointer that already rested there does not mean that the
          // user reads it.
          onPointerMove={({ movementX, movementY }) => {
            if (movementX || movementY) stopTimer()
          }}
          onPointerLeave={startTimer}
          onFocus={stopTimer}
          onBlur={startTimer}
        >
          <span>{shown.text}</span>
          {shown.action && (
            <button
              type="button"
              onClick={() => {
                show(null)
                shown.action?.run()
              }}
            >
              {shown.action.label}
            </button>
          )}
        </div>
      )}
    </div>
  )
}
