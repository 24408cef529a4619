import { isEqual } from '@/lib/calendar/is-equal'
import type { OutboxCommand, OutboxInput } from '@/lib/offline/outbox-entry'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { EventFields } from '@/lib/schemas/events'
import type { Viewer } from '@/lib/schemas/users'

/** Fields whose input has another form than the details of an event. */
const OTHER_FORM = ['attendees', 'groups', 'hiddenFrom']

/** Returns the details of an event that was created offline. A series can be edited once the server knows it. */
export function newDetail(id: string, input: OutboxInput, viewer: Viewer): EventDetail {
  const { attendees: _, groups: __, hiddenFrom: ___, ...fields } = input as unknown as EventFields
  return {
    ...{ visibility: 'default', busy: true, done: false, color: null, kind: 'event', rules: [] },
    ...fields,
    ...{ id, version: 1, attendees: [], takenPlaces: null, groups: [], hiddenFrom: [], links: [] },
    ...{
      organizer: null,
      answer: null,
      attachments: [],
      createdBy: viewer.id,
      placements: [],
      hiddenPlacements: 0,
    },
    ...{ occurrence: null, series: null, editable: !fields.rules?.length, movable: false },
  }
}

/** Returns the details of an event after a change that waits in the outbox. */
export function detailAfter(event: EventDetail, command: OutboxCommand, input: OutboxInput): EventDetail {
  if (command === 'answerEvent') {
    const { status, partySize = 1, comment = '' } = input as Partial<NonNullable<EventDetail['answer']>>
    if (!event.answer || !status || (input.occurrence && input.occurrence !== event.occurrence)) return event
    return { ...event, answer: { ...event.answer, status, partySize, comment, outdatedFor: null } }
  }
  if (command !== 'updateEvent' || !appliesTo(event, input)) return event
  const sameForm = Object.entries(input.patch ?? {}).filter(([field]) => !OTHER_FORM.includes(field))
  const patch = Object.fromEntries(sameForm) as Partial<EventDetail>
  // The span of a series is not that of this occurrence.
  if (event.series && !isThisOccurrence(event, input)) delete patch.span
  return isEqual(patch, {}) ? event : { ...event, ...patch }
}

function appliesTo(event: EventDetail, input: OutboxInput): boolean {
  const { scope } = (input.occurrence ?? {}) as { scope?: string }
  return !scope || scope === 'all' || isThisOccurrence(event, input)
}

function isThisOccurrence(event: EventDetail, { occurrence }: OutboxInput): boolean {
  return (occurrence as { id?: string } | undefined)?.id === event.occurrence
}
