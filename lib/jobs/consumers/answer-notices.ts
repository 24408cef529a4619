import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { type Participant, personKey } from '@/lib/calendar/participant'
import { describeChange } from '@/lib/queries/changes/describe-change'
import type { RecordedChange } from '@/lib/queries/changes/recorded-change'
import type { Notice, StreamChange } from './notice'
import type { Viewers } from './viewers'

/**
 * Returns notifications of answers for organizers, by change. Leaves out the organizer's own answers and answers that
 * follow from an edit of the event. The number of queries does not depend on the number of answers.
 */
export async function answerNotices(
  tx: Tx,
  streamChanges: readonly StreamChange[],
  viewers: Viewers,
): Promise<Map<StreamChange, Notice[]>> {
  const notImported = streamChanges.filter(({ change }) => change.origin !== 'import')
  const organizers = await organizersOf(tx, notImported)
  const notified = notImported.flatMap((streamChange) => {
    const { change } = streamChange
    const userId = organizers.get(`${change.changeset} ${change.id}`)
    const isOwn = !userId || userId === change.by || userId === answerOf(change).userId
    return isOwn ? [] : [{ streamChange, userId }]
  })
  await viewers.load(notified.map(({ userId }) => userId))
  return new Map(
    notified.flatMap(({ streamChange, userId }): [StreamChange, Notice[]][] => {
      const { change, seq } = streamChange
      if (!describeChange(change, viewers.of(userId))) return []
      const { stream, by, id: eventId } = change
      const { recurrenceId } = answerOf(change)
      const person = personKey(answerOf(change))
      return [[streamChange, [{ userId, kind: 'answered', eventId, recurrenceId, stream, seq, by, person }]]]
    }),
  )
}

function answerOf({ before, after }: RecordedChange) {
  return (after ?? before) as Participant & { recurrenceId: string | null }
}

/** Returns the organizers of answered events by changeset and event, without those that the same command changed. */
async function organizersOf(tx: Tx, answered: readonly StreamChange[]): Promise<Map<string, string>> {
  if (!answered.length) return new Map()
  const pairs = answered.map(({ change: { id, changeset } }) => ({ id, changeset }))
  const rows = await tx.execute<Columns<{ id: string; changeset: string; organizer: string }>>(sql`
    with pairs as (
      select distinct id, changeset from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as a (id uuid, changeset uuid)
    ), commands as materialized (
      select a.changeset from (select distinct changeset from pairs) a
      where not exists (select 1 from changes c where c.changeset_id = a.changeset and c.entity = 'event')
    )
    select a.id, a.changeset, coalesce(e.organizer_id, e.created_by) as organizer
    from pairs a join commands using (changeset) join events e on e.id = a.id and e.deleted_at is null
    where coalesce(e.organizer_id, e.created_by) is not null`)
  return new Map(rows.map(({ id, changeset, organizer }) => [`${changeset} ${id}`, organizer]))
}
