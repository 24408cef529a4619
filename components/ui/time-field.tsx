'use client'

import { Time } from '@internationalized/date'
import { type ClipboardEvent, useRef, useState } from 'react'
import { TimeField as AriaTimeField, DateInput, DateSegment, I18nProvider } from 'react-aria-components'
import { parseTimeText } from '@/lib/calendar/parse-date'
import type { FieldStyle } from './date-field'
import styles from './date-field.module.css'

/** A time of day, typed part by part or pasted. `value` in minutes since midnight. */
export function TimeField({
  label,
  value,
  style,
  invalid,
  onChange,
  onLeave,
}: {
  label: string
  value: number
  style: FieldStyle
  invalid?: boolean
  onChange(minutes: number): void
  /** Called when the focus leaves the field. */
  onLeave?(): void
}) {
  const root = useRef<HTMLDivElement>(null)
  // See DateField.
  const [dropped, setDropped] = useState(0)
  const onBlur = () => {
    if (root.current?.querySelector('[data-placeholder]')) setDropped(dropped + 1)
    onLeave?.()
  }
  const onPaste = (event: ClipboardEvent) => {
    const minutes = parseTimeText(event.clipboardData.getData('text'))
    if (minutes === null) return
    event.preventDefault()
    onChange(minutes)
  }
  return (
    <I18nProvider locale={style.locale}>
      <div onPaste={onPaste} ref={root}>
        <AriaTimeField
          key={dropped}
          onBlur={onBlur}
          aria-label={label}
          value={new Time(Math.floor(value / 60), value % 60)}
          hourCycle={style.hourCycle === 'h12' ? 12 : 24}
          isInvalid={invalid}
          shouldForceLeadingZeros={style.hourCycle === 'h23'}
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
