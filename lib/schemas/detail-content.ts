import type { EditableEvent } from '@/lib/calendar/edits/plan'
import type { EventContent } from '@/lib/calendar/event'
import { type InviteeInput, participantOf } from '@/lib/calendar/participant'
import type { EventDetail } from './event-detail'

/** Returns the content of an event or series, as far as its details contain it. */
export function detailContent(event: EventDetail): EventContent {
  const {
    id: _,
    version: __,
    createdBy: ___,
    occurrence: ____,
    editable: _____,
    rules: ______,
    series,
    ...fields
  } = event
  return {
    ...fields,
    status: 'confirmed',
    span: series?.span ?? event.span,
    recurrence: series?.recurrence ?? null,
    overrides: series?.overrides ?? {},
    attendees: event.attendees.map(({ userId, email, name }) => ({ userId, email, name })),
    hiddenFrom: event.hiddenFrom.map(({ id }) => id),
    groups: event.groups.map(({ id }) => id),
    unknown: [],
  }
}

/** Converts the invitees in a patch to attendees, as the engine expects them. */
export function toEditablePatch({ attendees, ...patch }: Record<string, unknown>): Partial<EditableEvent> {
  const people = attendees as InviteeInput[] | undefined
  return { ...patch, ...(people && { attendees: people.map(participantOf) }) }
}
