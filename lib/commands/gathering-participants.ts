import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { gatheringParticipants } from '@/db/schema/gatherings'
import { userIdOf } from '@/lib/access/actor'
import { recordAttempt } from '@/lib/access/attempts'
import { participantChanges } from '@/lib/commands/effects/gathering-changes'
import { mailInvitations, mailParticipants } from '@/lib/commands/effects/gathering-mails'
import { invitedToGathering } from '@/lib/commands/effects/gathering-people'
import { notify } from '@/lib/commands/effects/notify'
import { command } from '@/lib/commands/pipeline/execute'
import { insertParticipants } from '@/lib/commands/rows/gatherings'
import { AppError } from '@/lib/errors'
import { participantUserId } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/gatherings'
import { countOutput, idOutput, idsOutput } from '@/lib/schemas/outputs'

/** Invites people to a gathering. Those with an address get a mail with their personal link. */
export const inviteParticipants = command({
  name: 'inviteParticipants',
  input: schemas.inviteParticipants,
  output: idsOutput,
  on: ({ gathering, participants }) => ({
    self: ['read', 'self', null],
    invitees: ['invite', 'invitees', participants.filter((person) => typeof person === 'string')],
    gathering: ['write', 'gathering', gathering],
  }),
  async run({ tx, grants }, people) {
    const { row } = grants.gathering
    if (row.status !== 'draft') throw new AppError('FORBIDDEN')
    const invited = await invitedToGathering(tx, grants.self.row, row, people, grants.invitees.row, [])
    const added = await insertParticipants(tx, row.id, invited)
    return {
      result: { ids: added.map(({ id }) => id) },
      changes: added.length ? participantChanges(row, null, added) : [],
      jobs: await mailInvitations(
        tx,
        row,
        added.map(({ id }) => id),
      ),
    }
  },
})

/**
 * Reminds the participants who have not voted, at most once a day: users by a notification, guests by mail. Returns the
 * number of reminded people.
 */
export const remindParticipants = command({
  name: 'remindParticipants',
  input: schemas.gatheringId,
  output: countOutput,
  on: ({ gathering }) => ({ gathering: ['write', 'gathering', gathering] }),
  async run({ tx, grants, actor }) {
    const { row } = grants.gathering
    if (row.status !== 'draft') throw new AppError('FORBIDDEN')
    const { gatheringId, userId, votedAt, revokedAt } = gatheringParticipants
    const waiting = await tx
      .select({ userId })
      .from(gatheringParticipants)
      .where(and(eq(gatheringId, row.id), isNull(votedAt), isNull(revokedAt)))
    const users = waiting.flatMap(({ userId }) => (userId && userId !== userIdOf(actor) ? userId : []))
    const mails = await mailParticipants(tx, row, 'gathering-asked-again', isNull(votedAt))
    const count = users.length + mails.length
    if (!count) return { result: { count }, changes: [] }
    await recordAttempt([{ by: `gathering-reminded:${row.id}`, max: 1, minutes: 24 * 60 }], tx)
    const about = { kind: 'deadline', groupId: row.groupId, gatheringId: row.id } as const
    const { changes, jobs } = await notify(
      tx,
      users.map((userId) => ({ ...about, userId })),
    )
    return { result: { count }, changes, jobs: [...jobs, ...mails] }
  },
})

/** Sets the language of later mails to a participant without an account, who sends the command. */
export const setParticipantLanguage = command({
  name: 'setParticipantLanguage',
  input: schemas.setParticipantLanguage,
  output: idOutput,
  on: ({ gathering }) => ({ gathering: ['read', 'gathering', gathering] }),
  async run({ tx, actor }, { locale }) {
    if (actor.kind !== 'participant') throw new AppError('FORBIDDEN')
    const { id } = actor
    await tx.update(gatheringParticipants).set({ locale }).where(eq(gatheringParticipants.id, id))
    return { result: { id }, changes: [] }
  },
})

/** Sets whether the time must suit a participant. */
export const changeParticipant = command({
  name: 'changeParticipant',
  input: schemas.changeParticipant,
  output: idOutput,
  on: ({ gathering }) => ({ gathering: ['write', 'gathering', gathering] }),
  async run({ tx, grants }, { participant: id, isRequired }) {
    const { row } = grants.gathering
    const [before] = await participantsIn(tx, row.id, [id])
    if (!before) throw new AppError('NOT_FOUND')
    if (before.isRequired === isRequired) return { result: { id }, changes: [] }
    await tx.update(gatheringParticipants).set({ isRequired }).where(eq(gatheringParticipants.id, id))
    return { result: { id }, changes: participantChanges(row, [before], [{ ...before, isRequired }]) }
  },
})

/** Removes participants with their votes. Personal links no longer work. */
export const removeParticipants = command({
  name: 'removeParticipants',
  input: schemas.removeParticipants,
  output: idsOutput,
  on: ({ gathering }) => ({ gathering: ['write', 'gathering', gathering] }),
  async run({ tx, grants, now }, { participants }) {
    const { row } = grants.gathering
    const removed = await participantsIn(tx, row.id, participants)
    const ids = removed.map(({ id }) => id)
    if (!ids.length) return { result: { ids }, changes: [] }
    await tx
      .update(gatheringParticipants)
      .set({ revokedAt: now })
      .where(inArray(gatheringParticipants.id, ids))
    return {
      result: { ids },
      changes: participantChanges(row, removed, null),
      // Users who still see the gathering connect again.
      jobs: removed.map(({ id, userId }) => ({
        name: 'cut-off' as const,
        payload: { user: userId ?? participantUserId(id) },
      })),
    }
  },
})

/** Reads those of the given participants that a gathering has. */
async function participantsIn(tx: Tx, gatheringId: string, ids: readonly string[]) {
  return tx
    .select({
      id: gatheringParticipants.id,
      userId: gatheringParticipants.userId,
      isRequired: gatheringParticipants.isRequired,
    })
    .from(gatheringParticipants)
    .where(
      and(
        eq(gatheringParticipants.gatheringId, gatheringId),
        inArray(gatheringParticipants.id, [...ids]),
        isNull(gatheringParticipants.revokedAt),
      ),
    )
}
