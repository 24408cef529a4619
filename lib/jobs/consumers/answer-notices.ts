import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { type Participant, personKey } from '@/lib/calendar/participant'
import { describeChange } from '@/lib/queries/changes/describe-change'
import type { Happening, Notice } from './notice'
import type { Viewers } from './viewers'

/** Tells the organizer of an answer, unless it is their own or one that follows from an edit of the event. */
export async function answerNotices(tx: Tx, happening: Happening, viewers: Viewers): Promise<Notice[]> {
  const { change, seq } = happening
  const answer = (change.after ?? change.before) as Participant & {
    source?: string
    recurrenceId: string | null
  }
  if (change.origin === 'import') return []
  const [event] = await tx.execute<Columns<{ organizer: string | null }>>(sql`
    select coalesce(e.organizer_id, e.created_by) as organizer from events e
    where e.id = ${change.id} and e.deleted_at is null and not exists (
      select 1 from changes c where c.changeset_id = ${change.changeset} and c.entity = 'event')`)
  const userId = event?.organizer
  if (!userId || userId === change.by || userId === answer.userId) return []
  if (!describeChange(change, await viewers.of(userId))) return []
  const { stream, by, id: eventId } = change
  return [
    {
      userId,
      kind: 'answered',
      eventId,
      recurrenceId: answer.recurrenceId,
      stream,
      seq,
      by,
      person: personKey(answer),
    },
  ]
}
