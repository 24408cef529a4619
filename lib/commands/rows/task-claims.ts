import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { singleRow } from '@/db/rows'
import { taskClaims } from '@/db/schema/tasks'
import { type Actor, requirePrincipal } from '@/lib/access/actor'
import type { RecordedClaim } from '@/lib/calendar/tasks/task'
import { isActiveClaim } from '@/lib/queries/task-claims'

export type StoredClaim = typeof taskClaims.$inferSelect

/** The columns that identify a person who takes a part of a sign-up sheet. */
export type Claimer = Pick<RecordedClaim, 'userId' | 'participantId' | 'guestLinkId'>

/** Returns the actor as a person who takes a part of a sign-up sheet. @throws AppError SIGNED_OUT */
export function claimerOf(actor: Actor): Claimer {
  const nobody = { userId: null, participantId: null, guestLinkId: null }
  if (actor.kind === 'guest') return { ...nobody, guestLinkId: actor.link }
  if (actor.kind === 'participant') return { ...nobody, participantId: actor.id }
  return { ...nobody, userId: requirePrincipal(actor) }
}

/** Returns how much of a sign-up sheet is taken. */
export async function quantityTaken(tx: Tx, task: string): Promise<number> {
  const { taken } = singleRow(
    await tx.execute<{ taken: number }>(sql`
      select coalesce(sum(c.quantity), 0)::int as taken from task_claims c
      where c.task_id = ${task} and ${isActiveClaim}`),
  )
  return taken
}

/** Returns what a person has taken of a sign-up sheet. */
export async function claimOf(tx: Tx, task: string, claimer: Claimer): Promise<StoredClaim | undefined> {
  const [found] = await tx
    .select()
    .from(taskClaims)
    .where(and(eq(taskClaims.taskId, task), isOf(claimer)))
  return found
}

export function recordedClaim(claim: StoredClaim | RecordedClaim): RecordedClaim {
  const { userId, participantId, guestLinkId, quantity, comment } = claim
  return { userId, participantId, guestLinkId, quantity, comment }
}

function isOf({ userId, participantId, guestLinkId }: Claimer): SQL {
  if (userId) return eq(taskClaims.userId, userId)
  return participantId
    ? eq(taskClaims.participantId, participantId)
    : eq(taskClaims.guestLinkId, guestLinkId!)
}
