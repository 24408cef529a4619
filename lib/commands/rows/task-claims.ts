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

/** Moves what a guest took of sign-up sheets of an event to the link that replaces their former ones. */
export async function moveGuestClaims(tx: Tx, link: string, isFormer: SQL): Promise<void> {
  await tx.execute(sql`
    update task_claims set guest_link_id = ${link} where id in (
      select distinct on (c.task_id) c.id from task_claims c join guest_links l on l.id = c.guest_link_id
      where ${isFormer} order by c.task_id, l.revoked_at desc, c.created_at desc)`)
}

/**
 * Gives back what people who take part again had taken of sign-up sheets, as far as others have taken it meanwhile.
 * @param isOfPeople condition for their claims `c`
 */
export async function releaseTaken(tx: Tx, isOfPeople: SQL): Promise<void> {
  await tx.execute(sql`
    delete from task_claims where id in (
      select c.id from task_claims c join tasks t on t.id = c.task_id
      where ${isOfPeople} and t.wanted < (
        select sum(c.quantity) from task_claims c where c.task_id = t.id and ${isActiveClaim}))`)
}

/** Erases from the history what people took of sign-up sheets. @param ids selects their ids */
export async function eraseClaims(tx: Tx, column: keyof Claimer, ids: SQL): Promise<void> {
  await tx.execute(sql`
    update changes set before = null, after = null
    where entity = 'task' and coalesce(after -> 'claim' ->> ${column}::text, before -> 'claim' ->> ${column}::text) in (${ids})`)
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
