import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import { type Actor, actorColumns } from '@/lib/access/actor'
import { birthdayConnections } from '@/lib/access/birthday-connections'
import { membersToNotify } from '@/lib/access/members-to-notify'
import { jsonBatches } from '@/lib/calendar/server/json-batches'
import type { Job } from '@/lib/queue'
import type { CommandSource, Outcome } from './changes'
import type { WaitingConsumer } from './consumers'
import { hourlyCount } from './limits'

/** The changeset that {@link record} writes. */
interface ChangesetToRecord extends Outcome<unknown> {
  awaiting: readonly WaitingConsumer[]
  id: string
  actor: Actor
  command: string
  via: CommandSource
}

/** New sequence numbers by stream, and the number of the user's commands in this hour (limits.ts). */
export interface Recorded {
  seqs: Record<string, number>
  hour: Hour
  /** Whether consumers have to run. */
  isAwaited: boolean
}

interface Hour {
  count: number
  /** Seconds since the hour began. */
  age: number
}

/**
 * Writes the changeset, its jobs and its changes in one statement, or in several if the changes are many or large (an
 * import may have fifty thousand of some kilobytes each). Streams are locked in the order of their names, which
 * prevents deadlocks. The user's hourly count is locked last: other commands of the user would otherwise wait for it,
 * each with a connection, while an import writes its changes or this command waits for a stream.
 */
export async function record(tx: Tx, changeset: ChangesetToRecord): Promise<Recorded> {
  const counts = new Map<string, number>()
  const positioned = changeset.changes.map(({ notice: _, event: __, ...change }) => {
    const position = (counts.get(change.stream) ?? 0) + 1
    counts.set(change.stream, position)
    return { ...change, position }
  })
  const { id, actor, via } = changeset
  const by = actorColumns(actor)
  const batches = jsonBatches(positioned)
  const first = (await batches.next()).value ?? '[]'
  let next = await batches.next()
  const totals = [...counts].map(([stream, total]) => ({ stream, total }))
  const hour = next.done ? hourlyCount(actor, changeset.changes.length, sql`counted`) : undefined
  const rows = await tx.execute<Columns<{ stream: string; seq: number; isAwaited: boolean } & Hour>>(sql`
    with changeset as (
      insert into changesets (id, actor_kind, actor_id, on_behalf_of, origin, command, undoes, key, result, created_at)
      values (${id}, ${by.kind}, ${by.id}, ${by.onBehalfOf}::uuid, ${via.origin}, ${changeset.command}, ${changeset.undoes ?? null},
        ${via.key ?? null}, ${via.key ? JSON.stringify(changeset.result ?? null) : null}::jsonb, statement_timestamp())
    ), totals as (
      select * from jsonb_to_recordset(${JSON.stringify(totals)}::jsonb) as t (stream text, total int)
    ), counted as (
      insert into streams (stream, seq)
      select stream, total from totals order by stream
      on conflict (stream) do update set seq = streams.seq + excluded.seq
      returning stream, seq
    ), hour as (
      ${hour ?? NOT_COUNTED}
    ), changed as (
      insert into changes (stream, seq, changeset_id, entity, entity_id, op, before, after, created_at)
      select i.stream, c.seq - t.total + i.position, ${id}, i.entity, i.id, i.op,
        nullif(i.before, 'null'), nullif(i.after, 'null'), statement_timestamp()
      from ${incoming(first)} join counted c using (stream) join totals t using (stream)
    ), enqueued as (
      ${addJobs(changeset.jobs ?? [])}
    )${changeset.awaiting.length ? sql`, awaiting as (${markAwaiting(changeset.awaiting)})` : sql``}
    select stream, seq::int as seq, hour.count, hour.age, (select count(*) from enqueued) as enqueued,
      ${changeset.awaiting.length ? sql`exists (select 1 from awaiting)` : sql`false`} as "isAwaited"
    from counted, hour`)
  const seqs = Object.fromEntries(rows.map(({ stream, seq }) => [stream, seq]))
  const isAwaited = rows.some((row) => row.isAwaited)
  if (next.done) {
    const [{ count, age } = { count: 0, age: 0 }] = rows
    return { seqs, hour: { count, age }, isAwaited }
  }
  const bases = JSON.stringify(totals.map(({ stream, total }) => ({ stream, base: seqs[stream]! - total })))
  for (; !next.done; next = await batches.next()) {
    await tx.execute(sql`
      insert into changes (stream, seq, changeset_id, entity, entity_id, op, before, after, created_at)
      select i.stream, b.base + i.position, ${id}, i.entity, i.id, i.op, nullif(i.before, 'null'),
        nullif(i.after, 'null'), statement_timestamp()
      from ${incoming(next.value)} join jsonb_to_recordset(${bases}::jsonb) as b (stream text, base int) using (stream)`)
  }
  const last = hourlyCount(actor, changeset.changes.length) ?? NOT_COUNTED
  const total = singleRow(await tx.execute<Columns<Hour>>(last))
  return { seqs, hour: total, isAwaited }
}

const NOT_COUNTED = sql`select 0 as count, 0 as age`

/** Enqueues the jobs of a command without changes, such as one that mails a link. */
export async function enqueue(tx: Tx, jobs: readonly Job[]): Promise<void> {
  if (!jobs.length) return
  await tx.execute(addJobs(jobs))
}

function addJobs(jobs: readonly Job[]) {
  return sql`select graphile_worker.add_job(j.name, j.payload, queue_name := j.queue, run_at := j."runAt", job_key := j.key)
    from jsonb_to_recordset(${JSON.stringify(jobs)}::jsonb)
      as j (name text, payload json, queue text, "runAt" timestamptz, key text)`
}

/**
 * Marks up to which change consumers have to run. Cursors are locked after all streams (the sort reads `counted` to its
 * end), by commands and by dispatch alike. A cursor that is new, or at its end, starts before these changes: earlier
 * ones did not wait for the consumer.
 */
function markAwaiting(awaiting: readonly WaitingConsumer[]) {
  return sql`insert into consumer_cursors (consumer, stream, seq, pending)
    select a.consumer, a.stream, c.seq - t.total, c.seq
    from jsonb_to_recordset(${JSON.stringify(awaiting)}::jsonb) as a (consumer text, stream text, "membersOf" uuid, "syncOf" uuid)
      join counted c using (stream) join totals t using (stream)
    where (a."membersOf" is null or exists (${membersToNotify(sql`a."membersOf"`)}))
      and (a."syncOf" is null or exists (select 1 from bindings b where b.calendar_id = a."syncOf")
        or exists (select 1 from connections c where c.user_id = a."syncOf")
        or exists (${birthdayConnections(sql`select a."syncOf"::text
          union all select m.group_id::text from members m where m.user_id = a."syncOf"`)}))
    order by a.consumer, a.stream
    on conflict (consumer, stream) do update set pending = excluded.pending,
      seq = case when consumer_cursors.seq < consumer_cursors.pending then consumer_cursors.seq else excluded.seq end
    returning 1`
}

/**
 * Builds the rows of changes.
 * @param changes JSON of changes with their positions
 */
function incoming(changes: string) {
  return sql`jsonb_to_recordset(${changes}::jsonb)
    as i (stream text, position int, entity text, id text, op text, before jsonb, after jsonb)`
}
