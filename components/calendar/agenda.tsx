'use client'

import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Fragment, useRef, useState } from 'react'
import { rangeQueryOptions, refetchRanges } from '@/components/live/ranges'
import { useHydrated } from '@/components/ui/hydrated'
import { useOnline } from '@/components/ui/online'
import { type AgendaDay, agendaDays, firstDays } from '@/lib/calendar/agenda'
import { dayNumber, dayOf, isDay } from '@/lib/calendar/day'
import { longDate, monthTitle } from '@/lib/calendar/format'
import { canWriteTo, holdItems, type Range, toItems } from '@/lib/calendar/tuple'
import { AGENDA_DAYS } from '@/lib/calendar/views'
import { visibleItems } from '@/lib/calendar/visible'
import styles from './agenda.module.css'
import { AgendaDaySection } from './agenda-day'
import { useInSight, useSteadyScroll } from './agenda-scroll'
import { DaysNotLoaded } from './not-loaded'
import type { ViewProps } from './view-props'
import { missingReason } from './view-range'

/** Number of consecutive empty pages after which the next one is loaded only on request. */
const MAX_EMPTY_PAGES = 3

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
  const isOnline = useOnline()
  const start = dayNumber(date)
  const [pageCounts, setPageCounts] = useState({ before: 0, after: 0 })
  const pages = Array.from({ length: pageCounts.before + 1 + pageCounts.after }, (_, index) => {
    const from = start + (index - pageCounts.before) * AGENDA_DAYS
    return { from, to: from + AGENDA_DAYS }
  }).filter(({ from, to }) => isDay(dayOf(from)) && isDay(dayOf(to - 1)))
  const queries = useQueries({ queries: pages.filter(({ from }) => from !== start).map(rangeQueryOptions) })
  const itemsOf = (range: Range) => [
    ...toItems(range.tuples, viewer.timeZone, range.locations),
    ...holdItems(range, viewer.timeZone, (title) => t('hold', { title })),
  ]
  const remainingQueries = [...queries]
  const pageResults = pages.map((page) => {
    if (page.from === start) return { page, days: agendaDays(items, page), missing: props.missing }
    const query = remainingQueries.shift()!
    const { data } = query
    const found = data ? visibleItems(itemsOf(data), data.calendars) : []
    return { page, days: agendaDays(found, page), missing: data ? null : missingReason(query, isOnline) }
  })
  const days = withToday(
    pageResults.flatMap(({ days }) => days),
    today,
    { from: pages[0]!.from, to: pages.at(-1)!.to },
  )
  const renderedDays = useHydrated() ? days : firstDays(days, SERVER_ENTRIES)
  const missing = pageResults.find(({ missing }) => missing)?.missing ?? null
  const isIncomplete = missing !== null
  const areEmpty = (results: typeof pageResults) =>
    results.length === MAX_EMPTY_PAGES && results.every(({ days, missing }) => missing || !days.length)
  const showLater = () => setPageCounts((counts) => ({ ...counts, after: counts.after + 1 }))
  const showEarlier = () => setPageCounts((counts) => ({ ...counts, before: counts.before + 1 }))
  const scroller = useRef<HTMLDivElement>(null)
  const daysAbove = days.filter(({ day }) => day < start).length
  const isRequested = useRef(false)
  useSteadyScroll(scroller, daysAbove, isRequested)
  const canWrite = calendars.some(canWriteTo)
  const endMark = useInSight<HTMLDivElement>(
    scroller,
    !isIncomplete && !areEmpty(pageResults.slice(-MAX_EMPTY_PAGES)),
    showLater,
  )
  const startMark = useInSight<HTMLParagraphElement>(
    scroller,
    pageCounts.before > 0 && !isIncomplete && !areEmpty(pageResults.slice(0, MAX_EMPTY_PAGES)),
    showEarlier,
  )

  return (
    <div className={styles.agenda} ref={scroller} tabIndex={-1}>
      <div className={styles.list}>
        <p className={styles.more} ref={startMark}>
          <button
            type="button"
            className={`button quiet ${styles.showMore}`}
            onClick={() => {
              isRequested.current = true
              showEarlier()
            }}
          >
            {t('showEarlier')}
          </button>
        </p>
        {!days.length && !isIncomplete && (
          <div className={styles.empty}>
            <p>
              {t('nothingBetween', {
                from: longDate(pages[0]!.from, viewer.locale),
                to: longDate(pages.at(-1)!.to - 1, viewer.locale),
              })}
            </p>
            {canWrite && (
              <button type="button" className="button" onClick={() => props.onCreate(start)}>
                {t('createEvent')}
              </button>
            )}
          </div>
        )}
        {renderedDays.map((day, index) => {
          const previous = renderedDays[index - 1]?.day ?? pages[0]!.from - 1
          const weeks = Math.floor((day.day - previous - 1) / 7)
          const month = dayOf(day.day).slice(0, 7)
          return (
            <Fragment key={day.day}>
              {weeks >= 2 && <p className={styles.gap}>{t('nothingFor', { weeks })}</p>}
              {(index === 0 || dayOf(previous).slice(0, 7) !== month) && (
                <h2 className={styles.month}>{monthTitle(dayOf(day.day), viewer.locale)}</h2>
              )}
              <AgendaDaySection {...props} agendaDay={day} />
            </Fragment>
          )
        })}
        <div className={styles.more} ref={endMark}>
          {missing === 'loading' ? (
            <span role="status">{t('loading')}</span>
          ) : missing ? (
            <DaysNotLoaded reason={missing} onRetry={() => refetchRanges(client)} />
          ) : (
            <button type="button" className={`button quiet ${styles.showMore}`} onClick={showLater}>
              {t('showLater', { day: longDate(pages.at(-1)!.to, viewer.locale) })}
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
