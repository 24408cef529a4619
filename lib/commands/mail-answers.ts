import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { personKey } from '@/lib/calendar/participant'
import { recurrenceIdIn } from '@/lib/calendar/server/ical/moments'
import { giveAnswer } from '@/lib/commands/effects/give-answer'
import { command } from '@/lib/commands/pipeline/execute'
import { eventAtVersion, resolveOccurrence } from '@/lib/commands/pipeline/resolve-occurrence'
import { AppError } from '@/lib/errors'
import * as schemas from '@/lib/schemas/mail-answers'
import { emptyOutput } from '@/lib/schemas/outputs'

/**
 * Records a guest's answer by mail. It applies to the time in the mail that the guest answered, and keeps the party
 * size, which mail programs do not ask for.
 */
export const answerByMail = command({
  name: 'answerByMail',
  input: schemas.answerByMail,
  output: emptyOutput,
  on: ({ event }) => ({ event: ['answer', 'event', event] }),
  async run({ tx, grants, actor }, { sequence, at, status, comment }) {
    if (actor.kind !== 'guest') throw new AppError('FORBIDDEN')
    const { row } = grants.event
    const version = await versionOfSequence(tx, row, sequence)
    const base = await eventAtVersion(tx, actor, grants.event, version)
    const occurrence = at && base?.recurrence ? recurrenceIdIn(at, base.span) : undefined
    if (occurrence === null) throw new AppError('NOT_FOUND')
    const found = await resolveOccurrence(tx, actor, grants.event, version, occurrence, 'answer')
    const self = found.view.attendees.find((person) => personKey(person) === actor.person.email)
    if (!self) throw new AppError('FORBIDDEN')
    const recurrenceId = found.id ?? null
    const previous = found.row.answers.find((answer) => answer.recurrenceId === recurrenceId)
    const keptStatus = previous && previous.status !== 'needs-action' ? previous.status : 'tentative'
    const answer = {
      ...{ userId: null, email: actor.person.email, name: null, recurrenceId },
      status: status ?? keptStatus,
      partySize: previous?.partySize ?? 1,
      comment: comment || (previous?.comment ?? ''),
      givenFor: (found.before ?? found.view).span,
    }
    return { result: {}, changes: await giveAnswer(tx, found.current, found.row.answers, answer, 'mail') }
  },
})

/**
 * Returns the latest version of an event with at most this SEQUENCE. Mails can increase SEQUENCE without an edit, so
 * not every number belongs to a version.
 */
async function versionOfSequence(
  tx: Tx,
  { id, version, sequence }: { id: string; version: number; sequence: number },
  requested: number | null,
): Promise<number> {
  if (requested === null || requested >= sequence) return version
  const [found] = await tx.execute<{ version: number }>(sql`
    select (after ->> 'version')::int as version from changes
    where entity = 'event' and entity_id = ${id} and (after ->> 'sequence')::int <= ${requested}
    order by (after ->> 'version')::int desc limit 1`)
  if (!found) throw new AppError('NOT_FOUND')
  return found.version
}
