import type { Tx } from '@/db/client'
import type { Actor } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'
import { loadCalendar } from './calendar'
import { type EventRow, loadEvent } from './event'

export interface PlacementRow {
  event: EventRow
  calendarId: string
  /** Whether it is an attendee's own invitation, in a calendar of their own. */
  isInvitation: boolean
}

/**
 * Loads the event and the calendar of a placement. Does not check whether the event is placed there, nor whether the
 * calendar is its home. The verb `write` is permission to remove the placement; users who may write the event have it,
 * and users who may write the calendar.
 */
export async function loadPlacement(
  tx: Tx,
  actor: Actor,
  id: { event: string; calendar: string },
  verb: VerbOf<'placement'>,
): Promise<LoadedTarget<PlacementRow, 'placement'> | undefined> {
  const event = await loadEvent(tx, actor, id.event, verb)
  const calendar = event?.isVisible ? await loadCalendar(tx, actor, id.calendar, 'read') : undefined
  if (!event || !calendar) return undefined
  return {
    row: {
      event: event.row,
      calendarId: id.calendar,
      isInvitation: event.row.invitedIn.includes(id.calendar),
    },
    isVisible: event.isVisible && calendar.isVisible,
    allows: (verb) => event.allows('place') || calendar.allows(verb),
  }
}
