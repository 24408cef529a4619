import { approveDeletions, undoHeldDeletions } from '@/lib/commands/effects/held-deletions'
import { makeReadOnlyAgain } from '@/lib/commands/effects/lock-events'
import { command } from '@/lib/commands/pipeline/execute'
import { AppError } from '@/lib/errors'
import { streamName } from '@/lib/realtime/channels'
import { idOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/sync-log'

/** Lets the next run make the deletions that the last one held back, or undoes them. */
export const decideDeletions = command({
  name: 'decideDeletions',
  input: schemas.decideDeletions,
  output: idOutput,
  on: ({ binding }) => ({ binding: ['own', 'binding', binding] }),
  async run({ tx, grants, now }, { choice }) {
    const { id, userId, state, calendarId, canWrite } = grants.binding.row
    if (state !== 'needs-approval') throw new AppError('CONFLICT')
    const decided = { entity: 'binding', id, op: 'changed' } as const
    const locked = await makeReadOnlyAgain(tx, grants.binding.row)
    const changes = [...locked, { stream: streamName('user', userId), ...decided }]
    if (choice === 'delete') {
      await approveDeletions(tx, id)
      return { result: { id }, changes }
    }
    if (!canWrite) throw new AppError('FORBIDDEN')
    const kept = await undoHeldDeletions(tx, { id, calendarId, userId }, now)
    return { result: { id }, changes: [...changes, ...kept] }
  },
})
