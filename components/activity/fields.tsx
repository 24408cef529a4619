'use client'

import { useTranslations } from 'next-intl'
import { repeatText } from '@/components/event/repeat-text'
import { whenText } from '@/components/event/when-text'
import type { Recurrence } from '@/lib/calendar/series/recurrence'
import type { Span } from '@/lib/calendar/span'
import type { ActivityItem, FieldValue } from '@/lib/schemas/activity'
import type { Viewer } from '@/lib/schemas/users'

/** Fields as they were and as they are, in words. */
export function Fields({ item, viewer, today }: { item: ActivityItem; viewer: Viewer; today: number }) {
  const t = useTranslations('activity')
  const event = useTranslations('event')
  const repeats = useTranslations('repeat')

  const text = (field: string, value: FieldValue): string => {
    if (field === 'image') return t(value ? 'pictureNew' : 'pictureNone')
    if (value === null || value === '' || (Array.isArray(value) && !value.length)) return t('nothing')
    if (Array.isArray(value)) return value.join(', ')
    if (field === 'span') return whenText(value as Span, viewer, today, event)
    if (field === 'recurrence')
      return item.span
        ? repeatText({ span: item.span, recurrence: value as Recurrence }, viewer, repeats)
        : ''
    if (field === 'overrides') return t('days', { count: value as number })
    if (field === 'visibility') return t(value === 'private' ? 'private' : 'open')
    if (field === 'busy') return t(value ? 'busyYes' : 'busyNo')
    if (field === 'color') return event(`colors.${value as 'teal'}`)
    if (field === 'kind') return event(`kinds.${value as 'event'}`)
    if (field === 'status') return t(`statuses.${value as 'confirmed'}`)
    return typeof value === 'boolean' ? t(value ? 'yes' : 'no') : String(value)
  }

  if (!item.fields.length) return null
  return (
    <dl className="activity-fields">
      {item.fields.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{t(`fields.${nameOf(item, field)}`)}</dt>
          <dd>
            <del dir="auto">
              <span className="visually-hidden">{t('from')}: </span>
              {text(field, before)}
            </del>{' '}
            <span aria-hidden="true" className="flips">
              →
            </span>{' '}
            <ins dir="auto">
              <span className="visually-hidden">{t('to')}: </span>
              {text(field, after)}
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** What a group or a calendar says of itself is called otherwise than the notes of an event. */
function nameOf({ kind }: ActivityItem, field: string) {
  return field === 'description' && kind !== 'event' ? 'about' : (field as 'title')
}
