import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { ExtendingNotification } from '@/lib/commands/effects/extend-notifications'
import { type RecordedChange, recordedColumns } from '@/lib/queries/changes/recorded-change'
import type { HandledChange } from './consumer'

/** Maximum size of groups whose members are all notified of new members and messages. */
export const MAX_MEMBERS_NOTIFIED = 50

/** A notification to write about a change of a stream. */
export type Notice = ExtendingNotification & { stream: string; seq: number }

/** A change of a stream with its changeset. */
export interface StreamChange {
  change: RecordedChange
  seq: number
  /**
   * For a changed event: all changes of the event by the same command, in any stream, and those of the part that it
   * split off.
   */
  related: readonly RecordedChange[]
}

/** Reads changes with their changesets. Leaves out changes whose content was erased. */
export async function streamChanges(tx: Tx, changes: readonly HandledChange[]): Promise<StreamChange[]> {
  const [stream, seqs] = [changes[0]!.stream, changes.map(({ seq }) => seq)]
  const rows = await tx.execute<Columns<RecordedChange & { seq: number }>>(sql`
    select c.seq::int as seq, ${recordedColumns} from changes c join changesets s on s.id = c.changeset_id
    where c.stream = ${stream} and c.seq between ${Math.min(...seqs)} and ${Math.max(...seqs)}
      and c.seq in (select jsonb_array_elements(${JSON.stringify(seqs)}::jsonb)::bigint)
      and num_nonnulls(c.before, c.after) > 0
    order by c.seq`)
  const related = relatedByEvent(await versionsInAllStreams(tx, rows))
  return rows.map(({ seq, ...change }) => ({ change, seq, related: related.get(keyOf(change)) ?? [] }))
}

async function versionsInAllStreams(tx: Tx, rows: readonly RecordedChange[]): Promise<RecordedChange[]> {
  const edits = rows.flatMap(({ entity, id, changeset }) => (entity === 'event' ? { id, changeset } : []))
  if (!edits.length) return []
  return await tx.execute<Columns<RecordedChange>>(sql`
    with edits as (
      select distinct id, changeset from jsonb_to_recordset(${JSON.stringify(edits)}::jsonb) as e (id text, changeset uuid)
    )
    select ${recordedColumns} from (select distinct id from edits) e
      -- Found by event (offset 0), since a changeset may have changed fifty thousand others.
      cross join lateral (
        select * from changes h where h.entity_id = e.id and h.entity = 'event' offset 0) c
      join changesets s on s.id = c.changeset_id
    where (c.entity_id, c.changeset_id) in (select id, changeset from edits) and num_nonnulls(c.before, c.after) > 0
    order by c.stream, c.seq`)
}

/** Groups changes by command and event. An event and the part that was split off it are one group under both keys. */
function relatedByEvent(changes: readonly RecordedChange[]): Map<string, RecordedChange[]> {
  const groups = new Map<string, RecordedChange[]>()
  for (const change of changes) groups.set(keyOf(change), [...(groups.get(keyOf(change)) ?? []), change])
  for (const [key, group] of [...groups]) {
    const added = group.some(({ before }) => before) ? undefined : (group[0]!.after as EventSnapshot)
    const seriesKey = added?.splitFrom && keyOf({ changeset: group[0]!.changeset, id: added.splitFrom })
    const series = seriesKey && groups.get(seriesKey)
    if (!series) continue
    series.push(...group)
    groups.set(key, series)
  }
  return groups
}

function keyOf({ changeset, id }: Pick<RecordedChange, 'changeset' | 'id'>): string {
  return `${changeset} ${id}`
}
