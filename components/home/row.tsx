import { MapPin, Repeat } from 'lucide-react'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { eventPath } from '@/components/event/event-path'
import { Avatar } from '@/components/ui/avatar'
import { joinParts } from '@/lib/calendar/format'
import { decodeCalendar, FLAG, type Item, sourceValues } from '@/lib/calendar/tuple'
import styles from './home.module.css'
import type { HomeSectionProps } from './section-props'

/** Maximum number of avatars beside an event; the rest is a count. */
const MAX_AVATARS = 4

/** List row of an event: time, title, location and guests. */
export function Row({
  item,
  when,
  note,
  state,
  range,
  extras,
}: { item: Item; when: ReactNode; note?: ReactNode; state?: string } & Pick<
  HomeSectionProps,
  'range' | 'extras'
>) {
  const t = useTranslations('home')
  const calendar = decodeCalendar(range.calendars[item.calendar]!)
  const extra = extras[String(item.id)]
  const names = joinParts(extra?.people.map(({ name }) => name) ?? [], useLocale())
  const isOver = item.flags & (FLAG.done | FLAG.cancelled)
  return (
    <li
      className={`${styles.row} c-${item.color || calendar.color} ${isOver ? styles.struck : ''}`}
      data-state={state}
    >
      <span className={styles.time}>{when}</span>
      <span className={styles.colorBar} aria-hidden="true" />
      <div className={styles.details}>
        <Link href={eventPath(item)} prefetch={false} className={styles.title} dir="auto">
          {item.title || t(item.flags & FLAG.untitledBusy ? 'busy' : 'untitled')}
        </Link>
        <p className={styles.meta}>
          <span dir="auto">{calendar.name}</span>
          {calendar.source && (
            <span className={styles.metaItem}>{t('source', sourceValues(calendar.source))}</span>
          )}
          {extra?.location && (
            <span className={styles.metaItem}>
              <MapPin size={12} aria-hidden /> <span dir="auto">{extra.location}</span>
            </span>
          )}
          {item.occurrence !== 0 && (
            <span className={styles.metaItem}>
              <Repeat size={12} aria-label={t('repeats')} />
            </span>
          )}
          {note}
        </p>
      </div>
      {extra && extra.people.length > 0 && (
        <span className={styles.people} title={names}>
          <span className="visually-hidden">{t('with', { people: names })}</span>
          {extra.people.slice(0, MAX_AVATARS).map(({ id, name, color }) => (
            <Avatar key={id} id={id} name={name} color={color} />
          ))}
          {extra.people.length > MAX_AVATARS && (
            <span className="avatar" aria-hidden="true">
              +{extra.people.length - MAX_AVATARS}
            </span>
          )}
        </span>
      )}
    </li>
  )
}
