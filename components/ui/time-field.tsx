'use client'

import { Time } from '@internationalized/date'
import { type ClipboardEvent, useRef, useState } from 'react'
import { TimeField as AriaTimeField, DateInput, DateSegment, I18nProvider } from 'react-aria-components'
import { parseTimeText } from '@/lib/calendar/parse-date'
import type { FieldFormat } from './date-field'
import styles from './date-field.module.css'

/** A time of day, typed part by part or pasted. `value` in minutes since midnight. */
export function TimeField({
  label,
  value,
  format,
  invalid,
  onChange,
  onLeave,
}: {
  label: string
  value: number
  format: FieldFormat
  invalid?: boolean
  onChange(minutes: number): void
  /** Called when the focus leaves the field. */
  onLeave?(): void
}) {
  const root = useRef<HTMLDivElement>(null)
  // Counts how often an unfinished time was discarded: the field is then remounted with the last valid time.
  const [discardedCount, setDiscardedCount] = useState(0)
  const onBlur = () => {
    if (root.current?.querySelector('[data-placeholder]')) setDiscardedCount(discardedCount + 1)
    onLeave?.()
  }
  const onPaste = (event: ClipboardEvent) => {
    const minutes = parseTimeText(event.clipboardData.getData('text'))
    if (minutes === null) return
    event.preventDefault()
    onChange(minutes)
  }
  return (
    <I18nProvider locale={format.locale}>
      <div onPaste={onPaste} ref={root}>
        <AriaTimeField
          key={discardedCount}
          onBlur={onBlur}
          aria-label={label}
          value={new Time(Math.floor(value / 60), value % 60)}
          hourCycle={format.hourCycle === 'h12' ? 12 : 24}
          isInvalid={invalid}
          shouldForceLeadingZeros={format.hourCycle === 'h23'}
          onChange={(time) => time && onChange(time.hour * 60 + time.minute)}
        >
          <DateInput className={`input ${styles.input} ${styles.time}`}>
            {(segment) => <DateSegment segment={segment} className={styles.segment} />}
          </DateInput>
        </AriaTimeField>
      </div>
    </I18nProvider>
  )
}
