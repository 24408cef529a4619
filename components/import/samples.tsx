'use client'

import { useTranslations } from 'next-intl'
import { joinParts } from '@/lib/calendar/format'
import { sampleDate } from '@/lib/event-text/sample-date'
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
            {sampleDate({ start, zone: zone ?? null }, viewer)}
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
                  {sampleDate({ start: id, zone: null }, viewer)} · {t(`occurrences.${change}`)}
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
