import { Bell, EyeOff, Lock, MapPin, Repeat, Users } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { eventPath } from '@/components/event/event-path'
import { DAY } from '@/lib/calendar/day'
import { joinParts } from '@/lib/calendar/format'
import { wordsOf } from '@/lib/calendar/search/words'
import {
  type CalendarTuple,
  decodeCalendar,
  FLAG,
  isUntitledBusy,
  type Tuple,
  toItems,
} from '@/lib/calendar/tuple'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import { formatItemTime } from '@/lib/event-text/item-time'
import type { SearchHit, SearchResults } from '@/lib/schemas/search'
import type { Viewer } from '@/lib/schemas/users'
import { GatheringsAndTasks } from './gatherings-and-tasks'
import { Highlighted } from './highlighted'
import styles from './search.module.css'

/** Search results, best first; fuzzy matches follow under a heading of their own. */
export function Results({
  results,
  words: typed,
  viewer,
  now,
}: {
  results: SearchResults
  words: string
  viewer: Viewer
  now: number
}) {
  const t = useTranslations('search')
  const words = wordsOf(typed)
  const row = (hit: SearchHit, index: number) => (
    <Result
      key={`${hit[0][0]} ${hit[0][7]} ${index}`}
      hit={hit}
      calendars={results.calendars}
      words={words}
      viewer={viewer}
      now={now}
    />
  )
  const withTypos = results.found.slice(results.exactCount)
  return (
    <>
      <GatheringsAndTasks hits={results.others} words={words} />
      <ol className={styles.found}>{results.found.slice(0, results.exactCount).map(row)}</ol>
      {withTypos.length > 0 && (
        <>
          <h2 className={styles.foundWithTypos}>{t('near')}</h2>
          <ol className={styles.found}>{withTypos.map(row)}</ol>
        </>
      )}
    </>
  )
}

function Result({
  hit: [tuple, place, note, people, lastTime],
  calendars,
  words,
  viewer,
  now,
}: {
  hit: SearchHit
  calendars: CalendarTuple[]
  words: readonly string[]
  viewer: Viewer
  now: number
}) {
  const t = useTranslations('search')
  const event = useTranslations('event')
  const [item] = toItems([tuple], viewer.timeZone) as [ReturnType<typeof toItems>[number]]
  const wall = wallAt(now, viewer.timeZone)
  const today = Math.floor(wall / DAY)
  const { flags } = item
  const calendar = decodeCalendar(calendars[item.calendar]!)
  const isPast = item.end < wall
  const lastOccurrence = lastTime ? toItems([withTime(tuple, lastTime)], viewer.timeZone)[0] : undefined
  return (
    <li className={`${styles.foundOne} c-${item.color || calendar.color}${isPast ? ` ${styles.past}` : ''}`}>
      <Link href={eventPath(item)} prefetch={false} className={styles.foundLink} data-result="">
        <span
          className={`${styles.foundTitle}${flags & (FLAG.done | FLAG.cancelled) ? ` ${styles.struck}` : ''}`}
          dir="auto"
        >
          <Highlighted text={item.title || event(isUntitledBusy(item) ? 'busy' : 'untitled')} words={words} />
        </span>
        <span className={styles.foundWhen}>{formatItemTime(item, viewer, today, event)}</span>
      </Link>
      <p className={styles.foundMore}>
        <span className={styles.foundCalendar}>
          <span className={`dot c-${calendar.color}`} aria-hidden="true" />
          <span dir="auto">{calendar.name}</span>
          {calendar.isHidden && (
            <span className={styles.foundSign}>
              <EyeOff size={13} aria-hidden /> {t('hidden')}
            </span>
          )}
        </span>
        {item.otherCalendars?.map((index) => (
          <span key={index} className={styles.foundCalendar}>
            <span className={`dot c-${decodeCalendar(calendars[index]!).color}`} aria-hidden="true" />
            <span dir="auto">{decodeCalendar(calendars[index]!).name}</span>
          </span>
        ))}
        {item.occurrence !== 0 && (
          <span className={styles.foundSign}>
            <Repeat size={13} aria-hidden /> {t('repeats')}
          </span>
        )}
        {Boolean(flags & FLAG.reminder) && (
          <span className={styles.foundSign}>
            <Bell size={13} aria-hidden /> {t('kinds.reminder')}
          </span>
        )}
        {Boolean(flags & FLAG.private) && (
          <span className={styles.foundSign}>
            <Lock size={13} aria-hidden /> {t('private')}
          </span>
        )}
        {place && (
          <span className={styles.foundSign}>
            <MapPin size={13} aria-hidden />
            <span dir="auto">
              <Highlighted text={place} words={words} />
            </span>
          </span>
        )}
        {people.length > 0 && (
          <span className={styles.foundSign}>
            <Users size={13} aria-hidden />
            <span dir="auto">
              <Highlighted text={joinParts(people.slice(0, 5), viewer.locale)} words={words} />
            </span>
          </span>
        )}
        {lastOccurrence && (
          <Link href={eventPath(lastOccurrence)} prefetch={false} className={styles.foundLast}>
            {t('last', { when: formatItemTime(lastOccurrence, viewer, today, event) })}
          </Link>
        )}
      </p>
      {note && words.length > 0 && (
        <p className={styles.foundNote} dir="auto">
          <Highlighted text={note} words={words} />
        </p>
      )}
    </li>
  )
}

function withTime(tuple: Tuple, [start, end, occurrence]: Exclude<SearchHit[4], 0>): Tuple {
  const [id, calendar, flags, , , title, color] = tuple
  return [id, calendar, flags, start, end, title, color, occurrence]
}
