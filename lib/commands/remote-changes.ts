import { and, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { bindings, syncRuns } from '@/db/schema/connections'
import { requirePrincipal } from '@/lib/access/actor'
import { lockEventsAndRead } from '@/lib/access/nouns/event-lock'
import type { ReadOnlyReason } from '@/lib/calendar/read-only'
import type { AppliedLink, IncomingObject, PlanLink } from '@/lib/commands/effects/link-plan'
import { matchObjects } from '@/lib/commands/effects/match-objects'
import { applyLinkPlans } from '@/lib/commands/effects/remote-events'
import { command } from '@/lib/commands/pipeline/execute'
import { markSeen } from '@/lib/commands/rows/links'
import { insertLimitedEntries } from '@/lib/commands/rows/sync-runs'
import { AppError } from '@/lib/errors'
import { syncedEventsById } from '@/lib/queries/synced-events'
import { applyRemoteChangesOutput, applyRemoteChanges as schema } from '@/lib/schemas/sync'

interface ApplyOptions {
  objects: readonly IncomingObject[]
  plan: PlanLink
  /** Why the events of the binding are read-only as a whole. */
  readOnly: ReadOnlyReason | null
  /** Links of further objects that are as they were at the last sync. */
  unchanged: readonly string[]
  /** Whether unchanged objects are planned as well, because their events have changed. */
  isForced?: boolean
  /** Receives the objects with their links after the command. */
  onApplied?(applied: readonly AppliedLink[]): void
}

/**
 * Applies changes of a remote calendar: writes events, links and the position in one transaction. Repeating it changes
 * nothing. An object whose event has changed in the meantime is merged with the present event.
 */
export const applyRemoteChanges = ({
  objects,
  plan,
  readOnly,
  unchanged,
  isForced = false,
  onApplied,
}: ApplyOptions) =>
  command({
    name: 'applyRemoteChanges',
    input: schema,
    output: applyRemoteChangesOutput,
    on: ({ calendar, placedIn }) => ({
      calendar: ['write', 'target-calendar', calendar],
      placedIn: placedIn ? ['write', 'target-calendar', placedIn] : undefined,
    }),
    async run({ tx, grants, actor, now }, { binding: bindingId, run, isWhole, from, to }) {
      const binding = await lockBinding(tx, { id: bindingId, calendarId: grants.calendar.row.id, from, run })
      const changeset = uuidv7()
      const matched = await matchObjects(tx, grants.calendar, { bindingId, run, isWhole, isForced }, objects)
      const eventIds = matched.flatMap(({ link, found }) => found?.event.id ?? link?.eventId ?? [])
      const locked = await lockEventsAndRead(tx, eventIds, syncedEventsById(tx, grants.calendar, eventIds))
      const locals = new Map(locked.map((local) => [local.event.id, local]))
      const planned = matched.map(({ link, found, incoming }) => {
        const local = locals.get(found?.event.id ?? link?.eventId ?? '') ?? null
        return { link, local, incoming, plan: plan(link, local, incoming) }
      })
      const applied = await applyLinkPlans(tx, planned, {
        ...{ bindingId, run, changeset, now, readOnly },
        calendarId: grants.calendar.row.id,
        userId: requirePrincipal(actor),
        placement: grants.placedIn && {
          calendarId: grants.placedIn.row.id,
          detail: binding.placedDetail ?? 'full',
        },
      })
      if (isWhole)
        await markSeen(tx, [...unchanged, ...applied.linked.flatMap(({ after }) => after?.id ?? [])], run)
      await insertLimitedEntries(tx, run, applied.entries)
      if (to !== null) await tx.update(bindings).set({ cursor: to }).where(eq(bindings.id, bindingId))
      onApplied?.(applied.linked)
      return { result: applied.counts, changes: applied.changes, changeset }
    },
  })

interface RunPosition {
  id: string
  calendarId: string
  from: string | null
  run: string
}

/** @throws AppError CONFLICT if the binding was changed, or another run has begun or applied changes */
async function lockBinding(tx: Tx, { id, calendarId, from, run }: RunPosition) {
  const [binding] = await tx.select().from(bindings).where(eq(bindings.id, id)).for('no key update')
  // Two concurrent runs would each delete the objects that only the other run has seen.
  const [running] = await tx
    .select({ id: syncRuns.id })
    .from(syncRuns)
    .where(and(eq(syncRuns.id, run), eq(syncRuns.outcome, 'running')))
  const isCurrent = binding?.state === 'active' && !binding.leaderId && running !== undefined
  if (!isCurrent || binding.calendarId !== calendarId || binding.cursor !== from)
    throw new AppError('CONFLICT')
  return binding
}
