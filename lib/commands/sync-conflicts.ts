import { eq } from 'drizzle-orm'
import { syncConflicts } from '@/db/schema/connections'
import { contentOf } from '@/lib/calendar/edits/content'
import { planOrRefuse, writePlan } from '@/lib/commands/effects/event-plan'
import { command } from '@/lib/commands/pipeline/execute'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { streamName } from '@/lib/realtime/channels'
import { idOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/sync-log'
import { planResolution } from './effects/conflict-plan'

/**
 * Resolves a conflict. The sync has taken the remote value of a field, and has kept an event that only one side has
 * deleted. The other choice is an edit by the user, which the next run sends to the remote calendar.
 */
export const resolveConflict = command({
  name: 'resolveConflict',
  input: schemas.resolveConflict,
  output: idOutput,
  on: ({ conflict, choice }) => ({
    conflict: [choice === 'ours' ? 'write' : 'own', 'sync-conflict', conflict],
  }),
  async run({ tx, grants, now }, { choice }) {
    const { id, userId, bindingId, event, ...conflict } = grants.conflict.row
    await tx.update(syncConflicts).set({ resolvedAt: now }).where(eq(syncConflicts.id, id))
    const resolved = { entity: 'binding', id: bindingId, op: 'changed' } as const
    const changes = [{ stream: streamName('user', userId), ...resolved }]
    if (!event || choice === 'theirs') return { result: { id }, changes }
    const current = snapshotOf(event)
    const plan = planOrRefuse(() => planResolution(contentOf(current), conflict))
    if (!plan) return { result: { id }, changes }
    const written = await writePlan(tx, current, plan, { now, organizer: userId })
    return { result: { id }, changes: [...changes, ...written.changes] }
  },
})
