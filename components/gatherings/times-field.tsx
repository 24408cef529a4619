'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useComparedPeople } from '@/components/event/find-time-data'
import { Segments, SelectField } from '@/components/ui/field'
import { DAY, type Day, dayNumber, dayOf, MINUTE, type WallMs } from '@/lib/calendar/day'
import { mediumDay, monthTitle } from '@/lib/calendar/format'
import { groupSlots } from '@/lib/calendar/gatherings/group-slots'
import { addSpans, slotKey } from '@/lib/calendar/gatherings/slot-pattern'
import type { Participant } from '@/lib/calendar/participant'
import type { Span } from '@/lib/calendar/span'
import { startOfWeek } from '@/lib/calendar/views'
import type { Viewer } from '@/lib/schemas/users'
import { DatePicker } from './date-picker'
import styles from './form.module.css'
import { PatternField } from './pattern-field'
import { SlotGrid } from './slot-grid'
import { formatSlotLabel, formatSlotTime } from './slot-text'
import { TypedSlots } from './typed-slots-field'

const DURATIONS = ['30', '60', '90', '120', '180', '240'] as const

/** Number of slots that are listed until the user expands the list. */
const SHOWN_SLOTS = 60

/** Proposes times: by typing, in a week grid, or as dates in a month. Below, all proposed times. */
export function TimesField({
  spans,
  zone,
  wall,
  people,
  viewer,
  error,
  onChange,
}: {
  spans: Span[]
  zone: string
  /** Wall clock in `zone`. */
  wall: WallMs
  people: readonly Participant[]
  viewer: Viewer
  error: string | undefined
  onChange(change: (spans: Span[]) => Span[]): void
}) {
  const t = useTranslations('gatheringForm')
  const today = Math.floor(wall / DAY)
  const [layout, setLayout] = useState<'week' | 'dates'>('week')
  const [duration, setDuration] = useState<string>('60')
  const [firstDay, setFirstDay] = useState(startOfWeek(today, viewer.weekStart))
  const compared = useComparedPeople(people, { day: firstDay, viewer, except: undefined })
  const add = (added: readonly Span[]) => onChange((before) => addSpans(before, added))
  const remove = (span: Span) =>
    onChange((before) => before.filter((other) => slotKey(other) !== slotKey(span)))
  const addTyped = (added: readonly Span[]) => {
    add(added)
    const first = added.find(({ type }) => type === 'timed')
    // Shows the new times.
    if (first) setFirstDay(startOfWeek(dayNumber(first.start.slice(0, 10)), viewer.weekStart))
  }
  const chosenDays = new Set(spans.flatMap((span) => (span.type === 'all-day' ? span.start : [])))
  const toggleDay = (day: Day) => {
    const span: Span = { type: 'all-day', start: day, end: dayOf(Date.parse(day) / DAY + 1) }
    if (chosenDays.has(day)) remove(span)
    else add([span])
  }
  return (
    <div className="stack">
      <TypedSlots zone={zone} wall={wall} viewer={viewer} onAdd={addTyped} />
      <details>
        <summary>{t('pattern')}</summary>
        <PatternField zone={zone} wall={wall} viewer={viewer} onAdd={addTyped} />
      </details>
      <div className={styles.layoutRow}>
        <Segments<'week' | 'dates'>
          label={t('layout')}
          name="layout"
          value={layout}
          options={[
            ['week', t('week')],
            ['dates', t('dates')],
          ]}
          onChange={setLayout}
        />
        {layout === 'week' && (
          <div className={styles.duration}>
            <SelectField
              label={t('duration')}
              value={duration}
              options={DURATIONS.map((minutes) => [
                minutes,
                t('durationOf', {
                  hours: Math.floor(Number(minutes) / 60),
                  minutes: Number(minutes) % 60,
                }).trim(),
              ])}
              onChange={({ target }) => setDuration(target.value)}
            />
          </div>
        )}
      </div>
      {layout === 'week' ? (
        <>
          <SlotGrid
            {...{ spans, zone, firstDay, wall, viewer }}
            duration={Number(duration) * MINUTE}
            people={compared.people}
            onMove={(day) => setFirstDay(Math.max(day, startOfWeek(today, viewer.weekStart)))}
            onAdd={(span) => add([span])}
            onRemove={remove}
          />
          <ul className={styles.legend}>
            {compared.people.map(({ key, name, color, busy }) => (
              <li key={key} className={`c-${color ?? 'slate'}`}>
                <span className="dot" aria-hidden="true" /> <bdi>{name}</bdi>
                {!busy && compared.isLoaded && <small>{t('notShared')}</small>}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <DatePicker chosen={chosenDays} today={dayOf(today)} viewer={viewer} onToggle={toggleDay} />
      )}
      <SlotList {...{ spans, zone, today, viewer }} onRemove={remove} onClear={() => onChange(() => [])} />
      {error && (
        <p className="error" role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

/** The proposed times by day, each with a button that removes it. */
function SlotList({
  spans,
  zone,
  today,
  viewer,
  onRemove,
  onClear,
}: {
  spans: readonly Span[]
  zone: string
  today: number
  viewer: Viewer
  onRemove(span: Span): void
  onClear(): void
}) {
  const t = useTranslations('gatheringForm')
  const [showsAll, setShowsAll] = useState(false)
  const format = { ...viewer, timeZone: zone }
  const shown = showsAll ? spans : spans.slice(0, SHOWN_SLOTS)
  const months = groupSlots(
    shown.map((span) => ({ id: slotKey(span), span })),
    zone,
  )
  return (
    <section className={styles.slotList} aria-label={t('proposed', { count: spans.length })}>
      <div className={styles.layoutRow}>
        <h3>
          <span role="status">{t('proposed', { count: spans.length })}</span>
        </h3>
        {spans.length > 1 && (
          <button type="button" className="button quiet" onClick={onClear}>
            {t('clear')}
          </button>
        )}
      </div>
      {months.map(({ month, days }) => (
        <div key={month}>
          {months.length > 1 && <h4>{monthTitle(month, viewer.locale)}</h4>}
          <ul>
            {days.map(({ day, slots }) => (
              <li key={day} className={styles.slotRow}>
                <span className={styles.slotDay}>{mediumDay(day, viewer.locale, today)}</span>
                <ul className={styles.chips}>
                  {slots.map((slot) => (
                    <li key={slot.slot.id}>
                      <span>{formatSlotTime(slot, format, today, t('allDay'))}</span>
                      <button
                        type="button"
                        aria-label={t('removeSlot', {
                          slot: formatSlotLabel(slot, format, today, t('allDay')),
                        })}
                        onClick={() => onRemove(slot.slot.span)}
                      >
                        <X size={14} aria-hidden />
                      </button>
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {shown.length < spans.length && (
        <button type="button" className="button quiet" onClick={() => setShowsAll(true)}>
          {t('moreSlots', { count: spans.length - shown.length })}
        </button>
      )}
    </section>
  )
}
