import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { loadReach } from '@/lib/access/reach'
import { contentOf } from '@/lib/calendar/edits/content'
import { findMovedOccurrence } from '@/lib/calendar/edits/follow'
import { type EditableEvent, type EditPlan, keepId } from '@/lib/calendar/edits/plan'
import { planEdit } from '@/lib/calendar/edits/scope'
import type { EventContent, EventSnapshot } from '@/lib/calendar/event'
import { type FieldChange, fieldValueAt } from '@/lib/calendar/history'
import { isEqual } from '@/lib/calendar/is-equal'
import type { Participant } from '@/lib/calendar/participant'
import { planOrRefuse, writePlan } from '@/lib/commands/effects/event-plan'
import { command } from '@/lib/commands/pipeline/execute'
import { eventAtVersion } from '@/lib/commands/pipeline/resolve-occurrence'
import { AppError } from '@/lib/errors'
import { stepsOf } from '@/lib/queries/event-history'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import * as schemas from '@/lib/schemas/history'

/**
 * Restores fields of an event to their values before a change in its history, as an ordinary edit in one changeset.
 * Answers CONFLICT with both values if another user has changed such a field since the version that the client
 * showed.
 */
export const restoreEventFields = command({
  name: 'restoreEventFields',
  input: schemas.restoreEventFields,
  output: schemas.restoreEventFieldsOutput,
  on: ({ id }) => ({ event: ['write', 'event', id] }),
  async run({ tx, grants, actor, now }, { version, changeset, field, occurrence }) {
    const current = snapshotOf(grants.event.row)
    const content = contentOf(current)
    const [step] = await stepsOf(tx, await loadReach(tx, actor), current.id, changeset)
    const changes = step?.event?.op === 'changed' ? step.event.changes : []
    const wanted = changes.flatMap((change) => {
      const isRequested = !field || (change.field === field && change.occurrence === (occurrence ?? null))
      const currentId =
        change.occurrence &&
        findMovedOccurrence(contentOf(step!.change.after as EventSnapshot), content, change.occurrence)
      const isRestored =
        isRequested && currentId !== undefined && !['calendarId', 'dates'].includes(change.field)
      return isRestored ? [{ ...change, occurrence: currentId || null }] : []
    })
    if (!wanted.length) throw new AppError('NOT_FOUND')

    const seenVersion =
      version === current.version ? current : await eventAtVersion(tx, actor, grants.event, version)
    const fields: Record<string, { yours: unknown; theirs: unknown }> = {}
    for (const { field, occurrence: at, from } of wanted) {
      const theirs = fieldValueAt(content, at, field)
      const seenValue = seenVersion && fieldValueAt(contentOf(seenVersion), at, field)
      if (!isEqual(theirs, from) && !isEqual(theirs, seenValue)) fields[field] = { yours: from, theirs }
    }
    if (Object.keys(fields).length) {
      const target = { id: current.id, version: current.version, occurrence: wanted[0]!.occurrence }
      throw new AppError('CONFLICT', { data: { ...target, fields } })
    }

    const people = await withoutDeletedAccounts(tx, wanted)
    const plan = planOrRefuse(() => planRestore(content, people))
    const { event, changes: written } = await writePlan(tx, current, plan, {
      now,
      // A restored attendee list keeps its organizer: the user who restores it does not become the organizer.
      organizer: null,
    })
    return { result: { id: current.id, version: (event ?? current).version }, changes: written }
  },
})

/**
 * Plans the fields of the event first, then those of single occurrences, at the recurrence ids that the occurrences
 * have after the first step.
 */
function planRestore(content: EventContent, wanted: readonly FieldChange[]): EditPlan {
  let plan: EditPlan = { event: content, split: null, follow: keepId, kept: 0, dropped: 0 }
  const seriesChanges = wanted.filter(({ occurrence }) => occurrence === null)
  if (seriesChanges.length) plan = planEdit(content, undefined, 'all', patchOf(seriesChanges))
  const ids = [...new Set(wanted.flatMap(({ occurrence }) => occurrence ?? []))]
  for (const id of ids) {
    const followed = plan.follow(id)
    if (!plan.event?.recurrence || !followed) throw new AppError('NOT_FOUND')
    const occurrenceChanges = wanted.filter(({ occurrence }) => occurrence === id)
    const existence = occurrenceChanges.find(({ field }) => field === 'exists')
    const { recurrence } = plan.event
    if (existence) {
      const others = recurrence.exclusions.filter((other) => other !== followed.id)
      const exclusions = existence.from ? others : [...others, followed.id].sort()
      plan = { ...plan, event: { ...plan.event, recurrence: { ...recurrence, exclusions } } }
    } else {
      plan = { ...plan, event: planEdit(plan.event, followed.id, 'this', patchOf(occurrenceChanges)).event }
    }
  }
  return plan
}

function patchOf(changes: readonly FieldChange[]): Partial<EditableEvent> {
  return Object.fromEntries(changes.map(({ field, from }) => [field, from]))
}

/** Returns the changes without attendees whose accounts have been deleted. */
async function withoutDeletedAccounts(tx: Tx, wanted: readonly FieldChange[]): Promise<FieldChange[]> {
  const attendeeChanges = wanted.filter(({ field }) => field === 'attendees')
  const ids = attendeeChanges.flatMap(({ from }) =>
    (from as Participant[]).flatMap(({ userId }) => userId ?? []),
  )
  if (!ids.length) return [...wanted]
  const rows = await tx.execute<{ id: string }>(sql`
    select id from users where deleted_at is null
      and id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`)
  const existing = new Set(rows.map(({ id }) => id))
  return wanted.map((change) =>
    change.field === 'attendees'
      ? {
          ...change,
          from: (change.from as Participant[]).filter(({ userId }) => !userId || existing.has(userId)),
        }
      : change,
  )
}
