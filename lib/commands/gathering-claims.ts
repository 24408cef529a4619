import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { comments } from '@/db/schema/comments'
import { gatheringParticipants, gatheringVotes } from '@/db/schema/gatherings'
import type { ParticipationRow } from '@/lib/access/nouns/participation'
import { claimAttendee } from '@/lib/commands/effects/claim-answers'
import { omitFromResponse } from '@/lib/commands/effects/event-invitations'
import { participantChanges } from '@/lib/commands/effects/gathering-changes'
import { command } from '@/lib/commands/pipeline/execute'
import { participantUserId } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/gatherings'

/**
 * Makes the user the participant of a personal link: the holder of the link can vote by it anyway. A user who takes part
 * already keeps their own ballot, or gets that of the link if they have not voted. The link then no longer works. If the
 * gathering has an event, the user attends it instead of the guest.
 */
export const claimParticipation = command({
  name: 'claimParticipation',
  input: schemas.claimParticipation,
  output: schemas.claimOutput,
  on: ({ token }) => ({
    self: ['read', 'self', null],
    participation: ['claim', 'participation', token],
  }),
  async run({ tx, grants, now }) {
    const { row } = grants.participation
    const userId = grants.self.row.id
    const isOwn = and(
      eq(gatheringParticipants.gatheringId, row.gatheringId),
      eq(gatheringParticipants.userId, userId),
      isNull(gatheringParticipants.revokedAt),
    )
    const [own] = await tx.select().from(gatheringParticipants).where(isOwn)
    await claimComments(tx, row, userId)
    // The account keeps what it has taken of a sign-up sheet itself.
    await tx.execute(sql`
      update task_claims c set user_id = ${userId}, participant_id = null
      where c.participant_id = ${row.id} and not exists (
        select 1 from task_claims own where own.task_id = c.task_id and own.user_id = ${userId})`)
    await tx.execute(sql`delete from task_claims where participant_id = ${row.id}`)
    if (own) await mergeInto(tx, row, own, now)
    else
      await tx
        .update(gatheringParticipants)
        .set({ userId, email: null, name: null, nameKey: null, contactEmail: null })
        .where(eq(gatheringParticipants.id, row.id))
    const after = own ?? { ...row, userId }
    const { eventId } = row.gathering
    const attendance = eventId ? await claimAttendee(tx, { ...row, eventId }, userId, now) : []
    return {
      result: { id: row.gatheringId, slug: row.gathering.slug },
      changes: [
        ...(own ? participantChanges(row.gathering, [row], null) : []),
        ...participantChanges(row.gathering, null, [after]),
        ...omitFromResponse(attendance),
      ],
      jobs: [{ name: 'cut-off' as const, payload: { user: participantUserId(row.id) } }],
    }
  },
})

/** Gives a user who has not voted the ballot of a link, and ends the link. */
async function mergeInto(
  tx: Tx,
  link: ParticipationRow,
  own: typeof gatheringParticipants.$inferSelect,
  now: Date,
): Promise<void> {
  if (!own.votedAt && link.votedAt) {
    await tx.delete(gatheringVotes).where(eq(gatheringVotes.participantId, own.id))
    await tx
      .update(gatheringVotes)
      .set({ participantId: own.id })
      .where(eq(gatheringVotes.participantId, link.id))
    const { votedAt, comment } = link
    await tx
      .update(gatheringParticipants)
      .set({ votedAt, comment })
      .where(eq(gatheringParticipants.id, own.id))
  }
  await tx.update(gatheringParticipants).set({ revokedAt: now }).where(eq(gatheringParticipants.id, link.id))
}

/** Makes the user the author of the comments that were written by the link. */
async function claimComments(
  tx: Tx,
  { gatheringId, email, name }: ParticipationRow,
  userId: string,
): Promise<void> {
  const isByLink =
    email === null ? sql`${comments.name} = ${name}` : sql`${comments.email} = ${email.toLowerCase()}`
  await tx
    .update(comments)
    .set({ userId, email: null, name: null })
    .where(and(eq(comments.gatheringId, gatheringId), isNull(comments.userId), isByLink))
}
