'use client'

import { useEffect, useState } from 'react'
import type { DateParser } from '@/lib/calendar/typed-event'
import { loadDateParser, loadedDateParser } from './date-parsers'

/** Returns the parser of typed dates of a locale; undefined while it is loading. */
export function useDateParser(locale: string): DateParser | undefined {
  const [parser, setParser] = useState(() => loadedDateParser(locale))
  useEffect(() => {
    if (parser) return
    let isCurrent = true
    // Without a connection, times stay in the title.
    loadDateParser(locale).then(
      (loaded) => isCurrent && setParser(loaded),
      () => {},
    )
    return () => {
      isCurrent = false
    }
  }, [locale, parser])
  return parser
}
