import type { DescribedChange } from '@/lib/schemas/history'
import { changeText, occurrenceText } from './change-text'
import type { ChangeContext } from './value-text'

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
  const names = { who: isolate(author ?? t('formerMember')), title: isolate(title || event('untitled')) }
  if (op === 'added' || op === 'removed' || op === 'restored') return t(`changes.${op}`, names)
  const days = [...new Set(changes.map(({ occurrence }) => occurrence))]
  const single = changes.length === 1 ? changes[0]! : undefined
  const answer = op === 'answered' && ownAnswerIn(changes, author)
  const text = answer
    ? t(`changes.${answer.to as 'accepted'}`, names)
    : single
      ? describeSingleChange(single, names, context)
      : t('changes.several', { ...names, fields: fieldsText(changes, context) })
  const day = days.length === 1 ? days[0] : null
  return day ? t('changes.onDay', { text, day: occurrenceText(day, context) }) : text
}

/** Returns the change of the author's own answer; undefined if there is none, or if changes concern another person. */
export function ownAnswerIn(
  changes: readonly DescribedChange[],
  author: string | null,
): DescribedChange | undefined {
  const isOwn = changes.every(({ person }) => person === undefined || person === author)
  return isOwn ? changes.find(({ field }) => field === 'answer') : undefined
}

/** Isolates right-to-left text within a sentence (Unicode Bidirectional Algorithm, isolates). */
function isolate(text: string): string {
  return /[\u0590-\u08ff]/.test(text) ? `\u2068${text}\u2069` : text
}

function describeSingleChange(
  change: DescribedChange,
  names: { who: string; title: string },
  context: ChangeContext,
): string {
  const { t } = context
  const { field, ...values } = changeText(change, context)
  const [from, to] = [isolate(values.from), isolate(values.to)]
  switch (change.field) {
    case 'title':
      return t('changes.title', { ...names, from, to })
    case 'span':
      return t('changes.span', { ...names, to })
    case 'exists':
      return t(change.to ? 'changes.occurrenceRestored' : 'changes.occurrenceDeleted', names)
    case 'done':
      return t(change.to ? 'changes.done' : 'changes.notDone', names)
    case 'location':
      return change.to
        ? t('changes.location', { ...names, to })
        : t('changes.several', { ...names, fields: field })
    case 'attachment':
      return change.to ? t('changes.attached', { ...names, to }) : t('changes.detached', { ...names, from })
    case 'calendarId':
      return t('changes.calendar', { ...names, to })
    default:
      return t('changes.several', { ...names, fields: field })
  }
}

function fieldsText(changes: readonly DescribedChange[], { t, viewer }: ChangeContext): string {
  const fields = [...new Set(changes.map(({ field }) => t(`fields.${field}`)))]
  return new Intl.ListFormat(viewer.locale, { type: 'conjunction' }).format(fields)
}
