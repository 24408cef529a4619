import { shiftSpan } from '@/lib/calendar/edits/move'
import { editableAt } from '@/lib/calendar/edits/scope'
import type { EventContent } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import { detailContent } from '@/lib/schemas/detail-content'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { EventFields } from '@/lib/schemas/events'
import type { Viewer } from '@/lib/schemas/users'
import { targetOf } from './join-entry'
import { eventIdsOf, type OutboxEntry, type OutboxInput } from './outbox-entry'
import { planChange } from './plan-change'

/** Fields whose input has another form than the details of an event. */
const OTHER_FORM = ['attendees', 'groups', 'hiddenFrom']

type Change = Pick<OutboxEntry, 'command' | 'input'>

/** Returns the details of the events that wait to be created. */
export function createdDetails(entries: readonly OutboxEntry[], viewer: Viewer): EventDetail[] {
  return entries.flatMap((entry) => {
    const fields = entry.command === 'createEvent' ? entry.input : entry.copied
    return fields ? [newDetail(eventIdsOf(entry)[0]!, fields, viewer)] : []
  })
}

/** Returns the details of an event that was created offline. A series can be edited once the server knows it. */
function newDetail(id: string, input: object, viewer: Viewer): EventDetail {
  const { attendees: _, groups: __, hiddenFrom: ___, ...fields } = input as EventFields
  return {
    ...{ visibility: 'default', busy: true, done: false, color: null, kind: 'event', rules: [] },
    ...fields,
    ...{
      id,
      version: 1,
      attendees: [],
      takenPlaces: null,
      groups: [],
      hiddenFrom: [],
      links: [],
      guestsOmitted: false,
    },
    ...{
      organizer: null,
      answer: null,
      attachments: [],
      createdBy: viewer.id,
      placements: [],
      hiddenPlacements: 0,
    },
    ...{
      occurrence: null,
      series: null,
      editable: !fields.rules?.length,
      readOnly: null,
      placeable: false,
      movable: false,
    },
  }
}

/** Returns the details of an event or occurrence after changes that wait in the outbox. */
export function withPendingChanges(event: EventDetail, entries: readonly Change[]): EventDetail {
  return entries.reduce(
    (shown, entry) => (targetOf(entry.input).id === event.id ? afterChange(shown, entry) : shown),
    event,
  )
}

function afterChange(event: EventDetail, entry: Change): EventDetail {
  const { command, input } = entry
  if (command === 'answerEvent') return afterAnswer(event, input)
  if (command !== 'updateEvent' && command !== 'moveEvents') return event
  if (event.series && event.occurrence) return afterSeriesChange(event, event.occurrence, entry)
  if (command === 'moveEvents') return { ...event, span: shiftSpan(event.span, input.by!, 'all') }
  const patch = patchOf(event, input)
  return isEqual(patch, {}) ? event : { ...event, ...patch }
}

function afterAnswer(event: EventDetail, input: OutboxInput): EventDetail {
  const { status, partySize = 1, comment = '' } = input as Partial<NonNullable<EventDetail['answer']>>
  if (!event.answer || !status || (input.occurrence && input.occurrence !== event.occurrence)) return event
  return { ...event, answer: { ...event.answer, status, partySize, comment, outdatedFor: null } }
}

/** Follows an occurrence through a change of its series, which can change its recurrence id. */
function afterSeriesChange(event: EventDetail, occurrence: string, entry: Change): EventDetail {
  const { span: _, rules: __, ...patch } = patchOf(event, entry.input)
  const plan = planChange(entry, detailContent(event))
  const next = plan?.follow(occurrence)
  const content = next?.split ? plan?.split : plan?.event
  const edited = content && editableAt(content, content.recurrence ? next?.id : undefined)
  if (!next || !edited) return { ...event, ...patch }
  const { span, rules } = edited
  return { ...event, ...patch, span, rules, ...placeIn(content, next.id) }
}

function placeIn({ span, recurrence, overrides }: EventContent, id: string) {
  if (!recurrence) return { occurrence: null, series: null }
  const spans = Object.entries(overrides).map(([other, own]) => [other, own.span ? { span: own.span } : {}])
  return { occurrence: id, series: { span, recurrence, overrides: Object.fromEntries(spans) } }
}

/** Returns the changed fields of an edit that applies to the event or occurrence. */
function patchOf(event: EventDetail, input: OutboxInput): Partial<EventDetail> {
  const { occurrence, scope } = targetOf(input)
  const isAffected =
    !occurrence ||
    scope === 'all' ||
    occurrence === event.occurrence ||
    (scope === 'following' && event.occurrence !== null && event.occurrence > occurrence)
  const sameForm = Object.entries(input.patch ?? {}).filter(([field]) => !OTHER_FORM.includes(field))
  return isAffected ? Object.fromEntries(sameForm) : {}
}
