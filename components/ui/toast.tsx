'use client'

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
let places: string[] = []

/** Shows a message in place of the previous one. It disappears after a while, except under the pointer or focus. */
export function toast(message: Toast): void {
  show({ ...message, id: (current?.id ?? 0) + 1 })
  goSoon()
}

function goSoon(): void {
  stay()
  timer = setTimeout(() => show(null), SHOWN_MS)
}

function stay(): void {
  clearTimeout(timer)
}

function show(next: typeof current): void {
  current = next
  tell()
}

function tell(): void {
  for (const listener of listeners) listener()
}

/**
 * The live region of toasts: one in the page and one in each dialog, since the page below a dialog is inert. The
 * topmost shows the toast.
 */
export function Toasts() {
  const place = useId()
  useEffect(() => {
    places.push(place)
    tell()
    return () => {
      places = places.filter((other) => other !== place)
      tell()
    }
  }, [place])
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => (places.at(-1) === place ? current : null),
    () => null,
  )
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown && (
        // biome-ignore lint/a11y/noStaticElementInteractions: a press dismisses it; for the keyboard, time does
        // biome-ignore lint/a11y/useKeyWithClickEvents: as above
        <div
          className="toast"
          key={shown.id}
          onClick={(event) => {
            if (!(event.target as Element).closest('button')) show(null)
          }}
          // A toast that appears under a resting pointer goes too: only a moving pointer is reading it.
          onPointerMove={({ movementX, movementY }) => {
            if (movementX || movementY) stay()
          }}
          onPointerLeave={goSoon}
          onFocus={stay}
          onBlur={goSoon}
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
