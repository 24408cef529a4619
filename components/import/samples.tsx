'use client'

import { useTranslations } from 'next-intl'
import { DAY, dayNumber, wallMs } from '@/lib/calendar/day'
import { joinParts, mediumDay } from '@/lib/calendar/format'
import { shortTime } from '@/lib/calendar/format-time'
import { instantAt, wallAt } from '@/lib/calendar/zones/wall-time'
import type { Zone } from '@/lib/calendar/zones/zone'
import { zoneCityName } from '@/lib/calendar/zones/zone-names'
import type { ImportSample } from '@/lib/schemas/import-result'
import type { Viewer } from '@/lib/schemas/users'
import styles from './import.module.css'

/** Lists sample events with the same import outcome. `total`: number of events with that outcome. */
export function ImportSamples({
  list,
  total,
  viewer,
}: {
  list: readonly ImportSample[]
  total: number
  viewer: Viewer
}) {
  const t = useTranslations('import')
  return (
    <ul className={styles.importSamples}>
      {list.map(({ title, start, zone, reason, updated, occurrences, replaced }, index) => (
        <li key={index}>
          <span className="grow" dir="auto">
            {title || t('untitled')}
          </span>
          <small>
            {dateOf(start, viewer)}
            {zone && isOtherClock(start, zone, viewer.timeZone) && ` (${zoneCityName(zone)})`}
            {reason && <> · {t(`reasons.${reason}`)}</>}
          </small>
          {Boolean(updated?.length || occurrences?.length || replaced?.length) && (
            <ul className={styles.importOccurrences}>
              {Boolean(updated?.length) && (
                <li>
                  {t('updates', {
                    fields: joinParts(
                      updated!.map((field) => t(`fields.${field}`)),
                      viewer.locale,
                    ),
                  })}
                </li>
              )}
              {replaced?.map((field) => (
                <li key={field}>{t('replaced', { field: t(`fields.${fieldKey(field)}`) })}</li>
              ))}
              {occurrences?.map(({ id, change }) => (
                <li key={id}>
                  {dateOf(id, viewer)} · {t(`occurrences.${change}`)}
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
      {total > list.length && <li className="muted">{t('andMore', { count: total - list.length })}</li>}
    </ul>
  )
}

const FIELDS = ['title', 'description', 'location', 'status', 'visibility', 'when', 'attendees'] as const

/** Returns the message key for the name of a merged field. */
function fieldKey(field: string): (typeof FIELDS)[number] | 'dates' | 'details' {
  if (field === 'dates' || field === 'exclusions' || field === 'overrides') return 'dates'
  return FIELDS.find((known) => known === field) ?? 'details'
}

/** Returns whether clocks in two zones differ at a wall time of the first. */
function isOtherClock(wall: string, zone: Zone, viewerZone: Zone): boolean {
  return wallAt(instantAt(wallMs(wall), zone), viewerZone) !== wallMs(wall)
}

function dateOf(start: string, style: Viewer): string {
  // Relative to a year that no event is in, so that every date shows its year.
  const day = mediumDay(dayNumber(start.slice(0, 10)), style.locale, dayNumber('0010-01-01'))
  return start.length === 10 ? day : joinParts([day, shortTime(wallMs(start) % DAY, style)], style.locale)
}
