'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { DAY } from '@/lib/calendar/day'
import { joinParts, mediumDay } from '@/lib/calendar/format'
import { fullTime } from '@/lib/calendar/format-time'
import { type Span, wallsOf } from '@/lib/calendar/span'
import { type CalendarTuple, findCalendar } from '@/lib/calendar/tuple'
import { formatRecurrence } from '@/lib/event-text/recurrence-text'
import type { EventConflict } from '@/lib/schemas/events'
import type { Viewer } from '@/lib/schemas/users'
import styles from './event.module.css'

/** Shows both values of each field that two users changed, to choose one. */
export function Conflict({
  conflict,
  at,
  calendars,
  viewer,
  onCancel,
  onChoose,
}: {
  conflict: EventConflict
  /** The span that recurrence rules are read with. */
  at: Span
  calendars: CalendarTuple[]
  viewer: Viewer
  onCancel(): void
  /** Called with the fields that keep the user's value. */
  onChoose(mine: Set<string>): void
}) {
  const t = useTranslations('eventEditor')
  const words = useTranslations('event')
  const repeats = useTranslations('repeat')
  const [mine, setMine] = useState(() => new Set(Object.keys(conflict.fields)))
  const formatValue = (field: string, value: unknown): string => {
    if (field === 'span') return spanText(value as Span, viewer, words)
    if (field === 'rules') {
      return formatRecurrence(
        { span: at, recurrence: { rules: value as string[], dates: [], exclusions: [] } },
        viewer,
        repeats,
      )
    }
    if (field === 'calendarId') return findCalendar(calendars, String(value))?.name ?? '?'
    if (field === 'attendees' || field === 'hiddenFrom')
      return t(field === 'attendees' ? 'guestCount' : 'hideFrom.some', { count: (value as unknown[]).length })
    if (Array.isArray(value)) return String(value.length)
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
    return value === null || value === '' ? t('nothing') : String(value)
  }
  return (
    <Dialog label={t('conflict')} onClose={onCancel}>
      <form
        className={styles.eventForm}
        onSubmit={(event) => {
          event.preventDefault()
          onChoose(mine)
        }}
      >
        <header className="dialog-head">
          <h2>{t('conflict')}</h2>
        </header>
        <div className={styles.eventFields}>
          <p>{t('conflictHint')}</p>
          {Object.entries(conflict.fields).map(([field, { yours, theirs }]) => (
            <fieldset key={field} className={styles.choice}>
              <legend>{t(`fieldNames.${field as 'title'}`)}</legend>
              {(
                [
                  ['yours', yours],
                  ['theirs', theirs],
                ] as const
              ).map(([side, value]) => (
                <label key={side}>
                  <input
                    type="radio"
                    name={field}
                    checked={mine.has(field) === (side === 'yours')}
                    onChange={() => {
                      const next = new Set(mine)
                      if (side === 'yours') next.add(field)
                      else next.delete(field)
                      setMine(next)
                    }}
                  />
                  <span>
                    <small>{t(side)}</small>
                    <span dir="auto">{formatValue(field, value)}</span>
                  </span>
                </label>
              ))}
            </fieldset>
          ))}
        </div>
        <footer className={styles.dialogFoot}>
          <button type="button" className="button quiet" onClick={onCancel}>
            {t('keepEditing')}
          </button>
          <button type="submit" className="button primary">
            {t('saveChoice')}
          </button>
        </footer>
      </form>
    </Dialog>
  )
}

function spanText(span: Span, viewer: Viewer, t: ReturnType<typeof useTranslations<'event'>>): string {
  const { start, end } = wallsOf(span, viewer.timeZone)
  const isAllDay = span.type === 'all-day'
  const formatAt = (wall: number) => {
    const day = mediumDay(Math.floor(wall / DAY), viewer.locale, 0)
    return isAllDay ? day : joinParts([day, fullTime(wall, viewer)], viewer.locale)
  }
  const last = isAllDay ? end - DAY : end
  return start === last ? formatAt(start) : t('fromTo', { from: formatAt(start), to: formatAt(last) })
}
