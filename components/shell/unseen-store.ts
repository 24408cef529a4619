'use client'

import { useSyncExternalStore } from 'react'
import type { Unseen } from '@/lib/schemas/home'

const NOTHING: Unseen = { changes: false, notifications: 0, events: [] }

let current = NOTHING
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Returns the unseen changes and unread notifications that the page fetched last. */
export function useUnseen(): Unseen {
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => NOTHING,
  )
}

export function setUnseen(unseen: Unseen): void {
  current = unseen
  for (const listener of listeners) listener()
}
