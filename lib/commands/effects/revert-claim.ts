import { eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { taskClaims } from '@/db/schema/tasks'
import { isEqual } from '@/lib/calendar/is-equal'
import type { RecordedClaim } from '@/lib/calendar/tasks/task'
import { claimOf, quantityTaken, recordedClaim } from '@/lib/commands/rows/task-claims'
import type { StoredTask } from '@/lib/commands/rows/tasks'
import type { TaskVersions } from './task-changes'

/**
 * Gives a person back what they had taken of a sign-up sheet before a change.
 * @param people ids of users who can take parts of it
 * @returns undefined if the person has changed it again since or takes no part any more, or if others have taken it
 * meanwhile
 */
export async function revertClaim(
  tx: Tx,
  task: StoredTask,
  people: ReadonlySet<string>,
  before: RecordedClaim | null,
  after: RecordedClaim | null,
): Promise<TaskVersions | undefined> {
  const stored = await claimOf(tx, task.id, (after ?? before)!)
  const current = stored ? recordedClaim(stored) : null
  if (!isEqual(current, after)) return undefined
  if (before) {
    if (!(await takesPart(tx, before, people))) return undefined
    const { quantity, comment } = before
    const others = (await quantityTaken(tx, task.id)) - (current?.quantity ?? 0)
    const isLess = current !== null && quantity <= current.quantity
    if (task.wanted === null || (!isLess && others + quantity > task.wanted)) return undefined
    if (stored) await tx.update(taskClaims).set({ quantity, comment }).where(eq(taskClaims.id, stored.id))
    else await tx.insert(taskClaims).values({ ...before, id: uuidv7(), taskId: task.id })
  } else if (stored) await tx.delete(taskClaims).where(eq(taskClaims.id, stored.id))
  return [task, task, { before: current, after: before }]
}

async function takesPart(
  tx: Tx,
  { userId, participantId, guestLinkId }: RecordedClaim,
  people: ReadonlySet<string>,
): Promise<boolean> {
  if (userId) return people.has(userId)
  const [present] = await tx.execute(sql`
    select 1 from gathering_participants where id = ${participantId}::uuid and revoked_at is null
    union select 1 from guest_links where id = ${guestLinkId}::uuid and revoked_at is null`)
  return present !== undefined
}
