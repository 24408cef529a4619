import { and, eq, isNotNull, isNull, notExists } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { gatheringParticipants, gatherings } from '@/db/schema/gatherings'
import { groups } from '@/db/schema/groups'
import type { Actor } from '../actor'
import { parseGuestToken } from '../guest-tokens'
import type { LoadedTarget } from '../verbs'

export type ParticipationRow = typeof gatheringParticipants.$inferSelect & {
  gathering: typeof gatherings.$inferSelect
}

/**
 * Loads the participant of a personal link by its token, for any user who has it: `claim` is to become this
 * participant.
 */
export async function loadParticipation(
  tx: Tx,
  actor: Actor,
  token: string,
): Promise<LoadedTarget<ParticipationRow, 'participation'> | undefined> {
  const id = actor.kind === 'user' ? parseGuestToken(token, 'gathering') : undefined
  if (!id) return undefined
  const [found] = await tx
    .select({ participant: gatheringParticipants, gathering: gatherings })
    .from(gatheringParticipants)
    .innerJoin(gatherings, eq(gatherings.id, gatheringParticipants.gatheringId))
    .where(
      and(
        eq(gatheringParticipants.id, id),
        isNull(gatheringParticipants.revokedAt),
        isNull(gatheringParticipants.userId),
        isNull(gatherings.deletedAt),
        notExists(
          tx
            .select({ id: groups.id })
            .from(groups)
            .where(and(eq(groups.id, gatherings.groupId), isNotNull(groups.deletedAt))),
        ),
      ),
    )
    .for('no key update')
  if (!found) return undefined
  return { row: { ...found.participant, gathering: found.gathering }, isVisible: true, allows: () => true }
}
