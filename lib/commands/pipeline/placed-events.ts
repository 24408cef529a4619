import { inArray, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { events } from '@/db/schema/events'
import { attendeesOf, groupsOf, hiddenFromOf } from '@/lib/access/nouns/event-columns'
import type { EventSnapshot } from '@/lib/calendar/event'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import type { Change, Versions } from './changes'

/** Returns each event before and after the command: a move between calendars is two changes of one event. */
export function versionsIn(changes: readonly Change[]): Map<string, Versions> {
  const versions = new Map<string, Versions>()
  for (const { entity, id, before, after } of changes) {
    if (entity !== 'event' || !(before || after)) continue
    const earlier = versions.get(id)
    versions.set(id, {
      before: earlier?.before ?? (before as EventSnapshot | null | undefined) ?? null,
      after: earlier?.after ?? (after as EventSnapshot | null | undefined) ?? null,
    })
  }
  return versions
}

/** Reads the current events of the changed placements. */
export async function placedEvents(
  tx: Tx,
  changes: readonly Change[],
  versions: ReadonlyMap<string, Versions>,
): Promise<ReadonlyMap<string, EventSnapshot>> {
  const ids = new Set(
    changes.flatMap(({ entity, id, before, after }) =>
      entity === 'placement' && (before || after) ? [id] : [],
    ),
  )
  const found = new Map<string, EventSnapshot>()
  if (!ids.size) return found
  const rows = await tx
    .select({
      row: events,
      calendarId: HOME_OF,
      attendees: attendeesOf,
      hiddenFrom: hiddenFromOf,
      groups: groupsOf,
    })
    .from(events)
    .where(inArray(events.id, [...ids]))
  for (const { row, ...rest } of rows) {
    found.set(row.id, versions.get(row.id)?.after ?? snapshotOf({ ...row, ...rest }))
  }
  return found
}

const HOME_OF = sql<string>`(select h.calendar_id from placements h where h.event_id = events.id and h.home)`
