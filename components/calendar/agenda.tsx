'use client'

import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Fragment, useRef, useState } from 'react'
import { rangeQuery, refetchRanges } from '@/components/live/ranges'
import { useHydrated } from '@/components/ui/hydrated'
import { useOnline } from '@/components/ui/online'
import { type AgendaDay, agendaDays, firstDays } from '@/lib/calendar/agenda'
import { dayNumber, dayOf, isDay } from '@/lib/calendar/day'
import { longDate, monthTitle } from '@/lib/calendar/format'
import { toItems } from '@/lib/calendar/tuple'
import { AGENDA_DAYS } from '@/lib/calendar/views'
import { visibleItems } from '@/lib/calendar/visible'
import styles from './agenda.module.css'
import { AgendaDaySection } from './agenda-day'
import { useInSight, useSteadyScroll } from './agenda-scroll'
import { NotLoaded } from './not-loaded'
import type { ViewProps } from './view-props'
import { missingReason } from './view-range'

/** Number of consecutive empty stretches after which the next one is loaded only on request. */
const MAX_EMPTY_STRETCHES = 3

/** Entries that the server renders: more than any screen holds. The browser adds the rest when the page hydrates. */
const SERVER_ENTRIES = 60

/** Days with their events, scrolling without end in both directions. Days without events are left out. */
export function Agenda(props: ViewProps) {
  // Another date starts a new list.
  return <List key={props.date} {...props} />
}

function List(props: ViewProps) {
  const { date, items, calendars, viewer, today } = props
  const t = useTranslations('calendar')
  const client = useQueryClient()
  const online = useOnline()
  const start = dayNumber(date)
  const [reach, setReach] = useState({ before: 0, after: 0 })
  const stretches = Array.from({ length: reach.before + 1 + reach.after }, (_, index) => {
    const from = start + (index - reach.before) * AGENDA_DAYS
    return { from, to: from + AGENDA_DAYS }
  }).filter(({ from, to }) => isDay(dayOf(from)) && isDay(dayOf(to - 1)))
  const further = useQueries({ queries: stretches.filter(({ from }) => from !== start).map(rangeQuery) })
  const ofOthers = [...further]
  const listed = stretches.map((stretch) => {
    if (stretch.from === start) return { stretch, days: agendaDays(items, stretch), missing: props.missing }
    const query = ofOthers.shift()!
    const { data } = query
    const found = data
      ? visibleItems(toItems(data.tuples, viewer.timeZone, data.locations), data.calendars)
      : []
    return { stretch, days: agendaDays(found, stretch), missing: data ? null : missingReason(query, online) }
  })
  const days = withToday(
    listed.flatMap(({ days }) => days),
    today,
    { from: stretches[0]!.from, to: stretches.at(-1)!.to },
  )
  const drawn = useHydrated() ? days : firstDays(days, SERVER_ENTRIES)
  const missing = listed.find(({ missing }) => missing)?.missing ?? null
  const waits = missing !== null
  const isBarren = (few: typeof listed) =>
    few.length === MAX_EMPTY_STRETCHES && few.every(({ days, missing }) => missing || !days.length)
  const later = () => setReach((now) => ({ ...now, after: now.after + 1 }))
  const earlier = () => setReach((now) => ({ ...now, before: now.before + 1 }))
  const scroller = useRef<HTMLDivElement>(null)
  const daysAbove = days.filter(({ day }) => day < start).length
  const isRequested = useRef(false)
  useSteadyScroll(scroller, daysAbove, isRequested)
  const atEnd = useInSight<HTMLDivElement>(
    scroller,
    !waits && !isBarren(listed.slice(-MAX_EMPTY_STRETCHES)),
    later,
  )
  const atStart = useInSight<HTMLParagraphElement>(
    scroller,
    reach.before > 0 && !waits && !isBarren(listed.slice(0, MAX_EMPTY_STRETCHES)),
    earlier,
  )

  return (
    <div className={styles.agenda} ref={scroller} tabIndex={-1}>
      <div className={styles.list}>
        <p className={styles.more} ref={atStart}>
          <button
            type="button"
            className={`button quiet ${styles.ask}`}
            onClick={() => {
              isRequested.current = true
              earlier()
            }}
          >
            {t('showEarlier')}
          </button>
        </p>
        {!days.length && !waits && (
          <div className={styles.empty}>
            <p>
              {t('nothingBetween', {
                from: longDate(stretches[0]!.from, viewer.locale),
                to: longDate(stretches.at(-1)!.to - 1, viewer.locale),
              })}
            </p>
            {calendars.some(([, , , level]) => level >= 3) && (
              <button type="button" className="button" onClick={() => props.onCreate(start)}>
                {t('createEvent')}
              </button>
            )}
          </div>
        )}
        {drawn.map((day, index) => {
          const last = drawn[index - 1]?.day ?? stretches[0]!.from - 1
          const weeks = Math.floor((day.day - last - 1) / 7)
          const month = dayOf(day.day).slice(0, 7)
          return (
            <Fragment key={day.day}>
              {weeks >= 2 && <p className={styles.gap}>{t('nothingFor', { weeks })}</p>}
              {(index === 0 || dayOf(last).slice(0, 7) !== month) && (
                <h2 className={styles.month}>{monthTitle(dayOf(day.day), viewer.locale)}</h2>
              )}
              <AgendaDaySection {...props} of={day} />
            </Fragment>
          )
        })}
        <div className={styles.more} ref={atEnd}>
          {missing === 'loading' ? (
            <span role="status">{t('loading')}</span>
          ) : missing ? (
            <NotLoaded why={missing} onRetry={() => refetchRanges(client)} />
          ) : (
            <button type="button" className={`button quiet ${styles.ask}`} onClick={later}>
              {t('showLater', { day: longDate(stretches.at(-1)!.to, viewer.locale) })}
            </button>
          )}
        </div>
      </div>
    </div>
  )
}

/** Adds today to the days if it is within the range: the list also shows an empty today. */
function withToday(
  days: AgendaDay[],
  today: number,
  { from, to }: { from: number; to: number },
): AgendaDay[] {
  if (today < from || today >= to || days.some(({ day }) => day === today)) return days
  return [...days, { day: today, entries: [], omitted: 0 }].sort((a, b) => a.day - b.day)
}
