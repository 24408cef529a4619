'use client'

import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { Field } from '@/components/ui/field'
import { DAY, type WallMs } from '@/lib/calendar/day'
import { groupSlots } from '@/lib/calendar/gatherings/group-slots'
import { slotKey, spansOfPattern } from '@/lib/calendar/gatherings/slot-pattern'
import { parseTypedSlots } from '@/lib/calendar/gatherings/typed-slots'
import type { Span } from '@/lib/calendar/span'
import type { Viewer } from '@/lib/schemas/users'
import styles from './form.module.css'
import { formatSlotLabel } from './slot-text'

/** A field that understands times and patterns, and shows which slots they are before they are added. */
export function TypedSlots({
  zone,
  wall,
  viewer,
  onAdd,
}: {
  zone: string
  wall: WallMs
  viewer: Viewer
  onAdd(spans: Span[]): void
}) {
  const t = useTranslations('gatheringForm')
  const [text, setText] = useState('')
  const found = useMemo(() => {
    const patterns = text.trim()
      ? parseTypedSlots(text, { locale: viewer.locale, now: wall, weekStart: viewer.weekStart })
      : null
    return patterns?.flatMap((pattern) => spansOfPattern(pattern, zone, wall)) ?? []
  }, [text, viewer.locale, viewer.weekStart, wall, zone])
  const format = { ...viewer, timeZone: zone }
  const today = Math.floor(wall / DAY)
  const [first] = groupSlots(
    found.map((span) => ({ id: slotKey(span), span })),
    zone,
  ).flatMap(({ days }) => days.flatMap(({ slots }) => slots))
  const add = () => {
    if (!found.length) return
    onAdd(found)
    setText('')
  }
  const hint = !text.trim()
    ? t('typedHint')
    : first
      ? t('typedFound', { count: found.length, first: formatSlotLabel(first, format, today, t('allDay')) })
      : t('typedUnknown')
  return (
    <div className={styles.typed}>
      <Field label={t('typed')} hint={hint}>
        {(control) => (
          <input
            {...control}
            className="input"
            dir="auto"
            maxLength={200}
            autoComplete="off"
            placeholder={t('typedExample')}
            value={text}
            onChange={({ target }) => setText(target.value)}
            onKeyDown={(event: KeyboardEvent) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
              // Enter must not submit the surrounding form.
              event.preventDefault()
              add()
            }}
          />
        )}
      </Field>
      <button type="button" className="button" disabled={!found.length} onClick={add}>
        {t('add')}
      </button>
    </div>
  )
}
