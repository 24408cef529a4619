'use client'

import { useEffect } from 'react'
import { markUnsaved } from '@/lib/realtime/unsaved'

/** Warns before the page is left or reloaded while it has unsaved input. */
export function useUnsaved(isDirty: boolean): void {
  useEffect(() => (isDirty ? markUnsaved() : undefined), [isDirty])
}
