import { z } from 'zod'
import { GATHERING_STATUSES } from '@/lib/calendar/gatherings/choices'
import { count } from './outputs'

const entry = z.strictObject({
  /** Unique in the history. */
  key: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
  /** Name of the author; null if the viewer may not know it, or for a deleted account. */
  who: z.string().nullable(),
  op: z.enum(['added', 'changed', 'removed']),
  isUndo: z.boolean(),
})

const historyEntry = z.discriminatedUnion('kind', [
  entry.extend({ kind: z.literal('gathering'), status: z.enum(GATHERING_STATUSES).nullable() }),
  entry.extend({ kind: z.enum(['slot', 'participant']), count }),
  entry.extend({ kind: z.literal('vote') }),
  entry.extend({ kind: z.literal('task'), title: z.string(), isCompleted: z.boolean() }),
])
export type GatheringHistoryEntry = z.output<typeof historyEntry>

export const gatheringHistoryOutput = z.strictObject({
  entries: z.array(historyEntry),
  /** Whether there are earlier changes. */
  hasMore: z.boolean(),
})
export type GatheringHistory = z.output<typeof gatheringHistoryOutput>
