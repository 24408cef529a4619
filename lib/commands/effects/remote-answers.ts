import type { Tx } from '@/db/client'
import type { StoredAnswer } from '@/lib/calendar/answers'
import { personKey } from '@/lib/calendar/participant'
import { changedAnswers, withoutAnswers } from '@/lib/calendar/server/calendar-object'
import type { Change } from '@/lib/commands/pipeline/changes'
import { answersToAll, writeAnswers } from '@/lib/commands/rows/answers'
import { answerChange } from './answer-changes'
import type { EventAfter, PlannedLink } from './link-plan'

/** Writes the answers that differ after the plans of remote objects. */
export async function writeRemoteAnswers(
  tx: Tx,
  planned: readonly (PlannedLink & { event: EventAfter })[],
): Promise<Change[]> {
  const events = new Map<string, { event: NonNullable<EventAfter>; stored: StoredAnswer[]; isNew: boolean }>()
  const rows = []
  for (const { plan, local, event } of planned) {
    const { action } = plan
    if (!event || !('content' in action)) continue
    const isNew = local?.event.id !== event.id
    // Answers to occurrences may have moved with their series.
    const isMoved = local?.answers.some(({ recurrenceId }) => recurrenceId !== null)
    const stored = isNew ? [] : isMoved ? await answersToAll(tx, event.id) : local.answers
    events.set(event.id, { event, stored, isNew })
    // The answer at the provider replaces the stored one, whatever its source.
    const asImported = stored.map((answer) => ({ ...answer, source: 'import' as const }))
    for (const answer of changedAnswers(withoutAnswers(action.content), asImported, action.content)) {
      const before = stored.find((other) => isSameAnswer(other, answer))
      const { partySize = 1, comment = '' } = before ?? {}
      rows.push({ eventId: event.id, answer: { ...answer, partySize, comment } })
    }
  }
  const written = await writeAnswers(tx, rows, 'import')
  return written.flatMap(({ eventId, answer }) => {
    const { event, stored, isNew } = events.get(eventId)!
    return isNew ? [] : [answerChange(event, stored.find(({ id }) => id === answer.id) ?? null, answer)]
  })
}

function isSameAnswer(
  a: Parameters<typeof personKey>[0] & { recurrenceId: string | null },
  b: typeof a,
): boolean {
  return personKey(a) === personKey(b) && a.recurrenceId === b.recurrenceId
}
