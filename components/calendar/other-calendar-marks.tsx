import { type CalendarTuple, calendarAt, type Item } from '@/lib/calendar/tuple'
import styles from './other-calendar-marks.module.css'

/** Marks in the colors of the other calendars that show the event. `className` makes them as tall as the event. */
export function OtherCalendarMarks({
  item,
  calendars,
  className,
}: {
  item: Item
  calendars: CalendarTuple[]
  className?: string
}) {
  if (!item.otherCalendars?.length) return null
  return (
    <span
      className={className ? `${styles.marks} ${styles.tall} ${className}` : styles.marks}
      aria-hidden="true"
    >
      {item.otherCalendars.map((index) => (
        <i key={index} className={`c-${calendarAt(calendars, index)?.color ?? 'slate'}`} />
      ))}
    </span>
  )
}
