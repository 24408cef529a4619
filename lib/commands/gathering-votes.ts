import { eq } from 'drizzle-orm'
import { gatheringParticipants } from '@/db/schema/gatherings'
import { type Limit, recordAttempt } from '@/lib/access/attempts'
import type { GatheringRow } from '@/lib/access/nouns/gathering'
import { participantChanges, voteChange } from '@/lib/commands/effects/gathering-changes'
import { mailParticipants } from '@/lib/commands/effects/gathering-mails'
import { refuseTakenName } from '@/lib/commands/effects/gathering-people'
import { mailLimit } from '@/lib/commands/effects/user-mails'
import { command } from '@/lib/commands/pipeline/execute'
import { insertParticipants, writeBallot } from '@/lib/commands/rows/gatherings'
import { AppError, fieldError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import { canMailParticipants } from '@/lib/queries/gatherings'
import * as schemas from '@/lib/schemas/gatherings'

/** Stores the actor's ballot instead of the one before. A user who does not take part yet becomes a participant. */
export const voteGathering = command({
  name: 'voteGathering',
  input: schemas.voteGathering,
  output: schemas.voteOutput,
  on: ({ gathering }) => ({ gathering: ['vote', 'gathering', gathering] }),
  async run({ tx, grants, actor, now }, { votes, comment }) {
    const { row } = grants.gathering
    const userId = actor.kind === 'user' ? actor.id : null
    const joined = row.participant
      ? []
      : await insertParticipants(tx, row.id, [{ userId, email: null, name: null, source: 'joined' }])
    const participant = row.participant ?? joined[0]!.id
    const { before, after, removed } = await writeBallot(
      tx,
      { gathering: row.id, participant, now },
      { votes, comment },
    )
    return {
      result: { participant, removed },
      changes: [
        ...(joined.length ? participantChanges(row, null, joined) : []),
        voteChange(row, { participant, userId }, before, after),
      ],
    }
  },
})

/** Maximum number of visitors who can join a gathering per hour. */
const MAX_JOINS_PER_HOUR = 300

/** Maximum number of visitors per day who can have their personal link mailed. */
const MAX_MAILED_JOINS = 100

/** Returns the limits of mails to addresses that visitors enter, which may be those of other people. */
function mailLimits({ id, organizerId }: GatheringRow, email: string): Limit[] {
  return [
    { by: `guest-mails:${id}:${email}`, max: 3, minutes: 60 },
    { by: `guest-mails:${id}`, max: MAX_MAILED_JOINS, minutes: 24 * 60 },
    mailLimit(organizerId, 'visitors'),
  ]
}

/** Adds a visitor of an open page as a participant, with a ballot. */
export const joinGathering = command({
  name: 'joinGathering',
  input: schemas.joinGathering,
  output: schemas.joinGatheringOutput,
  on: ({ gathering }) => ({ gathering: ['join', 'gathering-page', gathering] }),
  async run({ tx, grants, actor, now }, { name, email = null, locale = null, votes, comment }) {
    if (actor.kind !== 'nobody') throw new AppError('FORBIDDEN')
    const { row } = grants.gathering
    await recordAttempt([{ by: `gathering-joins:${row.id}`, max: MAX_JOINS_PER_HOUR, minutes: 60 }], tx)
    if (email !== null) {
      if (isMailEnabled() && !(await canMailParticipants(tx, row.id))) throw fieldError('email', 'invalid')
      await recordAttempt(mailLimits(row, email), tx)
    }
    await refuseTakenName(tx, row, name)
    const person = { userId: null, email: null, name, contactEmail: email, locale, source: 'joined' as const }
    // Of two visitors who join at the same time, the second finds the name in the index.
    const [joined] = await insertParticipants(tx, row.id, [person])
    if (!joined) throw fieldError('name', 'taken')
    const { before, after, removed } = await writeBallot(
      tx,
      { gathering: row.id, participant: joined.id, now },
      { votes, comment },
    )
    return {
      result: { gathering: row.id, participant: joined.id, removed },
      changes: [
        ...participantChanges(row, null, [joined]),
        voteChange(row, { participant: joined.id, userId: null }, before, after),
      ],
      jobs: await mailParticipants(tx, row, 'gathering-joined', eq(gatheringParticipants.id, joined.id)),
    }
  },
})
