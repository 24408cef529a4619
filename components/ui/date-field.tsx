'use client'

import { type CalendarDate, parseDate, Time } from '@internationalized/date'
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import {
  DateField as AriaDateField,
  TimeField as AriaTimeField,
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

/** How dates are typed and shown: the person's language, week and clock. */
export interface FieldStyle {
  locale: string
  hourCycle: 'h12' | 'h23'
  weekStart: number
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** A date, typed part by part or picked from a month. `value` is `YYYY-MM-DD`. */
export function DateField({
  label,
  pickLabel,
  value,
  style,
  invalid,
  onChange,
}: {
  label: string
  pickLabel: string
  value: string
  style: FieldStyle
  invalid?: boolean
  onChange(day: string): void
}) {
  const [picking, setPicking] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const date = parseDate(value)
  const change = (next: CalendarDate | null) => next && next.year <= 9998 && onChange(next.toString())

  useEffect(() => {
    if (!picking) return
    const onPress = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setPicking(false)
    }
    addEventListener('pointerdown', onPress)
    return () => removeEventListener('pointerdown', onPress)
  }, [picking])

  return (
    <I18nProvider locale={style.locale}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what stands open inside, for the keyboard alone */}
      <div
        className="date-field"
        ref={root}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !picking) return
          event.preventDefault()
          event.stopPropagation()
          setPicking(false)
        }}
      >
        <AriaDateField
          aria-label={label}
          value={date}
          onChange={change}
          isInvalid={invalid}
          shouldForceLeadingZeros
        >
          <DateInput className="input segments-input">
            {(segment) => <DateSegment segment={segment} className="segment" />}
          </DateInput>
        </AriaDateField>
        <button
          type="button"
          className="date-pick"
          aria-label={`${pickLabel}: ${label}`}
          aria-expanded={picking}
          onClick={() => setPicking(!picking)}
        >
          <CalendarDays size={16} aria-hidden />
        </button>
        {picking && (
          <Calendar
            aria-label={label}
            className="date-popover"
            value={date}
            autoFocus
            firstDayOfWeek={WEEKDAYS[style.weekStart - 1]}
            onChange={(next) => {
              change(next)
              setPicking(false)
            }}
          >
            <div className="date-head">
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
                {(day) => <CalendarCell date={day} className="date-cell" />}
              </CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        )}
      </div>
    </I18nProvider>
  )
}

/** A time of day, typed part by part. `value` in minutes since midnight. */
export function TimeField({
  label,
  value,
  style,
  invalid,
  onChange,
}: {
  label: string
  value: number
  style: FieldStyle
  invalid?: boolean
  onChange(minutes: number): void
}) {
  return (
    <I18nProvider locale={style.locale}>
      <AriaTimeField
        aria-label={label}
        value={new Time(Math.floor(value / 60), value % 60)}
        hourCycle={style.hourCycle === 'h12' ? 12 : 24}
        isInvalid={invalid}
        shouldForceLeadingZeros={style.hourCycle === 'h23'}
        onChange={(time) => time && onChange(time.hour * 60 + time.minute)}
      >
        <DateInput className="input segments-input time-input">
          {(segment) => <DateSegment segment={segment} className="segment" />}
        </DateInput>
      </AriaTimeField>
    </I18nProvider>
  )
}
