import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { tellsPrivate } from '@/lib/access/nouns/event'
import { streamOf } from '@/lib/realtime/channels'
import { chunksOf } from './event-batch'
import type { Change, Echo } from './record'

/**
 * Tells the calendars that events are shown in besides their homes. What is told to whom is decided when all changes of
 * the command are known (routing.ts).
 */
export async function echoesOf(tx: Tx, eventIds: readonly string[]): Promise<Change[]> {
  const found: (Echo & { calendar: string })[] = []
  for (const some of chunksOf(eventIds, 5000)) {
    found.push(...((await tx.execute(placementsOf(some))) as unknown as typeof found))
  }
  return found.map(({ calendar, ...echo }) => ({ ...echoOf(calendar), echo }))
}

/** Tells calendars that something is otherwise in them now, without saying what. */
export function echoes(calendarIds: readonly string[]): Change[] {
  return calendarIds.map(echoOf)
}

function echoOf(id: string): Change {
  return { stream: streamOf('calendar', id), entity: 'placement', id, op: 'changed', apart: true }
}

function placementsOf(eventIds: readonly string[]): SQL {
  return sql`
    select p.event_id as event, p.calendar_id as calendar, p.redaction as detail, ${tellsPrivate()} as "tellsOwners"
    from placements p join events e on e.id = p.event_id
    where not p.home and p.event_id in (select jsonb_array_elements_text(${JSON.stringify(eventIds)}::jsonb)::uuid)
    order by p.calendar_id, p.event_id`
}
