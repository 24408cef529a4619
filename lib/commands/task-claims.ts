import { and, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { taskClaims } from '@/db/schema/tasks'
import { taskChanges } from '@/lib/commands/effects/task-changes'
import { command } from '@/lib/commands/pipeline/execute'
import { claimerOf, claimOf, quantityTaken, recordedClaim } from '@/lib/commands/rows/task-claims'
import { AppError, fieldError } from '@/lib/errors'
import { idOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/tasks'

/**
 * Takes a part of a sign-up sheet, in place of what the person has taken of it so far. Together, people cannot take more
 * than it asks for: the list is locked, so of two who want the last one, the second gets a CONFLICT that says what is
 * left.
 */
export const claimTask = command({
  name: 'claimTask',
  input: schemas.claimTask,
  output: idOutput,
  on: ({ task }) => ({ task: ['claim', 'task', task] }),
  async run({ tx, grants, actor, now }, { quantity, comment }) {
    const { list, ...row } = grants.task.row
    if (row.wanted === null) throw fieldError('task', 'invalid')
    const claimer = claimerOf(actor)
    const before = await claimOf(tx, row.id, claimer)
    const result = { id: before?.id ?? uuidv7() }
    if (before?.quantity === quantity && before.comment === comment) return { result, changes: [] }
    const left = row.wanted - (await quantityTaken(tx, row.id)) + (before?.quantity ?? 0)
    // A sheet that was shortened since can be taken beyond its end: nobody has to give anything back.
    if (quantity > Math.max(left, before?.quantity ?? 0)) {
      throw new AppError('CONFLICT', { data: { left: Math.max(left, 0) } })
    }
    if (before) await tx.update(taskClaims).set({ quantity, comment }).where(eq(taskClaims.id, before.id))
    else
      await tx
        .insert(taskClaims)
        .values({ ...claimer, id: result.id, taskId: row.id, quantity, comment, createdAt: now })
    const claims = {
      before: before ? recordedClaim(before) : null,
      after: { ...claimer, quantity, comment },
    }
    return { result, changes: await taskChanges(tx, list, [[row, row, claims]], actor) }
  },
})

/** Gives back what the actor has taken of a sign-up sheet or, for editors, what another person has. */
export const releaseTask = command({
  name: 'releaseTask',
  input: schemas.releaseTask,
  output: idOutput,
  on: ({ task, claim }) => ({
    task: [claim === undefined ? ('claim' as const) : ('write' as const), 'task', task] as const,
  }),
  async run({ tx, grants, actor }, { claim: id }) {
    const { list, ...row } = grants.task.row
    const [before] = id
      ? await tx
          .select()
          .from(taskClaims)
          .where(and(eq(taskClaims.id, id), eq(taskClaims.taskId, row.id)))
      : [await claimOf(tx, row.id, claimerOf(actor))]
    if (!before) return { result: { id: row.id }, changes: [] }
    await tx.delete(taskClaims).where(eq(taskClaims.id, before.id))
    const claims = { before: recordedClaim(before), after: null }
    return {
      result: { id: row.id },
      changes: await taskChanges(tx, list, [[row, row, claims]], actor),
    }
  },
})
