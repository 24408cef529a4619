'use client'

import { useEffect } from 'react'
import { keep } from '@/lib/realtime/unsaved'

/** Keeps the page from being left or loaded anew without a word, while what was typed in it is not saved. */
export function useUnsaved(dirty: boolean): void {
  useEffect(() => (dirty ? keep() : undefined), [dirty])
}
