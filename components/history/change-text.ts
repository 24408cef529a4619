import type { useTranslations } from 'next-intl'
import { formatRecurrence } from '@/components/event-text/recurrence-text'
import { formatWhen } from '@/components/event-text/when-text'
import { DAY } from '@/lib/calendar/day'
import { mediumDay } from '@/lib/calendar/format'
import { type RecurrenceId, wallOfId } from '@/lib/calendar/series/recurrence'
import type { Span } from '@/lib/calendar/span'
import type { DescribedChange, HistoryEntry } from '@/lib/schemas/history'
import type { Viewer } from '@/lib/schemas/users'

/** Context for describing changes: the messages of four namespaces, and the reader's date settings. */
export interface ChangeContext {
  t: ReturnType<typeof useTranslations<'history'>>
  event: ReturnType<typeof useTranslations<'event'>>
  repeat: ReturnType<typeof useTranslations<'repeat'>>
  palette: ReturnType<typeof useTranslations<'palette'>>
  viewer: Viewer
  /** Today as a day number: dates of the same year are written without it. */
  today: number
}

export interface ChangeText {
  field: string
  from: string
  to: string
}

/** A field's label, old value and new value as texts. */
export function changeText(change: DescribedChange, context: ChangeContext): ChangeText {
  const { field, from, to, spans } = change
  return {
    field: context.t(`fields.${field}`),
    from: valueText(field, from, spans?.[0], context),
    to:
      field === 'image' && from && to
        ? context.t('values.newPicture')
        : valueText(field, to, spans?.[1], context),
  }
}

/** Formats the day of an occurrence in the zone of its series. */
export function occurrenceText(id: RecurrenceId, { viewer, today }: ChangeContext): string {
  return mediumDay(Math.floor(wallOfId(id) / DAY), viewer.locale, today)
}

function valueText(
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
      return t(value ? 'values.done' : 'values.open')
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
    case 'image':
      return t(value ? 'values.picture' : 'values.noPicture')
    default:
      return (value as string) || t('values.empty')
  }
}

/** Describes a change of an event in a sentence: "Ben moved Football to Sat, 21 Nov, 18:00". */
export function describeInSentence(
  {
    author,
    op,
    title,
    changes,
  }: { author: string | null; op: string; title: string; changes: readonly DescribedChange[] },
  context: ChangeContext,
): string {
  const { t, event } = context
  const named = { who: isolate(author ?? t('formerMember')), title: isolate(title || event('untitled')) }
  if (op === 'added' || op === 'removed' || op === 'restored') return t(`changes.${op}`, named)
  const days = [...new Set(changes.map(({ occurrence }) => occurrence))]
  const only = changes.length === 1 ? changes[0]! : undefined
  const answer = op === 'answered' && ownAnswerIn(changes, author)
  const text = answer
    ? t(`changes.${answer.to as 'accepted'}`, named)
    : only
      ? describeSingleChange(only, named, context)
      : t('changes.several', { ...named, fields: fieldsText(changes, context) })
  const day = days.length === 1 ? days[0] : null
  return day ? t('changes.onDay', { text, day: occurrenceText(day, context) }) : text
}

/** Returns the changed answer of the attendee who gave it; undefined if it is another user's, or unchanged. */
export function ownAnswerIn(
  changes: readonly DescribedChange[],
  author: string | null,
): DescribedChange | undefined {
  const isOwn = changes.every(({ person }) => person === undefined || person === author)
  return isOwn ? changes.find(({ field }) => field === 'answer') : undefined
}

/** Returns the attendee of an answer that another user gave; null for other changes. */
export function otherPersonText(
  { person }: DescribedChange,
  author: string,
  { t }: Pick<ChangeContext, 't'>,
): string | null {
  return person === undefined || person === author ? null : (person ?? t('formerMember'))
}

/** Returns the author's name: of an answer without one, the attendee's, who is a guest without an account. */
export function authorText(
  { by, changes }: Pick<HistoryEntry, 'by' | 'changes'>,
  { t }: Pick<ChangeContext, 't'>,
): string {
  return by ? (by.name ?? t('formerMember')) : (changes[0]?.person ?? t('kinday'))
}

/** Isolates right-to-left text within a sentence (Unicode Bidirectional Algorithm, isolates). */
function isolate(text: string): string {
  return /[\u0590-\u08ff]/.test(text) ? `\u2068${text}\u2069` : text
}

function describeSingleChange(
  change: DescribedChange,
  named: { who: string; title: string },
  context: ChangeContext,
): string {
  const { t } = context
  const { field, ...values } = changeText(change, context)
  const [from, to] = [isolate(values.from), isolate(values.to)]
  switch (change.field) {
    case 'title':
      return t('changes.title', { ...named, from, to })
    case 'span':
      return t('changes.span', { ...named, to })
    case 'exists':
      return t(change.to ? 'changes.back' : 'changes.gone', named)
    case 'done':
      return t(change.to ? 'changes.done' : 'changes.open', named)
    case 'location':
      return change.to
        ? t('changes.location', { ...named, to })
        : t('changes.several', { ...named, fields: field })
    case 'calendarId':
      return t('changes.calendar', { ...named, to })
    default:
      return t('changes.several', { ...named, fields: field })
  }
}

function fieldsText(changes: readonly DescribedChange[], { t, viewer }: ChangeContext): string {
  const fields = [...new Set(changes.map(({ field }) => t(`fields.${field}`)))]
  return new Intl.ListFormat(viewer.locale, { type: 'conjunction' }).format(fields)
}
