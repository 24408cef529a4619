import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { type Answer, answerLookup, countedStatus } from '@/lib/calendar/answers'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { occurrenceAt } from '@/lib/calendar/series/series'
import { answersToAll, writeAnswers } from '@/lib/commands/rows/answers'
import { currentEvents } from './revert-changeset'

/**
 * Stores that a member without an account takes part, where no counted answer says otherwise. While they are a member,
 * this is computed (`answerLookup`); a guest with only a name would return to "no answer".
 */
export async function storeDefaultAnswers(tx: Tx, userId: string): Promise<void> {
  const attended = await tx.execute<{ id: string }>(sql`
    select event_id as id from attendees where user_id = ${userId}
    union
    select id from events
    where overrides @? '$.*.attendees' and jsonb_path_exists(overrides, '$.*.attendees[*] ? (@.userId == $user)',
      jsonb_build_object('user', ${userId}::text))
    order by id`)
  const found = await currentEvents(
    tx,
    attended.map(({ id }) => id),
  )
  const rows: { eventId: string; answer: Answer }[] = []
  for (const [eventId, { event }] of found) {
    const stored = await answersToAll(tx, eventId)
    rows.push(...defaultAnswers(event, userId, stored).map((answer) => ({ eventId, answer })))
  }
  await writeAnswers(tx, rows, 'organizer')
}

function defaultAnswers(event: EventSnapshot, userId: string, stored: readonly Answer[]): Answer[] {
  const { span, recurrence, overrides } = event
  const series = { span, recurrence, overrides }
  const person = { userId, email: null, name: null }
  const added: Answer[] = []
  const accept = (recurrenceId: RecurrenceId | null, givenFor: Answer['givenFor']) => {
    const lookup = answerLookup(series, [...stored, ...added])
    if (countedStatus(lookup(person, recurrenceId)) !== 'needs-action') return
    // Replaces a stored answer that a move of the event has outdated.
    added.push({ ...person, recurrenceId, status: 'accepted', partySize: 1, comment: '', givenFor })
  }
  const attends = event.attendees.some((other) => other.userId === userId)
  if (attends) accept(null, span)
  for (const [id, override] of Object.entries(overrides)) {
    const occurrence = occurrenceAt(series, id)
    const isAttendee = override.attendees?.some((other) => other.userId === userId) ?? attends
    if (occurrence && isAttendee) accept(id, occurrence.span)
  }
  return added
}
