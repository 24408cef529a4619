import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import type { Reach } from '@/lib/access/reach'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { FLAG, type Tuple } from '@/lib/calendar/tuple'

/** How the viewer's layer of an event or occurrence changes what views draw. */
export type LayerMark = [
  event: string,
  occurrence: RecurrenceId | null,
  color: string | null,
  busy: boolean | null,
  hidden: boolean,
]

/** Returns the layers of a user as a JSON column of a query. @param events ids, as a subquery */
export function layerMarksColumn({ userId }: Reach, events: SQL): SQL<LayerMark[]> {
  return sql`(
    select coalesce(json_agg(json_build_array(l.event_id, l.recurrence_id, l.color, l.busy, l.hidden)), '[]')
    from layers l where l.user_id = ${userId}::uuid and (l.hidden or num_nonnulls(l.color, l.busy) > 0)
      and l.event_id in ${events})`
}

/** Reads the layers of a user for events. */
export async function readLayerMarks(
  db: Db,
  reach: Reach,
  events: readonly (string | 0)[],
): Promise<LayerMark[]> {
  if (!events.length) return []
  const ids = sql`(select jsonb_array_elements_text(${JSON.stringify([...new Set(events)])}::jsonb)::uuid)`
  const row = singleRow(
    await db.execute<Columns<{ marks: LayerMark[] }>>(sql`select ${layerMarksColumn(reach, ids)} as marks`),
  )
  return row.marks
}

/**
 * Returns a function that applies the viewer's layers to a tuple; undefined for a tuple that the viewer has hidden.
 * Settings of an occurrence override those of its series, but every occurrence of a hidden series is hidden.
 */
export function layerApplier(marks: readonly LayerMark[]): (tuple: Tuple) => Tuple | undefined {
  const known = new Map(marks.map((mark) => [`${mark[0]} ${mark[1] ?? ''}`, mark]))
  return (tuple) => {
    const [id, calendar, flags, start, end, title, color, occurrence, ...rest] = tuple
    if (!id || !known.size) return tuple
    const [ofSeries, ofOccurrence] = [
      known.get(`${id} `),
      occurrence ? known.get(`${id} ${occurrence}`) : undefined,
    ]
    if (!ofSeries && !ofOccurrence) return tuple
    if (ofSeries?.[4] || ofOccurrence?.[4]) return undefined
    const busy = ofOccurrence?.[3] ?? ofSeries?.[3] ?? !(flags & FLAG.free)
    const ownFlags = busy ? flags & ~FLAG.free : flags | FLAG.free
    const ownColor = ofOccurrence?.[2] ?? ofSeries?.[2] ?? color
    return [id, calendar, ownFlags, start, end, title, ownColor, occurrence, ...rest]
  }
}
