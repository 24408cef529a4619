import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { calendars } from '@/db/schema/calendars'
import { events } from '@/db/schema/events'
import { placements } from '@/db/schema/placements'
import { personKey } from '@/lib/calendar/participant'
import type { Actor } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'
import type { EventRow } from './event'
import { answersOf, attendeesOf } from './event-columns'
import { afterLock } from './event-lock'

/**
 * Loads the event of a guest's link, as long as the attendee is on its list. A guest sees all of the event except other
 * people and calendars: only the guest's own attendee and answers.
 */
export async function loadInvitedEvent(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'event'>,
): Promise<LoadedTarget<EventRow, 'event'> | undefined> {
  if (actor.kind !== 'guest' || actor.event !== id) return undefined
  const select = tx
    .select({ row: events, calendarId: placements.calendarId, attendees: attendeesOf, answers: answersOf })
    .from(events)
    .innerJoin(placements, and(eq(placements.eventId, events.id), placements.home))
    .innerJoin(calendars, and(eq(calendars.id, placements.calendarId), isNull(calendars.deletedAt)))
    .where(and(eq(events.id, id), isNull(events.deletedAt)))
  const [found] = verb === 'read' ? await select : await afterLock(tx, [id], select)
  const self = found?.attendees.find((attendee) => attendee.id === actor.attendee)
  if (!found || !self) return undefined
  const { row, calendarId } = found
  return {
    row: {
      ...row,
      ...{
        calendarId,
        via: calendarId,
        calendarOwner: null,
        level: undefined,
        placements: [],
        hiddenPlacements: 0,
        names: {},
      },
      attendees: [self],
      answers: found.answers.filter((answer) => personKey(answer) === personKey(self)),
      hiddenFrom: [],
      overrides: withoutAttendees(row.overrides),
      shown: 'full',
    },
    isVisible: true,
    allows: (verb) => verb === 'read' || verb === 'answer',
  }
}

function withoutAttendees(overrides: EventRow['overrides']): EventRow['overrides'] {
  return Object.fromEntries(
    Object.entries(overrides).map(([id, { attendees: _, ...override }]) => [id, override]),
  )
}
