import { sql } from 'drizzle-orm'
import type { Columns } from '@/db/rows'
import { requirePrincipal } from '@/lib/access/actor'
import type { EventRow } from '@/lib/access/nouns/event'
import { lockEventsAndRead } from '@/lib/access/nouns/event-lock'
import { isInvitationPlacement } from '@/lib/access/visible-events'
import { refuseDuplicateUids } from '@/lib/commands/checks/duplicate-uids'
import { declineEvent } from '@/lib/commands/effects/give-answer'
import { placementChanges } from '@/lib/commands/effects/placement-changes'
import { command } from '@/lib/commands/pipeline/execute'
import {
  type PlacementSnapshot,
  placementIn,
  removePlacement,
  writePlacement,
} from '@/lib/commands/rows/placements'
import { AppError, fieldError } from '@/lib/errors'
import { busyPlacementAt } from '@/lib/queries/busy-times'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import * as schemas from '@/lib/schemas/events'
import { countOutput, emptyOutput, idOutput } from '@/lib/schemas/outputs'

const MAX_PLACEMENTS = 50

/** Shows an event in another calendar, or changes the level of detail at which it is shown there. */
export const placeEvent = command({
  name: 'placeEvent',
  input: schemas.placeEvent,
  output: idOutput,
  on: ({ event, calendar }) => ({
    calendar: ['write', 'target-calendar', calendar],
    event: ['place', 'event', event],
  }),
  async run({ tx, grants, actor }, { detail }) {
    const event = grants.event.row
    const calendarId = grants.calendar.row.id
    if (calendarId === event.calendarId) throw fieldError('calendar', 'taken')
    const before = await placementIn(tx, event.id, calendarId)
    // `placements` contains only active placements. An inactive one, whose placer has lost access, is written again.
    const isPlaced = event.placements.some((placement) => placement.calendarId === calendarId)
    if (isPlaced && before?.detail === detail) return { result: { id: event.id }, changes: [] }
    if (!before && placementCountOf(event) >= MAX_PLACEMENTS)
      throw fieldError('calendar', 'too_many', MAX_PLACEMENTS)
    const after = { eventId: event.id, calendarId, detail, placedBy: requirePrincipal(actor) }
    await writePlacement(tx, after)
    await refuseDuplicateUids(tx, actor, [event.id])
    return { result: { id: event.id }, changes: placementChanges(before, after) }
  },
})

/**
 * Removes an event from a calendar that is not its home. Attendees who remove an invitation from their own calendar
 * decline it, as in Google Calendar.
 */
export const unplaceEvent = command({
  name: 'unplaceEvent',
  input: schemas.unplaceEvent,
  output: idOutput,
  on: (ids) => ({ placement: ['write', 'placement', ids] }),
  async run({ tx, grants, actor }) {
    const { event, calendarId, isInvitation } = grants.placement.row
    const before = await placementIn(tx, event.id, calendarId)
    if (!before) return { result: { id: event.id }, changes: [] }
    const userId = requirePrincipal(actor)
    const isDeclined = isInvitation && before.placedBy === userId
    const person = { userId, email: null, name: null }
    const declined = isDeclined ? await declineEvent(tx, snapshotOf(event), event.answers, person) : []
    await removePlacement(tx, before)
    return { result: { id: event.id }, changes: [...placementChanges(before, null), ...declined] }
  },
})

/**
 * Removes an event from every calendar that the user cannot see: editors of an event decide where it is shown, except
 * for invitations in the calendars of attendees. The result gives the number of calendars only.
 */
export const unplaceFromHiddenCalendars = command({
  name: 'unplaceFromHiddenCalendars',
  input: schemas.unplaceFromHiddenCalendars,
  output: countOutput,
  on: ({ event }) => ({ event: ['place', 'event', event] }),
  async run({ tx, grants }) {
    const { id, placements: visible } = grants.event.row
    const removed = await tx.execute<Columns<PlacementSnapshot>>(sql`
      delete from placements p using calendars c where p.event_id = ${id} and not p.home and c.id = p.calendar_id
        and not ${isInvitationPlacement()} and p.calendar_id::text not in (select jsonb_array_elements_text(
          ${JSON.stringify(visible.map(({ calendarId }) => calendarId))}::jsonb))
      returning event_id as "eventId", calendar_id as "calendarId", detail, placed_by as "placedBy"`)
    return {
      result: { count: removed.length },
      changes: removed
        .flatMap((placement) => placementChanges(placement, null))
        .map((change) => ({ ...change, hidden: true })),
    }
  },
})

/**
 * Removes the placement that makes a calendar busy for exactly this span. The result does not say which event it was.
 */
export const unplaceBusy = command({
  name: 'unplaceBusy',
  input: schemas.unplaceBusy,
  output: emptyOutput,
  on: ({ calendar }) => ({ calendar: ['write', 'calendar', calendar] }),
  async run({ tx, grants }, { span }) {
    const { row } = grants.calendar
    const eventId = await busyPlacementAt(tx, grants.calendar, span)
    const before = eventId && (await lockEventsAndRead(tx, [eventId], placementIn(tx, eventId, row.id)))
    if (!before) throw new AppError('NOT_FOUND')
    await removePlacement(tx, before)
    return { result: {}, changes: placementChanges(before, null) }
  },
})

/** Returns the number of calendars that show an event. Editors see it anyway, so the limit reveals nothing. */
function placementCountOf({ placements, hiddenPlacements }: EventRow): number {
  return 1 + placements.length + hiddenPlacements
}
