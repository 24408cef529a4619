import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { hasSameOccurrenceIds } from '@/lib/calendar/edits/content'
import { findMovedOccurrence } from '@/lib/calendar/edits/follow'
import type { EventSnapshot } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import { withoutAnswers } from '@/lib/calendar/server/calendar-object'
import type { Content } from '@/lib/calendar/server/incoming/normalize'
import { eventChanges } from '@/lib/commands/effects/event-plan'
import { notifyPlacements } from '@/lib/commands/effects/notify-placements'
import type { Change } from '@/lib/commands/pipeline/changes'
import { insertEvents, trashEvents, updateEvents } from '@/lib/commands/rows/event-batch'
import { createRunBudget } from '@/lib/commands/rows/event-recordsets'
import { moveOccurrences, type OccurrenceMoves } from '@/lib/commands/rows/occurrences'
import type { AppliedCounts } from '@/lib/schemas/sync'
import { placeEvents } from '../rows/placements'
import { setReadOnly } from '../rows/read-only'
import { insertConflicts } from '../rows/sync-conflicts'
import type { SyncEntry } from '../rows/sync-runs'
import type { ApplyContext, EventAfter, LinkAction, PlannedLink } from './link-plan'
import { writeLinkPlans } from './link-rows'
import { placementChanges } from './placement-changes'
import { writeRemoteAlarms } from './remote-alarms'
import { writeRemoteAnswers } from './remote-answers'

/** Writes the plans of remote objects: their events, the answers of attendees, links, and conflicts. */
export async function applyLinkPlans(tx: Tx, planned: readonly PlannedLink[], context: ApplyContext) {
  const { now } = context
  const changes: Change[] = []
  const budget = createRunBudget()
  const added = planned.flatMap((each) => newEventOf(each, context))
  const created = await insertEvents(
    tx,
    added.map(({ event }) => event),
    now,
    budget,
  )
  changes.push(...created.flatMap((event) => eventChanges(null, event)))
  const trashed = planned.flatMap(({ plan, local }) =>
    plan.action.op === 'trash' && local ? local.event : [],
  )
  if (trashed.length) await trashEvents(tx, trashed, now)
  changes.push(...trashed.flatMap((event) => eventChanges(event, null)))
  const restored = await restore(tx, planned)
  const edits = planned.flatMap((each) => editOf(each, restored))
  const moves = new Map<string, OccurrenceMoves>()
  for (const [before, after] of edits) moves.set(before.id, await moveRows(tx, before, after))
  const updated = edits.length ? await updateEvents(tx, edits, now, budget) : []
  changes.push(
    ...updated.flatMap((event, index) =>
      eventChanges(restored.has(event.id) ? null : edits[index]![0], event, moves.get(event.id)),
    ),
  )
  const after = new Map([...created, ...updated].map((event) => [event.id, event]))
  const eventIdOf = new Map(added.map(({ planned, event }) => [planned, event.id]))
  const results = planned.map((each) => {
    const id = eventIdOf.get(each) ?? each.local?.event.id
    const isOver = each.plan.action.op === 'trash' || each.plan.action.op === 'forget'
    return { ...each, event: isOver || !id ? null : (after.get(id) ?? each.local?.event ?? null) }
  })
  changes.push(...(await writeRemoteAnswers(tx, results)))
  changes.push(...(await writeRemoteAlarms(tx, context.userId, results)))
  changes.push(
    ...(await notifyPlacements(
      tx,
      [...updated, ...trashed].map(({ id }) => id),
    )),
  )
  if (context.placement && created.length) {
    const shown = created.map(({ id: eventId }) => ({
      ...context.placement!,
      eventId,
      placedBy: context.userId,
    }))
    await placeEvents(tx, shown)
    changes.push(...shown.flatMap((placement) => placementChanges(null, placement)))
  }
  await setReadOnly(tx, [
    ...results.flatMap(({ event, incoming, plan }) =>
      event && plan.isComplete ? [{ id: event.id, reason: context.readOnly ?? incoming.readOnly }] : [],
    ),
    // An event in the trash belongs to no remote object any more.
    ...trashed.map(({ id }) => ({ id, reason: null })),
  ])
  const linked = await writeLinkPlans(tx, results, context)
  await insertConflicts(
    tx,
    linked.flatMap(({ after, plan }) =>
      after ? plan.conflicts.map((conflict) => ({ linkId: after.id, ...conflict })) : [],
    ),
  )
  return {
    changes,
    linked,
    entries: results.flatMap((each) => entriesOf(each, context)),
    counts: countsOf(planned),
  }
}

/** Returns the event to create for an object without a link, or whose event was deleted permanently in Kinday. */
function newEventOf(planned: PlannedLink, { calendarId, userId }: ApplyContext) {
  const { plan, local, incoming } = planned
  const { action } = plan
  const isErased = action.op === 'restore' && !local?.isTrashed
  if (action.op !== 'add' && !isErased) return []
  const event = {
    ...withoutAnswers((action as { content: Content }).content),
    ...{ id: uuidv7(), uid: incoming.uid, calendarId, createdBy: userId },
    ...{ splitFrom: null, sequence: 0, organizerId: null },
  }
  return [{ planned, event }]
}

/** Takes events out of the trash. Returns them by id. */
async function restore(tx: Tx, planned: readonly PlannedLink[]): Promise<Map<string, EventSnapshot>> {
  const events = planned.flatMap(({ plan, local }) =>
    plan.action.op === 'restore' && local?.isTrashed ? local.event : [],
  )
  const restored = events.length ? await trashEvents(tx, events, null) : []
  return new Map(restored.map((event) => [event.id, event]))
}

function editOf(
  { plan: { action }, local }: PlannedLink,
  restored: ReadonlyMap<string, EventSnapshot>,
): [EventSnapshot, EventSnapshot][] {
  if (!local || (action.op !== 'update' && !(action.op === 'restore' && local.isTrashed))) return []
  const before = restored.get(local.event.id) ?? local.event
  return [[before, { ...before, ...withoutAnswers(action.content), sequence: before.sequence + 1 }]]
}

/** Moves the rows of occurrences with their series. */
async function moveRows(tx: Tx, before: EventSnapshot, after: EventSnapshot): Promise<OccurrenceMoves> {
  if (!before.recurrence || hasSameOccurrenceIds(before, after)) return []
  return moveOccurrences(tx, before.id, (id) => {
    const moved = findMovedOccurrence(before, after, id)
    return moved === undefined ? undefined : { event: after.id, id: moved }
  })
}

function entriesOf(
  { plan, link, local, incoming, event }: PlannedLink & { event: EventAfter },
  { run, changeset }: ApplyContext,
): SyncEntry[] {
  const title = (event ?? local?.event)?.title ?? incoming.content?.title ?? ''
  const entry = {
    ...{ runId: run, eventId: event?.id ?? local?.event.id ?? null, title },
    ...{ direction: 'in' as const, reason: null, changesetId: changeset },
  }
  const { action, conflicts } = plan
  const op = OPS[action.op]
  const skipped = isNewlyUnreadable({ link, incoming }) ? incoming.skipped : skippedBy(action)
  const isSkipped = skipped !== null && skipped !== link?.skipped
  return [
    ...(op ? [{ ...entry, op }] : []),
    ...(isSkipped ? [{ ...entry, op: 'skipped' as const, reason: skipped, changesetId: null }] : []),
    ...(conflicts.length ? [{ ...entry, op: 'conflict' as const, reason: conflicts[0]!.field }] : []),
  ]
}

/**
 * Returns whether an object that has an event was changed so that it cannot be read any more: its event stays as it
 * was.
 */
function isNewlyUnreadable({ link, incoming }: Pick<PlannedLink, 'link' | 'incoming'>): boolean {
  return Boolean(link?.eventId && incoming.skipped && !isEqual(link.state, incoming.state))
}

function skippedBy(action: LinkAction): string | null {
  return action.op === 'none' ? action.skipped : null
}

const OPS = {
  add: 'added',
  restore: 'added',
  update: 'changed',
  trash: 'deleted',
  none: null,
  forget: null,
} as const

function countsOf(planned: readonly PlannedLink[]): AppliedCounts {
  const count = (op: SyncEntry['op']) => planned.filter(({ plan }) => OPS[plan.action.op] === op).length
  return {
    ...{ added: count('added'), changed: count('changed'), deleted: count('deleted') },
    skipped: planned.filter((each) => skippedBy(each.plan.action) !== null || isNewlyUnreadable(each)).length,
    conflicts: planned.reduce((sum, { plan }) => sum + plan.conflicts.length, 0),
  }
}
