import { type SQL, sql } from 'drizzle-orm'
import { placements } from '@/db/schema/placements'
import type { ExistingEvent, ExistingEvents } from '@/lib/calendar/server/incoming/import-plan'
import type { IncomingEvent } from '@/lib/calendar/server/incoming/received'
import { chunksOf } from '@/lib/calendar/server/json-batches'

/** Maximum number of values in a query. */
export const BATCH_SIZE = 1000

/** Adds the later parts of series of which a file has single instances. */
export async function addParts(
  find: (which: SQL) => Promise<ExistingEvent[]>,
  incoming: readonly IncomingEvent[],
  found: ExistingEvents,
) {
  const uidsWithInstances = new Set(incoming.flatMap(({ uid, instances }) => (instances ? uid : [])))
  const roots = [...found.byId.values()].filter(({ event }) => uidsWithInstances.has(event.uid))
  for (const chunk of chunksOf(roots, BATCH_SIZE)) {
    const ids = textsInSql(chunk.map(({ event }) => event.id))
    const uids = textsInSql(chunk.map(({ event }) => event.uid))
    const parts = await find(
      sql`(${placements.eventId} in (
          with recursive parts as (
            select e.id, 0 as depth from events e where e.id in (select t::uuid from ${ids} as t(t))
            union select e.id, p.depth + 1 from events e join parts p on e.split_from = p.id where p.depth < 100
          ) select id from parts where depth > 0)
        or (strpos(${placements.uid}, '/') > 0 and regexp_replace(${placements.uid}, '/[^/]*$', '') in ${uids}))`,
    )
    for (const root of chunk) {
      const laterParts = parts.filter(
        ({ event }) => event.id !== root.event.id && isPartOf(event, root.event, parts),
      )
      root.parts = laterParts.sort((a, b) => (a.event.span.start < b.event.span.start ? -1 : 1))
    }
  }
}

type Snapshot = ExistingEvent['event']

function isPartOf(part: Snapshot, root: Snapshot, parts: readonly ExistingEvent[]): boolean {
  if (part.uid.slice(0, part.uid.lastIndexOf('/')) === root.uid) return true
  for (let from = part.splitFrom, depth = 0; from && depth < 100; depth++) {
    if (from === root.id) return true
    from = parts.find(({ event }) => event.id === from)?.event.splitFrom ?? null
  }
  return false
}

export function textsInSql(values: readonly string[]): SQL {
  return sql`(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`
}
