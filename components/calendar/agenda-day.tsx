import { useTranslations } from 'next-intl'
import { type AgendaDay, type AgendaEntry, hoursOnDay, isPast } from '@/lib/calendar/agenda'
import { dateNumber, longDay, mediumDay } from '@/lib/calendar/format'
import { exactTime } from '@/lib/calendar/format-time'
import { calendarAt, colorOf, FLAG, isUntitledBusy } from '@/lib/calendar/tuple'
import styles from './agenda-day.module.css'
import entryStyles from './agenda-entry.module.css'
import { chipLabel, itemKey } from './chip'
import { statesOf } from './event-states'
import { OtherCalendarMarks } from './other-calendar-marks'
import type { ViewProps } from './view-props'

/** A day of the agenda with its events. */
export function AgendaDaySection({
  agendaDay: { day, entries, omitted },
  ...props
}: ViewProps & { agendaDay: AgendaDay }) {
  const { viewer, today } = props
  const t = useTranslations('calendar')
  const [weekday] = mediumDay(day, viewer.locale, day).split(/[\s,،]/)
  return (
    <section className={styles.day} aria-label={longDay(day, viewer.locale)}>
      <h3 aria-current={day === today ? 'date' : undefined}>
        <button
          type="button"
          className={styles.date}
          onClick={() => props.onDay(day)}
          aria-label={longDay(day, viewer.locale)}
        >
          <b>{dateNumber(day, viewer.locale)}</b> <span>{day === today ? t('today') : weekday}</span>
        </button>
      </h3>
      {entries.length ? (
        <ul>
          {entries.map((entry, index) => (
            <li key={itemKey(entry.item, index)}>
              <Entry {...props} entry={entry} day={day} />
            </li>
          ))}
          {omitted > 0 && (
            <li>
              <button
                type="button"
                className={`button quiet ${styles.more}`}
                onClick={() => props.onDay(day)}
                aria-label={t('moreOn', { count: omitted, day: longDay(day, viewer.locale) })}
              >
                {t('more', { count: omitted })}
              </button>
            </li>
          )}
        </ul>
      ) : (
        <p className={styles.none}>{t('nothingToday')}</p>
      )}
    </section>
  )
}

function Entry({
  entry,
  day,
  calendars,
  viewer,
  wall,
  onOpen,
}: ViewProps & { entry: AgendaEntry; day: number }) {
  const t = useTranslations('calendar')
  const { item, part, parts } = entry
  const { flags } = item
  const calendar = calendarAt(calendars, item.calendar)
  const hours = flags & FLAG.allDay ? undefined : hoursOnDay(entry, day)
  // When the clock is set back, the end may be an earlier wall time than the start.
  const endsBeforeStart = item.end < item.start
  const startOffset = hours?.start === item.start ? item.startOffset : undefined
  const endOffset = endsBeforeStart || hours?.end === item.end ? item.endOffset : undefined
  const names = [
    `${entryStyles.entry} c-${colorOf(item, calendars)}`,
    ...statesOf(flags).map((name) => entryStyles[name]),
    (isPast(item, wall) || (hours && hours.end <= wall)) && entryStyles.past,
  ]
  return (
    <button
      type="button"
      className={names.filter(Boolean).join(' ')}
      aria-label={chipLabel(item, calendars, viewer, t, true)}
      onClick={() => onOpen(item)}
    >
      <i className={entryStyles.mark} aria-hidden="true">
        <OtherCalendarMarks item={item} calendars={calendars} className={entryStyles.marks} />
      </i>
      <span className={entryStyles.when}>
        {hours ? exactTime(hours.start, viewer, startOffset) : t('allDay')}
        {hours &&
          (hours.end > hours.start || endOffset !== startOffset) &&
          ` – ${exactTime(endsBeforeStart ? item.end : hours.end, viewer, endOffset)}`}
      </span>
      <b className={entryStyles.title}>
        <bdi>{item.title || t(isUntitledBusy(item) ? 'busy' : 'untitled')}</bdi>
        {parts > 1 && <small> {t('dayOf', { part, parts })}</small>}
      </b>
      {item.location && (
        <small className={entryStyles.where} dir="auto">
          {item.location}
        </small>
      )}
      <span className={entryStyles.calendar} dir="auto">
        {calendar?.name}
      </span>
    </button>
  )
}
