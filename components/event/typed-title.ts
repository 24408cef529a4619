'use client'

import { useMemo, useState } from 'react'
import { useDateParser } from '@/components/typed-dates/use-date-parser'
import type { WallMs } from '@/lib/calendar/day'
import type { SpanDraft } from '@/lib/calendar/draft'
import { parseTypedEvent } from '@/lib/calendar/typed-event'
import { withTypedTime } from '@/lib/calendar/typed-span'

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
