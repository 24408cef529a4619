import { eq, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { events } from '@/db/schema/events'
import type { StoredAnswer } from '@/lib/calendar/answers'
import type { Attachment } from '@/lib/calendar/attachment'
import { isAtLeast, type Level, levelOf } from '@/lib/calendar/roles'
import type { AttendedPart } from '@/lib/calendar/series/attended-part'
import type { DetailLevel } from '@/lib/calendar/shown-as'
import { spanFromRow } from '@/lib/calendar/span'
import { type Actor, includesCalendar, isSync, principalOf } from '../actor'
import type { LoadedTarget, VerbOf } from '../verbs'
import { detailFor, isAttendee, shownPart } from '../visibility'
import { LEVEL_FOR, lockCalendars } from './calendar'
import {
  type Attendee,
  answersOf,
  attachmentsOf,
  attendeeColorsFor,
  attendeesOf,
  groupsOf,
  hiddenFromOf,
  type LoadedPlacement,
  managedOf,
  namesFor,
  placementsFor,
} from './event-columns'
import { lockEventsAndRead } from './event-lock'

export type EventRow = typeof events.$inferSelect & {
  /** The home calendar: permissions to write come from it. */
  calendarId: string
  /** The user who owns that calendar; null if a group does. */
  calendarOwner: string | null
  attendees: Attendee[]
  /** Answers of attendees to the event and to single occurrences. */
  answers: StoredAnswer[]
  attachments: Attachment[]
  /** Ids of the users that it is hidden from, sorted. */
  hiddenFrom: string[]
  /** Ids of the groups whose later members are invited too, sorted. */
  groups: string[]
  /**
   * Names by id: of the organizer, of users who attend single occurrences, of users that it is hidden from, and of
   * invited groups that the actor is in.
   */
  names: Record<string, string>
  /** Ids of the attendees who are group members without an account. */
  managed: string[]
  /** Colors of the attendees who share a group with the actor, by id. */
  colors: Record<string, string>
  /** The actor's level in the home calendar; undefined when only another placement shows the event. */
  level: Level | undefined
  /** The calendar that shows most of the event to the actor; the home calendar, unless another shows more. */
  via: string
  /** Calendars of attendees in which the event is shown as an invitation. */
  invitedIn: string[]
  /** Other placements that the actor sees. */
  placements: Pick<LoadedPlacement, 'calendarId' | 'detail'>[]
  /**
   * Number of placements in calendars that the actor does not see, not counting invitations in calendars of attendees.
   */
  hiddenPlacements: number
  /** `title`: only title and time may be shown. */
  shown: 'full' | 'title'
  /**
   * The part of a series that the actor sees; null for all of it. A row that was loaded for `read` contains nothing
   * else.
   */
  part: AttendedPart | null
}

/**
 * Loads an event through the placement that shows most of it to the actor, by the rule of {@link detailFor}. An event
 * that the actor only knows as busy is not found.
 */
export async function loadEvent(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'event'>,
): Promise<LoadedTarget<EventRow, 'event'> | undefined> {
  const found = await load(tx, actor, id, verb === 'read')
  return found && !found.row.deletedAt ? found : undefined
}

/**
 * Loads an event in the trash, for users who may write in its calendar, which must not be in the trash itself: `write`
 * is to restore it, `own` to delete it permanently. Restoring locks the calendars that will show it (see
 * `loadTargetCalendar`).
 */
export async function loadTrashedEvent(
  tx: Tx,
  actor: Actor,
  id: string,
  verb: VerbOf<'trashed-event'>,
): Promise<LoadedTarget<EventRow, 'trashed-event'> | undefined> {
  if (verb === 'write')
    await lockCalendars(tx, sql`select calendar_id from placements where event_id = ${id}`)
  const found = await load(tx, actor, id, false)
  if (!found?.row.deletedAt) return undefined
  // Read-only events included: an event that a sync has deleted becomes an ordinary event when it is restored.
  return { ...found, isVisible: isEditor(found.row), allows: (verb) => hasLevel(found.row, LEVEL_FOR[verb]) }
}

async function load(
  tx: Tx,
  actor: Actor,
  id: string,
  isReadOnly: boolean,
): Promise<LoadedTarget<EventRow, 'event'> | undefined> {
  const userId = principalOf(actor)
  if (!userId) return undefined
  const select = tx
    .select({
      row: events,
      placements: placementsFor(userId),
      attendees: attendeesOf,
      answers: answersOf,
      attachments: attachmentsOf,
      hiddenFrom: hiddenFromOf,
      groups: groupsOf,
      names: namesFor(userId),
      managed: managedOf,
      colors: attendeeColorsFor(userId),
    })
    .from(events)
    .where(eq(events.id, id))
  const [found] = isReadOnly ? await select : await lockEventsAndRead(tx, [id], select)
  const placements = found?.placements.map((placement) => withinLimits(actor, placement)) ?? []
  const home = placements.find((placement) => placement.home)
  if (!found || !home) return undefined

  const { row, attendees, answers, attachments, hiddenFrom, groups, names, managed, colors } = found
  const event = { ...row, attendees, hiddenFrom }
  const { start } = spanFromRow(row)
  const shownIn = (detail: DetailLevel) => {
    const matching = placements.filter(
      (placement) => detailFor(event, placement, { userId: userId, level: placement.level }) === detail,
    )
    // The home placement is the first, so it is chosen among those that show the same.
    return matching.find((placement) => !shownPart(event, start, placement)) ?? matching[0]
  }
  const full = shownIn('full')
  const best = full ?? shownIn('title')
  const part = (best && shownPart(event, start, best)) ?? null
  const level = levelOf(home.level)
  const shown = full ? 'full' : 'title'
  const readOnly = isSync(actor) ? null : row.readOnly
  return {
    row: {
      ...row,
      ...{ attendees, answers, attachments, hiddenFrom, groups, names, managed, colors, level, part },
      ...(isReadOnly && part && partColumns(row, part)),
      calendarId: home.calendarId,
      calendarOwner: home.ownerId,
      via: (best ?? home).calendarId,
      invitedIn: placements.flatMap(({ isInvitation, calendarId }) => (isInvitation ? calendarId : [])),
      placements: placements
        .filter((placement) => !placement.home && placement.level >= 2)
        .map(({ calendarId, detail }) => ({ calendarId, detail })),
      hiddenPlacements: placements.filter(
        ({ home, level, isInvitation }) => !home && level < 2 && !isInvitation,
      ).length,
      shown,
    },
    isVisible: best !== undefined,
    readOnly: isEditor({ shown, level, part }) ? readOnly : null,
    allows: (verb) => {
      if (verb === 'read') return true
      if (verb === 'join') return false
      // Comments are about the whole series.
      if (verb === 'comment') return full !== undefined && !part?.isSingle
      if (verb === 'answer') return full !== undefined && isAttendee(event, userId)
      if (verb === 'place') return isEditor({ shown, level, part })
      return hasLevel({ shown, level, part }, LEVEL_FOR[verb]) && !(verb === 'write' && readOnly)
    },
  }
}

/**
 * Returns the placement with level 0, as if the user did not see its calendar, if the calendar is outside the actor's
 * limits.
 */
function withinLimits(actor: Actor, placement: LoadedPlacement): LoadedPlacement {
  return includesCalendar(actor, placement.calendarId) ? placement : { ...placement, level: 0 }
}

/** Whether the actor may write an event that they read. */
export function canWrite(event: Pick<EventRow, 'shown' | 'level' | 'part' | 'readOnly'>): boolean {
  return isEditor(event) && !event.readOnly
}

/** Whether the actor edits the events of its calendar, also if only a sync may change this one. */
export function isEditor(event: Pick<EventRow, 'shown' | 'level' | 'part'>): boolean {
  return hasLevel(event, LEVEL_FOR.write)
}

function hasLevel(
  { shown, level, part }: Pick<EventRow, 'shown' | 'level' | 'part'>,
  minLevel: Level,
): boolean {
  return shown === 'full' && !part && level !== undefined && isAtLeast(level, minLevel)
}

/** Returns the columns of an event of which only a part may be shown. */
export function partColumns(
  { doneAt, updatedAt }: Pick<EventRow, 'doneAt' | 'updatedAt'>,
  { isSingle, recurrence, overrides, own: { done, ...own } }: AttendedPart,
): Partial<EventRow> {
  return {
    ...{ ...own, recurrence, overrides },
    doneAt: done === undefined ? doneAt : done ? updatedAt : null,
    ...(isSingle && { attendees: [], groups: [] }),
  }
}

/**
 * Whether an editor of an event may also move it out of its calendar: owners of the calendar and the event's creator
 * may.
 */
export function canMove({ level, createdBy }: EventRow, userId: string | null): boolean {
  return level === 'owner' || (level === 'editor' && createdBy !== null && createdBy === userId)
}
