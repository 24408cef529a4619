'use client'

import { useEffect, useMemo, useState } from 'react'
import type { WallMs } from '@/lib/calendar/day'
import type { SpanDraft } from '@/lib/calendar/draft'
import { type DateParser, parseTypedEvent } from '@/lib/calendar/typed-event'
import { withTypedTime } from '@/lib/calendar/typed-span'
import { loadDateParser, loadedDateParser } from './date-parsers'

/**
 * State of a title field that understands typed times. `text` is the content of the field; `title` and `span` are the
 * values for the event. A refused time stays part of the title until another one is typed.
 */
export function useTypedTitle(
  initial: { title: string; span: SpanDraft },
  { locale, wall }: { locale: string; wall: WallMs },
) {
  const [text, setText] = useState(initial.title)
  const [slot, setSlot] = useState(initial.span)
  const [refused, setRefused] = useState<string | null>(null)
  const [now] = useState(wall)
  const parser = useDateParser(locale)
  const found = useMemo(
    () => (parser && text.trim() ? parseTypedEvent(text, locale, parser, now) : null),
    [text, locale, parser, now],
  )
  const words = found?.match.map(([from, to]) => text.slice(from, to).trim()).join(' ')
  const typed = words !== refused ? found : null
  const title = typed ? typed.title : text
  const span = useMemo(() => (typed ? withTypedTime(slot, typed) : slot), [slot, typed])
  return {
    ...{ text, setText, title, span },
    /** The words that were understood as a time. */
    understood: typed ? words : undefined,
    refuse: () => setRefused(words ?? null),
    /** Sets a time chosen in other fields, and removes the understood time from the title. */
    setSpan(chosen: SpanDraft) {
      setText(title)
      setSlot(chosen)
    },
  }
}

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
