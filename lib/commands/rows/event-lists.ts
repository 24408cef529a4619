import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { EventContent, EventSnapshot } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'

/** Content fields that are lists of ids, with the tables that store them. */
const LISTS = {
  hiddenFrom: { table: sql`hidden_from`, column: sql`user_id` },
  groups: { table: sql`invited_groups`, column: sql`group_id` },
} satisfies { [F in keyof EventContent]?: { table: SQL; column: SQL } }

type ListField = keyof typeof LISTS

const LIST_FIELDS = Object.keys(LISTS) as ListField[]

type Lists = Pick<EventSnapshot, 'id' | ListField>

/** Inserts the lists of new events. */
export async function insertListsOfEvents(tx: Tx, events: readonly Lists[]): Promise<void> {
  for (const field of LIST_FIELDS) await insertList(tx, field, events)
}

/** Replaces those lists that differ between two versions of an event. */
export async function replaceListsOfEvents(
  tx: Tx,
  pairs: readonly (readonly [before: Lists, after: Lists])[],
): Promise<void> {
  for (const field of LIST_FIELDS) {
    const changed = pairs.flatMap(([before, after]) =>
      isEqual(before[field] ?? [], after[field] ?? []) ? [] : [after],
    )
    if (!changed.length) continue
    const ids = JSON.stringify(changed.map(({ id }) => id))
    await tx.execute(sql`
      delete from ${LISTS[field].table}
      where event_id in (select jsonb_array_elements_text(${ids}::jsonb)::uuid)`)
    await insertList(tx, field, changed)
  }
}

async function insertList(tx: Tx, field: ListField, events: readonly Lists[]): Promise<void> {
  const rows = events.flatMap((event) => (event[field] ?? []).map((value) => ({ id: event.id, value })))
  if (!rows.length) return
  const { table, column } = LISTS[field]
  await tx.execute(sql`
    insert into ${table} (event_id, ${column})
    select id, value from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (id uuid, value uuid)`)
}
