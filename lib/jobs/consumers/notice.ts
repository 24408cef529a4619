import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { ExtendingNotification } from '@/lib/commands/effects/extend-notifications'
import { type RecordedChange, recordedColumns } from '@/lib/queries/changes/recorded-change'
import type { HandledChange } from './consumer'

/** A notification to write, with the change that it is about. */
export type Notice = ExtendingNotification & { stream: string; seq: number }

/** A change of a stream with its changeset, and what the same command did to the same event in other streams. */
export interface Happening {
  change: RecordedChange
  seq: number
  related: readonly RecordedChange[]
}

/** Reads changes with their changesets. Those whose content was erased are left out. */
export async function happenings(tx: Tx, changes: readonly HandledChange[]): Promise<Happening[]> {
  const stream = changes[0]!.stream
  const rows = await tx.execute<Columns<RecordedChange & { seq: number }>>(sql`
    with handled as (
      select distinct changeset_id, entity_id from changes where stream = ${stream}
        and seq in (select jsonb_array_elements(${JSON.stringify(changes.map(({ seq }) => seq))}::jsonb)::bigint)
    )
    select c.seq::int as seq, ${recordedColumns} from changes c join changesets s on s.id = c.changeset_id
    where c.changeset_id in (select changeset_id from handled)
      and c.entity_id in (select entity_id from handled) and num_nonnulls(c.before, c.after) > 0
    order by c.stream, c.seq`)
  return changes.flatMap(({ seq }) => {
    const change = rows.find((row) => row.stream === stream && row.seq === seq)
    if (!change) return []
    return [{ change, seq, related: rows.filter((row) => row.changeset === change.changeset) }]
  })
}
