import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { NoticedEdit } from './noticed-edit'

/**
 * Maximum number of events of a command for which members of a group get separate notifications. For more events they
 * get a single one.
 */
const MAX_SEPARATE_EVENTS = 4

/** Maximum number of changes that are read to recognize a command that changed many events. */
const MAX_COUNTED = 200

/** The commands that changed many events. Each member gets one notification of each command. */
export interface BulkEdits {
  /** Whether the member already has a notification of the command. */
  isNotified(edit: NoticedEdit, userId: string): boolean
  /**
   * Records that the member is notified of the command. Returns the sequence number of the change that the notification
   * refers to; undefined if the command changed few events.
   */
  notifyOnce(edit: NoticedEdit, userId: string): number | undefined
}

/**
 * Finds the commands that changed many events, and the members who were notified of them with earlier batches of
 * changes.
 */
export async function bulkEditsOf(
  tx: Tx,
  edits: readonly NoticedEdit[],
  members: ReadonlySet<string>,
): Promise<BulkEdits> {
  const firsts = members.size ? await firstChanges(tx, edits) : new Map<string, number>()
  const notified = await notifiedMembers(
    tx,
    edits[0]!.streamChange.change.stream,
    [...firsts.values()],
    members,
  )
  const keyOf = ({ streamChange: { change } }: NoticedEdit, userId: string) =>
    `${firsts.get(change.changeset)} ${userId}`
  return {
    isNotified: (edit, userId) => notified.has(keyOf(edit, userId)),
    notifyOnce: (edit, userId) => {
      const first = firsts.get(edit.streamChange.change.changeset)
      if (first !== undefined) notified.add(keyOf(edit, userId))
      return first
    },
  }
}

/**
 * Returns the sequence number of the first event that each command with many events changed in this stream. The changes
 * of a command are consecutive there, so the first one is found by bisection: an import has fifty thousand, and this
 * runs once for each hundred of them.
 */
async function firstChanges(tx: Tx, edits: readonly NoticedEdit[]): Promise<Map<string, number>> {
  const { stream } = edits[0]!.streamChange.change
  const candidates = mayBeMany(edits)
  const rows = await tx.execute<Columns<{ changeset: string; first: number }>>(sql`
    select a.changeset, counted.first::int as first
    from jsonb_to_recordset(${JSON.stringify(candidates)}::jsonb) as a (changeset uuid, seq bigint)
    cross join lateral (
      with recursive search (low, high) as (
        select 0::bigint, a.seq
        union all
        select case when is_own then low else middle end, case when is_own then middle else high end
        from (select low, high, (low + high) / 2 as middle, coalesce(a.changeset = (
            select c.changeset_id from changes c where c.stream = ${stream} and c.seq = (low + high) / 2), false) as is_own
          from search where high - low > 1) step
      ) select min(high) as seq from search
    ) start
    cross join lateral (
      select count(distinct c.entity_id) as events, min(c.seq) as first from (
        -- Found by seq (offset 0), not by changeset.
        select * from changes h
        where h.stream = ${stream} and h.seq >= start.seq and h.seq < start.seq + ${MAX_COUNTED} offset 0) c
      where c.changeset_id = a.changeset and c.entity = 'event'
    ) counted
    where counted.events > ${MAX_SEPARATE_EVENTS}`)
  return new Map(rows.map(({ changeset, first }) => [changeset, first]))
}

/**
 * Returns the commands that may have changed many events: those with many of these edits, and the first and the last
 * command, whose other edits may be in another batch.
 */
function mayBeMany(edits: readonly NoticedEdit[]): { changeset: string; seq: number }[] {
  const commands = new Map<string, { seq: number; count: number }>()
  for (const { streamChange } of edits) {
    const { changeset } = streamChange.change
    const { seq, count } = commands.get(changeset) ?? { seq: streamChange.seq, count: 0 }
    commands.set(changeset, { seq, count: count + 1 })
  }
  const ends = [edits[0], edits.at(-1)].map((edit) => edit!.streamChange.change.changeset)
  return [...commands].flatMap(([changeset, { seq, count }]) =>
    count > MAX_SEPARATE_EVENTS || ends.includes(changeset) ? { changeset, seq } : [],
  )
}

async function notifiedMembers(
  tx: Tx,
  stream: string,
  firsts: readonly number[],
  members: ReadonlySet<string>,
): Promise<Set<string>> {
  if (!firsts.length) return new Set()
  const rows = await tx.execute<{ pair: string }>(sql`
    select n.seq || ' ' || n.user_id as pair from notifications n
    where n.user_id in (select jsonb_array_elements_text(${JSON.stringify([...members])}::jsonb)::uuid)
      and n.kind = 'calendar-changed' and n.stream = ${stream}
      and n.seq in (select jsonb_array_elements(${JSON.stringify(firsts)}::jsonb)::bigint)`)
  return new Set(rows.map(({ pair }) => pair))
}
