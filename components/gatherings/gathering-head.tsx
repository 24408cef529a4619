import { AlignLeft, CalendarClock, UserRound } from 'lucide-react'
import type { useTranslations } from 'next-intl'
import { EventLinks, EventLocation } from '@/components/event/event-links'
import { LinkedText } from '@/components/ui/linked-text'
import { DAY } from '@/lib/calendar/day'
import { joinParts, mediumDay } from '@/lib/calendar/format'
import { fullTime } from '@/lib/calendar/format-time'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import { formatWhen, type ZonedDateFormat } from '@/lib/event-text/when-text'
import type { GatheringPageData } from '@/lib/schemas/gathering-page'
import styles from './gatherings.module.css'
import type { GatheringTranslator } from './voting-props'

/** Title, state, organizer, location and description of a gathering. */
export function GatheringHead({
  page: { gathering, slots },
  format,
  now,
  userAgent,
  t,
  event,
}: {
  page: GatheringPageData
  format: ZonedDateFormat
  now: number
  /** User agent of the viewer's browser, which decides what opens a map. */
  userAgent: string
  t: GatheringTranslator
  event: ReturnType<typeof useTranslations<'event'>>
}) {
  const { status, title, organizer, group, location, url, description, deadline } = gathering
  const line = { className: styles.fact, iconSize: 18, t: event }
  const today = Math.floor(wallAt(now, format.timeZone) / DAY)
  const locked = slots.find(({ id }) => id === gathering.lockedSlot)
  const isOver = deadline !== null && deadline.at <= now
  return (
    <header className={styles.head}>
      <p className={styles.state}>
        <span className={styles.badge} data-status={status === 'draft' && isOver ? 'over' : status}>
          {t(status === 'draft' && isOver ? 'status.over' : `status.${status}`)}
        </span>
        <span className={styles.organizer}>
          <UserRound size={14} aria-hidden />
          {group
            ? t('organizedIn', { name: organizer.name, group: group.name })
            : t('organizedBy', { name: organizer.name })}
        </span>
      </p>
      <h1 dir="auto">{title}</h1>
      {locked && (
        <p className={styles.lockedTime}>
          <CalendarClock size={20} aria-hidden /> <span>{formatWhen(locked.span, format, today, event)}</span>
        </p>
      )}
      {status === 'draft' && deadline && (
        <p className={styles.deadline}>
          {t(isOver ? 'deadlineWas' : 'deadline', { when: instantText(deadline.at, format, today) })}
        </p>
      )}
      {(location || url || description) && (
        <div className={styles.facts}>
          {location && <EventLocation {...line} location={location} userAgent={userAgent} />}
          {url && <EventLinks {...line} url={url} links={[]} />}
          {description && (
            <div className={styles.fact}>
              <AlignLeft size={18} role="img" aria-label={t('description')} />
              <p className={styles.description} dir="auto">
                <LinkedText text={description} />
              </p>
            </div>
          )}
        </div>
      )}
    </header>
  )
}

function instantText(instant: number, format: ZonedDateFormat, today: number): string {
  const wall = wallAt(instant, format.timeZone)
  return joinParts(
    [mediumDay(Math.floor(wall / DAY), format.locale, today), fullTime(wall, format)],
    format.locale,
  )
}
