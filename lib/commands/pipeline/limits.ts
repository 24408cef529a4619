import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { singleRow } from '@/db/rows'
import { type Actor, isSync, principalOf } from '@/lib/access/actor'
import { countAttempts } from '@/lib/access/attempts'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'

/** The part of a change that limits are checked against (record.ts). */
interface Change {
  entity: string
  op: 'added' | 'changed' | 'removed'
  before?: object | null
  after?: object | null
}

/**
 * Limits per user, so that an import, script or stolen session of one user does not fill the database of all.
 * Everything is counted in the transaction of the command: what fails, and what an idempotency key repeats, does not
 * count.
 */

const HOUR_MINUTES = 60

/** Number of changes that count as one command: an import of 50,000 events counts as 2,500. */
const CHANGES_PER_UNIT = 25

/** Number of commands between two checks of the totals. A user can exceed the totals by that many commands. */
const CHECK_EVERY = 50

/** Most events have one rule; a hostile one has ten. */
const RULES_PER_SERIES = 2

/** Events in the trash count too, or creating and deleting in turn would have no limit. */
const TRASH_FACTOR = 2

/** Returns the number of commands that this many changes count as. */
export function unitsOf(changes: number): number {
  return Math.max(1, Math.ceil(changes / CHANGES_PER_UNIT))
}

/**
 * Returns the statement that counts a command of a user, or of a token or job for the user, see {@link countAttempts};
 * undefined for actors without limits.
 */
export function hourlyCount(actor: Actor, changes: number, after?: SQL): SQL | undefined {
  const userId = principalOf(actor)
  // The changes of a sync do not count as commands of its user: its provider limits them.
  if (!userId || isSync(actor)) return undefined
  return countAttempts(`commands:${userId}`, HOUR_MINUTES, unitsOf(changes), after)
}

/**
 * Refuses a command that exceeds a limit of its user. Call it in the transaction, after the changes.
 * @param hour the user's commands in this hour, including this one
 * @throws AppError TOO_MANY beyond the commands per hour; LIMIT_REACHED beyond the number of events, series or rules
 */
export async function refuseBeyondLimits(
  tx: Tx,
  actor: Actor,
  changes: readonly Change[],
  hour: { count: number; age: number },
): Promise<void> {
  const userId = principalOf(actor)
  if (!userId) return
  const limit = env.limits.commandsPerHour
  if (hour.count > limit) {
    const seconds = Math.max(HOUR_MINUTES * 60 - hour.age, 1)
    throw new AppError('TOO_MANY', { data: { what: 'commands', limit, seconds } })
  }
  const before = isSync(actor) ? 0 : hour.count - unitsOf(changes.length)
  const isDue = before === 0 || Math.floor(hour.count / CHECK_EVERY) > Math.floor(before / CHECK_EVERY)
  if (isDue && changes.some(addsToTotals)) await refuseBeyondTotals(tx, userId)
}

/** Checks whether a change adds an event, or a rule to an event. */
function addsToTotals({ entity, op, before, after }: Change): boolean {
  if (entity !== 'event') return false
  return op === 'added' || (op === 'changed' && rulesIn(after) > rulesIn(before))
}

function rulesIn(content: Change['after']): number {
  const { recurrence } = (content ?? {}) as { recurrence?: { rules?: unknown[] } | null }
  return recurrence?.rules?.length ?? 0
}

async function refuseBeyondTotals(tx: Tx, userId: string): Promise<void> {
  const usage = singleRow(
    await tx.execute<{ events: number; stored: number; series: number; rules: number }>(sql`
    select count(*) filter (where deleted_at is null)::int as events, count(*)::int as stored,
      count(*) filter (where deleted_at is null and recurrence is not null)::int as series,
      coalesce(sum(jsonb_array_length(recurrence -> 'rules')) filter (where deleted_at is null), 0)::int as rules
    from events where created_by = ${userId}`),
  )
  const { events, series } = env.limits
  const refuse = (what: string, limit: number) => {
    throw new AppError('LIMIT_REACHED', { data: { what, limit } })
  }
  if (usage.events > events) refuse('events', events)
  if (usage.stored > events * TRASH_FACTOR) refuse('trash', events * TRASH_FACTOR)
  if (usage.series > series) refuse('series', series)
  if (usage.rules > series * RULES_PER_SERIES) refuse('rules', series * RULES_PER_SERIES)
}
