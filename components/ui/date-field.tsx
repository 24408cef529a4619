'use client'

import { type CalendarDate, parseDate } from '@internationalized/date'
import { CalendarDays, ChevronLeft, ChevronRight, X } from 'lucide-react'
import { type ClipboardEvent, useEffect, useRef, useState } from 'react'
import {
  DateField as AriaDateField,
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  DateInput,
  DateSegment,
  Heading,
  I18nProvider,
} from 'react-aria-components'
import { parseDateText } from '@/lib/calendar/parse-date'
import styles from './date-field.module.css'

/** The user's locale, first day of the week and clock. */
export interface FieldFormat {
  locale: string
  hourCycle: 'h12' | 'h23'
  weekStart: number
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/**
 * A date, typed part by part, pasted, or picked from a month. `value` is `YYYY-MM-DD`, or empty where `clear` allows
 * that.
 */
export function DateField({
  label,
  pickLabel,
  value,
  format,
  invalid,
  clear,
  onChange,
}: {
  label: string
  pickLabel: string
  value: string
  format: FieldFormat
  invalid?: boolean
  /** Lets the user empty the field. */
  clear?: { label: string; onClear(): void }
  onChange(day: string): void
}) {
  const [isPicking, setIsPicking] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const date = value ? parseDate(value) : null
  const change = (next: CalendarDate | null) => {
    if (!next) clear?.onClear()
    else if (next.year <= 9998) onChange(next.toString())
  }
  // Counts how often an unfinished date was discarded: the field is then remounted with the last valid date.
  const [discardedCount, setDiscardedCount] = useState(0)
  const onBlur = () => {
    if (value && root.current?.querySelector('[data-placeholder]')) setDiscardedCount(discardedCount + 1)
    else if (date && date.year < 100) change(date.add({ years: 2000 }))
  }
  const onPaste = (event: ClipboardEvent) => {
    const base = value || new Date().toISOString().slice(0, 10)
    const day = parseDateText(event.clipboardData.getData('text'), format.locale, base)
    if (!day) return
    event.preventDefault()
    change(parseDate(day))
  }

  useEffect(() => {
    if (!isPicking) return
    const onPress = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setIsPicking(false)
    }
    addEventListener('pointerdown', onPress)
    return () => removeEventListener('pointerdown', onPress)
  }, [isPicking])

  return (
    <I18nProvider locale={format.locale}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: listens for Escape and paste from the controls inside */}
      <div
        className={clear && value ? `${styles.field} ${styles.clearable}` : styles.field}
        ref={root}
        onPaste={onPaste}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !isPicking) return
          event.preventDefault()
          event.stopPropagation()
          setIsPicking(false)
        }}
      >
        <AriaDateField
          key={discardedCount}
          aria-label={label}
          value={date}
          onChange={change}
          onBlur={onBlur}
          isInvalid={invalid}
          shouldForceLeadingZeros
        >
          <DateInput className={`input ${styles.input} ${styles.date}`}>
            {(segment) => <DateSegment segment={segment} className={styles.segment} />}
          </DateInput>
        </AriaDateField>
        {clear && value && (
          <button
            type="button"
            className={`${styles.pick} ${styles.clear}`}
            aria-label={`${clear.label}: ${label}`}
            onClick={() => {
              clear.onClear()
              root.current?.querySelector<HTMLElement>('[role=spinbutton]')?.focus()
            }}
          >
            <X size={15} aria-hidden />
          </button>
        )}
        <button
          type="button"
          className={styles.pick}
          aria-label={`${pickLabel}: ${label}`}
          aria-expanded={isPicking}
          onClick={() => setIsPicking(!isPicking)}
        >
          <CalendarDays size={16} aria-hidden />
        </button>
        {isPicking && (
          <Calendar
            aria-label={label}
            className={styles.popover}
            value={date}
            autoFocus
            firstDayOfWeek={WEEKDAYS[format.weekStart - 1]}
            onChange={(next) => {
              change(next)
              setIsPicking(false)
            }}
          >
            <div className={styles.head}>
              <Button slot="previous" className="button quiet icon">
                <ChevronLeft size={16} className="flips" aria-hidden />
              </Button>
              <Heading />
              <Button slot="next" className="button quiet icon">
                <ChevronRight size={16} className="flips" aria-hidden />
              </Button>
            </div>
            <CalendarGrid weekdayStyle="narrow">
              <CalendarGridHeader>
                {(day) => <CalendarHeaderCell>{day}</CalendarHeaderCell>}
              </CalendarGridHeader>
              <CalendarGridBody>
                {(day) => <CalendarCell date={day} className={styles.cell} />}
              </CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        )}
      </div>
    </I18nProvider>
  )
}
