import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { levelsOf, readersOf } from '@/lib/access/levels'
import { detailFor, type PlacementView } from '@/lib/access/visibility'
import type { EventSnapshot } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import { type DetailLevel, shownAs } from '@/lib/calendar/shown-as'

/** An event as a calendar shows it; null: the calendar does not show it. */
export type ShownEvent = { event: EventSnapshot; placement: Omit<PlacementView, 'placerLevel'> } | null

/** A change of an event that is hidden from users, as one calendar shows it. */
export interface HiddenChange {
  calendar: string
  before: ShownEvent
  after: ShownEvent
}

export const HOME_PLACEMENT = { home: true, detail: 'full', placedBy: null } as const

/** Checks whether any of these versions of an event is hidden from at least one user. */
export function isHiddenIn(...versions: (EventSnapshot | null | undefined)[]): boolean {
  return versions.some((version) => version?.hiddenFrom?.length)
}

/**
 * Returns the ids of the users who see a difference. Each of them is pinged in their own stream, because a ping in the
 * calendar's stream would reveal the hidden event to the users from whom it is hidden.
 */
export async function usersWhoSeeADifference(tx: Tx, changes: readonly HiddenChange[]): Promise<string[]> {
  if (!changes.length) return []
  const [readers, levels] = await Promise.all([readersIn(tx, changes), placerLevelsIn(tx, changes)])
  const placerLevel = (calendar: string, placedBy: string | null) =>
    levels.find((entry) => entry.calendar === calendar && entry.user === placedBy)?.level ?? null
  const seenBy = (
    viewer: { userId: string; level: number },
    shown: ShownEvent,
  ): [DetailLevel, unknown] | null => {
    if (!shown) return null
    const { event, placement } = shown
    const view = { ...placement, placerLevel: placerLevel(event.calendarId, placement.placedBy) }
    const detail = detailFor(event, view, viewer)
    const visible = detail && shownAs(event, detail)
    return detail && visible ? [detail, visible] : null
  }
  const users = changes.flatMap(({ calendar, before, after }) =>
    readers
      .filter((reader) => reader.calendar === calendar)
      .filter((reader) => !isEqual(seenBy(reader, before), seenBy(reader, after)))
      .map(({ userId }) => userId),
  )
  return [...new Set(users)].sort()
}

/** Returns the users who follow the calendars' streams: all who see them, except users with the level `freebusy`. */
async function readersIn(tx: Tx, changes: readonly HiddenChange[]) {
  const calendars = [...new Set(changes.map(({ calendar }) => calendar))]
  return await tx.execute<{ calendar: string; userId: string; level: number }>(sql`
    select given.calendar, r.user_id as "userId", r.level::int as level
    from (select jsonb_array_elements_text(${JSON.stringify(calendars)}::jsonb)::uuid as calendar) given
      cross join lateral ${readersOf(sql`given.calendar`)} r
    where r.level >= 2`)
}

/** Levels of the users who placed the events, in the events' home calendars. */
async function placerLevelsIn(tx: Tx, changes: readonly HiddenChange[]) {
  const placers = changes.flatMap(({ before, after }) =>
    [before, after].flatMap((shown) =>
      shown?.placement.placedBy ? [{ user: shown.placement.placedBy, calendar: shown.event.calendarId }] : [],
    ),
  )
  if (!placers.length) return []
  return await tx.execute<{ user: string; calendar: string; level: number }>(sql`
    select distinct o."user", o.calendar, l.level::int as level
    from jsonb_to_recordset(${JSON.stringify(placers)}::jsonb) as o ("user" uuid, calendar uuid)
      cross join lateral ${levelsOf(sql`o."user"`)} l
    where l.calendar_id = o.calendar`)
}
