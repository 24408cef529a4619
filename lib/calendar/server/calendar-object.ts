import { type Answer, answerLookup, countedStatus, type StoredAnswer } from '../answers'
import type { CalendarObject, EventContent } from '../event'
import { isEqual } from '../is-equal'
import { type AnswerStatus, type Participant, personKey } from '../participant'
import type { Override, RecurrenceId } from '../series/recurrence'
import { occurrenceAt, slotSpan } from '../series/series'
import type { Span } from '../span'

type Content = Omit<EventContent, 'calendarId'>

/** Maximum number of answers to one event in a file: a hostile file has millions (attendees × occurrences). */
const MAX_ANSWERS = 20_000

/**
 * Returns an event as iCalendar states it: each attendee with the answer that counts (PARTSTAT).
 * @param managed ids of attendees without an account, see {@link answerLookup}
 */
export function calendarObjectOf<C extends Content>(
  { attendees, overrides, ...content }: C,
  answers: readonly Answer[],
  managed: readonly string[] = [],
): CalendarObject & Omit<C, keyof Content> {
  const series = { ...content, attendees, overrides }
  const statusesBy =
    (lookup: ReturnType<typeof answerLookup>) => (people: readonly Participant[], id: RecurrenceId | null) =>
      people.map((person) => ({ ...person, status: countedStatus(lookup(person, id)) }))
  const withStatuses = statusesBy(answerLookup(series, answers, managed))
  const all = withStatuses(attendees, null)
  const isAnswered = all.some(({ status }) => status !== 'needs-action')
  const unanswered = isAnswered ? statusesBy(answerLookup(series, [], managed))(attendees, null) : all
  const answered = new Set(answers.flatMap(({ recurrenceId }) => recurrenceId ?? []))
  // An answer to an occurrence that the series no longer has must not bring it back.
  const ids = [...answered].filter((id) => content.recurrence && occurrenceAt(series, id))
  const entries = [...new Set([...Object.keys(overrides), ...ids])].map((id) => {
    const { attendees: ownAttendees, ...override }: Override = overrides[id] ?? {}
    const isMoved = override.span && !isEqual(override.span, slotSpan(series, id))
    const people =
      ownAttendees || answered.has(id)
        ? withStatuses(ownAttendees ?? attendees, id)
        : isMoved
          ? unanswered
          : all
    const isInherited = people === all || isEqual(people, all)
    return [id, isInherited ? override : { ...override, attendees: people }] as [string, Override]
  })
  const sparse = entries.filter(([id, override]) => overrides[id] || override.attendees)
  return {
    ...content,
    attendees: all,
    overrides: Object.fromEntries(sparse.sort(([a], [b]) => (a < b ? -1 : 1))),
  } as unknown as CalendarObject & Omit<C, keyof Content>
}

/** Returns the content of a calendar object without the answers of its attendees. */
export function withoutAnswers({ attendees, overrides, ...object }: CalendarObject): Content {
  const people = attendees.map(withoutStatus)
  const changedOverrides = Object.entries(overrides).flatMap(([id, { attendees, ...override }]) => {
    const overridden = attendees?.map(withoutStatus)
    if (overridden && !isEqual(overridden, people))
      return [[id, { ...override, attendees: overridden }] as const]
    // An override that contains only answers is dropped, unless it alone adds the occurrence to the series.
    const isEmpty = overridden && !Object.keys(override).length
    return isEmpty && occurrenceAt({ ...object, overrides: {} }, id) ? [] : [[id, override] as const]
  })
  return { ...object, attendees: people, overrides: Object.fromEntries(changedOverrides) }
}

/**
 * Returns the answers that a calendar object states and that differ from what is stored. Attendees with a stored answer
 * from another source than a file are omitted: the status in the file is older or second-hand.
 */
export function changedAnswers(
  content: Content,
  stored: readonly StoredAnswer[],
  object: CalendarObject,
  managed: readonly string[] = [],
): Answer[] {
  const answeredElsewhere = new Set(stored.filter(({ source }) => source !== 'import').map(personKey))
  const findDifferences = (compared: CalendarObject, id: RecurrenceId | null, givenFor: Span): Answer[] => {
    const before = statusesAt(compared, id)
    return [...statusesAt(object, id)].flatMap(([key, { person, status }]) =>
      answeredElsewhere.has(key) || status === (before.get(key)?.status ?? 'needs-action')
        ? []
        : [{ ...person, recurrenceId: id, status, partySize: 1, comment: '', givenFor }],
    )
  }
  const found = findDifferences(calendarObjectOf(content, stored, managed), null, content.span)
  // Answers to the series apply to its occurrences, too, so occurrences are compared with these new answers.
  const answered = new Set(found.map(personKey))
  const others = stored.filter((answer) => answer.recurrenceId !== null || !answered.has(personKey(answer)))
  const withNewAnswers = calendarObjectOf(content, [...others, ...found], managed)
  for (const id of new Set([...Object.keys(object.overrides), ...Object.keys(withNewAnswers.overrides)])) {
    const isStated = object.overrides[id]?.attendees ?? withNewAnswers.overrides[id]?.attendees
    const occurrence = isStated && content.recurrence && occurrenceAt(content, id)
    if (occurrence) found.push(...findDifferences(withNewAnswers, id, occurrence.span))
    if (found.length > MAX_ANSWERS) break
  }
  return found.slice(0, MAX_ANSWERS)
}

function statusesAt(
  { attendees, overrides }: CalendarObject,
  id: RecurrenceId | null,
): Map<string, { person: Participant; status: AnswerStatus }> {
  const people = (id === null ? undefined : overrides[id]?.attendees) ?? attendees
  return new Map(people.map(({ status, ...person }) => [personKey(person), { person, status }]))
}

function withoutStatus({ userId, email, name }: Participant): Participant {
  return { userId, email, name }
}
