import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { type Actor, principalOf } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import { contentOf } from '@/lib/calendar/edits/content'
import { shiftSpan } from '@/lib/calendar/edits/move'
import { type EditPlan, keepId } from '@/lib/calendar/edits/plan'
import { editableAt, planDelete, planEdit } from '@/lib/calendar/edits/scope'
import type { EventContent, EventSnapshot } from '@/lib/calendar/event'
import { isAtLeast } from '@/lib/calendar/roles'
import type { Overrides, RecurrenceId } from '@/lib/calendar/series/recurrence'
import { eventChanges, planOrRefuse, writePlan } from '@/lib/commands/effects/event-plan'
import type { Change } from '@/lib/commands/pipeline/changes'
import { command } from '@/lib/commands/pipeline/execute'
import { resolveOccurrence } from '@/lib/commands/pipeline/resolve-occurrence'
import { filesOf, insertAttachments } from '@/lib/commands/rows/attachments'
import { insertEvent } from '@/lib/commands/rows/event-batch'
import { AppError } from '@/lib/errors'
import { snapshotOf } from '@/lib/queries/event-snapshot'
import { idsOutput } from '@/lib/schemas/outputs'
import * as schemas from '@/lib/schemas/selected-events'

/** Moves events and single occurrences by the same time, in one changeset. */
export const moveEvents = command({
  name: 'moveEvents',
  input: schemas.moveEvents,
  output: schemas.movedEventsOutput,
  on: ({ events }) => writeGrants(events),
  run: ({ tx, grants, actor, now }, { events, by }) =>
    editSelected({ tx, grants, actor, now }, events, (content, id) => {
      const span = shiftSpan(editableAt(content, id)!.span, by, 'all')
      return planEdit(content, id, 'this', { span })
    }),
})

/** Deletes events and single occurrences, in one changeset. */
export const deleteEvents = command({
  name: 'deleteEvents',
  input: schemas.deleteEvents,
  output: idsOutput,
  on: ({ events }) => writeGrants(events),
  async run({ tx, grants, actor, now }, { events }) {
    const { result, changes } = await editSelected({ tx, grants, actor, now }, events, (content, id) =>
      planDelete(content, id, 'this'),
    )
    return { result: { ids: result.ids }, changes }
  },
})

/**
 * Copies events and single occurrences into calendars, in one changeset. A copy of an occurrence is a single event. A
 * copy has the files of its event, but no attendees, so that it sends no invitations.
 */
export const copyEvents = command({
  name: 'copyEvents',
  input: schemas.copyEvents,
  output: idsOutput,
  on: ({ events }) => ({
    ...grantsFor(
      'calendar',
      ['write', 'calendar'],
      events.map(({ calendarId }) => calendarId),
    ),
    ...grantsFor(
      'event',
      ['read', 'event'],
      events.map(({ id }) => id),
    ),
  }),
  async run({ tx, grants, actor, now }, { events, by }) {
    const ids: string[] = []
    const changes: Change[] = []
    for (const { id, occurrence, calendarId } of events) {
      const { row } = grants[`event ${id}`] as Grant<'read', 'event'>
      if (row.shown !== 'full') throw new AppError('FORBIDDEN')
      // The first date of the series would reveal its other occurrences.
      if (row.part?.isSingle && !occurrence) throw new AppError('NOT_FOUND')
      const copied = copyOf(contentOf(snapshotOf(row)), occurrence, by)
      const copyId = uuidv7()
      const isEditor = row.level !== undefined && isAtLeast(row.level, 'editor')
      const event = await insertEvent(
        tx,
        {
          ...copied,
          calendarId,
          // Users who may not edit the event do not learn from whom it is hidden.
          hiddenFrom: isEditor ? copied.hiddenFrom : [],
          ...{ id: copyId, uid: `${copyId}@kinday`, splitFrom: null, sequence: 0 },
          ...{ createdBy: principalOf(actor), organizerId: null },
        },
        now,
      )
      const files = await filesOf(tx, id)
      await insertAttachments(tx, copyId, files)
      ids.push(copyId)
      changes.push(...eventChanges(null, event))
    }
    return { result: { ids }, changes }
  },
})

/** Returns the content of a copy without attendees, moved by a wall time. A series moves with its exceptions. */
function copyOf(content: EventContent, occurrence: RecurrenceId | undefined, by: number): EventContent {
  const view = editableAt(content, occurrence)
  if (!view) throw new AppError('NOT_FOUND')
  const { rules: _, ...fields } = view
  const copied: EventContent = {
    ...{ ...content, ...fields },
    ...(occurrence
      ? { recurrence: null, overrides: {} }
      : { overrides: withoutAttendees(content.overrides) }),
    ...{ attendees: [], groups: [], unknown: [] },
    kind: fields.kind === 'meeting' ? 'event' : fields.kind,
  }
  const span = shiftSpan(view.span, by, 'all')
  return planOrRefuse(() => planEdit(copied, undefined, 'all', { span })).event!
}

/** Returns overrides without attendees, whom not every user may see, and without unknown properties. */
function withoutAttendees(overrides: Overrides): Overrides {
  const entries = Object.entries(overrides).flatMap(([id, { attendees: _, unknown: __, ...own }]) =>
    Object.keys(own).length ? [[id, own] as const] : [],
  )
  return Object.fromEntries(entries)
}

interface SelectedEvent {
  id: string
  version?: number | undefined
  occurrence?: RecurrenceId | undefined
}

interface EditContext {
  tx: Tx
  grants: Record<string, Grant<'write', 'event'>>
  actor: Actor
  now: Date
}

/**
 * Applies the same plan to all selected events. The plans of several occurrences of a series are made one after the
 * other and written at once.
 */
async function editSelected(
  { tx, grants, actor, now }: EditContext,
  selected: readonly SelectedEvent[],
  plan: (content: EventContent, id: RecurrenceId | undefined) => EditPlan,
) {
  const entries = new Map<string, { current: EventSnapshot; ids: (RecurrenceId | undefined)[] }>()
  for (const { id, version, occurrence } of selected) {
    const found = await resolveOccurrence(tx, actor, grants[`event ${id}`]!, version, occurrence)
    const entry = entries.get(found.current.id) ?? { current: found.current, ids: [] }
    entry.ids.push(found.id)
    entries.set(found.current.id, entry)
  }
  const changes: Change[] = []
  const versions: number[] = []
  for (const { current, ids } of entries.values()) {
    // A series contains its occurrences, and several stale ids can refer to the same occurrence.
    const distinct = ids.includes(undefined) ? [undefined] : [...new Set(ids)]
    const combined = distinct.reduce<EditPlan>(
      (before, id) =>
        before.event
          ? joinPlans(
              before,
              planOrRefuse(() => plan(before.event!, id)),
            )
          : before,
      { event: contentOf(current), split: null, follow: keepId, kept: 0, dropped: 0 },
    )
    const written = await writePlan(tx, current, combined, { now, organizer: principalOf(actor) })
    changes.push(...written.changes)
    versions.push((written.event ?? current).version)
  }
  return { result: { ids: [...entries.keys()], versions }, changes }
}

/** Joins two plans without a split, the second of which was made on the result of the first. */
function joinPlans(first: EditPlan, second: EditPlan): EditPlan {
  return {
    ...second,
    follow: (id) => {
      const followed = first.follow(id)
      return followed && second.follow(followed.id)
    },
  }
}

function writeGrants(events: readonly SelectedEvent[]) {
  return grantsFor(
    'event',
    ['write', 'event'],
    events.map(({ id }) => id),
  )
}

/** Returns a grant request for each id, sorted by id: all commands lock rows in this order. */
function grantsFor<const T extends readonly [string, string]>(
  name: string,
  [verb, noun]: T,
  ids: readonly string[],
): Record<string, readonly [T[0], T[1], string]> {
  return Object.fromEntries(
    [...new Set(ids)].sort().map((id) => [`${name} ${id}`, [verb, noun, id] as const]),
  )
}
