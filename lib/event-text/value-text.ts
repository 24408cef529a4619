import type { useTranslations } from 'next-intl'
import { dayNumber } from '@/lib/calendar/day'
import { mediumDay } from '@/lib/calendar/format'
import type { Span } from '@/lib/calendar/span'
import type { DescribedChange } from '@/lib/schemas/history'
import type { Viewer } from '@/lib/schemas/users'
import { formatRecurrence } from './recurrence-text'
import { formatWhen } from './when-text'

/** Context for describing changes: the messages of four namespaces, and the reader's date settings. */
export interface ChangeContext {
  t: ReturnType<typeof useTranslations<'history'>>
  event: ReturnType<typeof useTranslations<'event'>>
  repeat: ReturnType<typeof useTranslations<'repeat'>>
  palette: ReturnType<typeof useTranslations<'palette'>>
  viewer: Viewer
  /** Today as a day number: dates of the same year are written without the year. */
  today: number
}

export function valueText(
  field: DescribedChange['field'],
  value: unknown,
  span: Span | undefined,
  { t, event, repeat, palette, viewer, today }: ChangeContext,
): string {
  switch (field) {
    case 'span':
      return formatWhen(value as Span, viewer, today, event)
    case 'rules': {
      const rules = value as string[]
      if (!rules.length || !span) return t('values.never')
      return formatRecurrence({ span, recurrence: { rules, dates: [], exclusions: [] } }, viewer, repeat)
    }
    case 'dates':
      return t('values.dates', { count: (value as string[]).length })
    case 'guestListHidden':
      return t(value ? 'values.hidden' : 'values.shown')
    case 'guestsMayComment':
      return t(value ? 'values.allowed' : 'values.notAllowed')
    case 'capacity':
      return value === null ? t('values.unlimited') : t('values.places', { count: value as number })
    case 'answerBy':
      return value === null ? t('values.noDate') : mediumDay(dayNumber(value as string), viewer.locale, today)
    case 'groups': {
      const names = (value as (string | null)[]).map((name) => name ?? t('values.otherGroup'))
      if (!names.length) return t('values.noGroups')
      return new Intl.ListFormat(viewer.locale, { type: 'conjunction' }).format(names)
    }
    case 'hiddenFrom':
    case 'attendees': {
      const names = (value as (string | null)[]).map((name) => name ?? t('formerMember'))
      if (!names.length) return t('values.nobody')
      return new Intl.ListFormat(viewer.locale, { type: 'conjunction' }).format(names)
    }
    case 'calendarId':
      return (value as string | null) ?? t('values.otherCalendar')
    case 'kind':
      return event(`kinds.${value as 'event'}`)
    case 'status':
      return t(`values.${value as 'confirmed'}`)
    case 'done':
      return t(value ? 'values.done' : 'values.notDone')
    case 'busy':
      return t(value ? 'values.busy' : 'values.free')
    case 'visibility':
      return t(value === 'private' ? 'values.private' : 'values.everyone')
    case 'color':
      return value === null ? event('colorOfCalendar') : palette(`colors.${value as 'sky'}`)
    case 'exists':
      return t(value ? 'values.exists' : 'values.deleted')
    case 'answer':
      return value === 'needs-action' ? t('values.noAnswer') : event(`answerChoices.${value as 'accepted'}`)
    case 'partySize':
      return String(value)
    case 'attachment':
      return (value as string | null) ?? t('values.noFile')
    case 'image':
      return t(value ? 'values.picture' : 'values.noPicture')
    default:
      return (value as string) || t('values.empty')
  }
}
