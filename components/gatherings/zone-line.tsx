import { Globe } from 'lucide-react'
import { zoneOffsetName } from '@/lib/calendar/format-time'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import { zoneCityName } from '@/lib/calendar/zones/zone-names'
import styles from './voting.module.css'
import type { GatheringTranslator } from './voting-props'

/** Says in which zone the times are shown, and switches between the viewer's and the organizer's. */
export function ZoneLine({
  own,
  organizer,
  showsOrganizerZone,
  isOwnKnown,
  hasTimes,
  now,
  locale,
  t,
  onChange,
}: {
  own: string
  organizer: string
  showsOrganizerZone: boolean
  /** Whether `own` is the viewer's zone: the server does not know that of a guest. */
  isOwnKnown: boolean
  /** Whether some slots have a time of day: dates are the same in every zone. */
  hasTimes: boolean
  now: number
  locale: string
  t: GatheringTranslator
  onChange(showsOrganizerZone: boolean): void
}) {
  if (!hasTimes) return null
  const nameOf = (zone: string) => `${zoneCityName(zone)} (${zoneOffsetName(zone, now, locale)})`
  const isSame = wallAt(now, own) === wallAt(now, organizer)
  const shown = showsOrganizerZone || !isOwnKnown ? organizer : own
  return (
    <p className={styles.zone}>
      <Globe size={14} aria-hidden />
      <span>
        {!isOwnKnown || isSame
          ? t('zone.same', { zone: nameOf(shown) })
          : t(showsOrganizerZone ? 'zone.organizer' : 'zone.own', { zone: nameOf(shown) })}
      </span>
      {isOwnKnown && !isSame && (
        <button type="button" onClick={() => onChange(!showsOrganizerZone)}>
          {showsOrganizerZone
            ? t('zone.showOwn')
            : t('zone.showOrganizer', { zone: zoneCityName(organizer) })}
        </button>
      )}
    </p>
  )
}
