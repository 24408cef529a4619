import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { authorOf } from '@/lib/access/author'
import type { Grant } from '@/lib/access/grant'
import type { Reach } from '@/lib/access/reach'
import { canReadVersion } from '@/lib/access/visibility'
import { contentOf } from '@/lib/calendar/edits/content'
import { findMovedOccurrence } from '@/lib/calendar/edits/follow'
import type { EventContent, EventSnapshot } from '@/lib/calendar/event'
import { type FieldChange, fieldValueAt } from '@/lib/calendar/history'
import { isEqual } from '@/lib/calendar/merge'
import type { Participant } from '@/lib/calendar/participant'
import { isAtLeast } from '@/lib/calendar/roles'
import { calendarOf, streamName } from '@/lib/realtime/channels'
import type { EventHistory, HistoryEntry } from '@/lib/schemas/history'
import { describeChange, type EventVersions, fieldChangesOf, withSpans } from './described-changes'
import { snapshotOf } from './event-snapshot'

/** Maximum number of entries of an event's history. */
const MAX_ENTRIES = 100

/** The effect of one command on an event, as far as the viewer may read it. */
export interface Step extends EventVersions {
  changeset: string
  at: number
  by: string | null
  origin: string
  undoes: string | null
}

/**
 * Returns the history of an event, newest first, field by field: from the streams that the viewer may read, without
 * versions that were private to others. A viewer who sees the title alone gets no entries.
 */
export async function eventHistory(
  db: Db,
  grant: Grant<'read', 'event'>,
  reach: Reach,
): Promise<EventHistory> {
  const { row } = grant
  const editable = row.shown === 'full' && row.level !== undefined && isAtLeast(row.level, 'editor')
  const steps = row.shown === 'full' ? await stepsOf(db, reach, row.id) : []
  const current = contentOf(snapshotOf(row))
  const shown = steps.slice(0, MAX_ENTRIES)
  const entries = shown.map((step, index) =>
    historyEntryOf(step, index === steps.length - 1, editable ? current : null, editable),
  )
  const names = await namesOf(db, entries)
  return {
    id: row.id,
    version: row.version,
    editable,
    entries: entries.map((entry) => withNames(entry, names, reach)).filter(hasVisibleChanges),
    more: steps.length > MAX_ENTRIES,
  }
}

/** Returns the changes of an event by command, newest first, from the streams that the viewer reads. */
export async function stepsOf(
  db: Db,
  reach: Reach,
  eventId: string,
  changeset: string | null = null,
): Promise<Step[]> {
  const read = reach.calendars.filter(({ level }) => level !== 'freebusy')
  // The owners' stream may hold events that the viewer created or attends: `canReadVersion` decides below.
  const streams = read.flatMap(({ id }) => [
    streamName('calendar', id),
    streamName('owners', id),
    streamName('hidden', id),
  ])
  const owned = new Set(read.flatMap(({ id, level }) => (level === 'owner' ? [id] : [])))
  const rows = await db.execute<Columns<Row>>(sql`
    select c.changeset_id as changeset, c.stream, c.entity_id as id, extract(epoch from c.created_at) * 1000 as at,
      ${authorOf()} as by, s.origin, s.undoes, c.before, c.after
    from changes c join changesets s on s.id = c.changeset_id
    where c.entity = 'event' and (c.before is not null or c.after is not null)
      and c.entity_id in (select ${eventId}::text union select id::text from events where split_from = ${eventId}::uuid
        union select split_from::text from events where id = ${eventId}::uuid and split_from is not null)
      and c.stream in (select jsonb_array_elements_text(${JSON.stringify(streams)}::jsonb))
      and (${changeset}::uuid is null or c.changeset_id = ${changeset}::uuid)
    order by c.created_at desc, c.changeset_id desc limit ${MAX_ENTRIES * 4}`)
  const known = rows.filter(({ stream, before, after }) => {
    const viewer = { userId: reach.userId, isOwner: owned.has(calendarOf(stream)!) }
    return canReadVersion(before, viewer) && canReadVersion(after, viewer)
  })
  const steps = new Map<string, Step>()
  for (const row of known.filter(({ id }) => id === eventId)) {
    const { changeset, at, by, origin, undoes } = row
    const step = steps.get(changeset) ?? {
      ...{ changeset, at: Number(at), by, origin, undoes },
      ...{ before: null, after: null, rest: null },
    }
    step.before ??= row.before
    step.after ??= row.after
    steps.set(changeset, step)
  }
  for (const { changeset, id, before, after } of known.filter(({ id }) => id !== eventId)) {
    const step = steps.get(changeset)
    if (!step) continue
    // Either the rest that was split off this series, or this event is itself the rest of another series.
    if (after?.splitFrom === eventId && !before) step.rest = after
    else if (step.after?.splitFrom === id && !step.before) {
      step.before = before
      step.rest = step.after
    }
  }
  return [...steps.values()]
}

interface Row {
  changeset: string
  stream: string
  id: string
  at: string
  by: string | null
  origin: string
  undoes: string | null
  before: EventSnapshot | null
  after: EventSnapshot | null
}

/**
 * Returns a step as an entry of the history.
 * @param current the event as it is now; null if the viewer may not revert changes
 * @param isEditor only editors see whom the event was hidden from
 */
export function historyEntryOf(
  step: Step,
  first: boolean,
  current: EventContent | null,
  isEditor: boolean,
): HistoryEntry {
  const { before, after, rest } = step
  const what = rest
    ? 'split'
    : before && after
      ? 'changed'
      : after
        ? first
          ? 'added'
          : 'restored'
        : 'removed'
  const visible = fieldChangesOf(step).filter(({ field }) => isEditor || field !== 'hiddenFrom')
  const changes = visible.map((change) => ({
    ...withSpans(change, step),
    back: current !== null && what === 'changed' && canRevert(change, step, current),
  }))
  return {
    changeset: step.changeset,
    at: step.at,
    by: step.by === null ? null : { id: step.by, name: null },
    origin: step.origin,
    what,
    undo: step.undoes !== null,
    changes,
  }
}

/**
 * Whether a change can be reverted and differs from the current value. A change of calendar is not reverted here: the
 * user moves the event.
 */
function canRevert(
  { occurrence, field, from }: FieldChange,
  { after }: Step,
  current: EventContent,
): boolean {
  if (field === 'calendarId' || field === 'dates') return false
  const currentOccurrence =
    occurrence === null ? null : findMovedOccurrence(contentOf(after!), current, occurrence)
  if (currentOccurrence === undefined || (currentOccurrence !== null && !current.recurrence)) return false
  return !isEqual(fieldValueAt(current, currentOccurrence, field), from)
}

/** Returns the names of all people in the entries who still have an account, by user id. */
export async function namesOf(db: Db, entries: readonly HistoryEntry[]): Promise<Map<string, string>> {
  const people = entries.flatMap(({ changes }) =>
    changes
      .filter(({ field }) => field === 'attendees')
      .flatMap(({ from, to }) => [...(from as Participant[]), ...(to as Participant[])]),
  )
  const hidden = entries.flatMap(({ changes }) =>
    changes
      .filter(({ field }) => field === 'hiddenFrom')
      .flatMap(({ from, to }) => [...(from as string[]), ...(to as string[])]),
  )
  const ids = new Set([...entries.map(({ by }) => by?.id), ...people.map(({ userId }) => userId), ...hidden])
  const rows = await db.execute<{ id: string; name: string }>(sql`
    select id, name from users where deleted_at is null
      and id in (select jsonb_array_elements_text(${JSON.stringify([...ids].filter(Boolean))}::jsonb)::uuid)`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Returns the entry with names instead of ids. */
export function withNames<E extends HistoryEntry>(entry: E, names: Map<string, string>, reach: Reach): E {
  return {
    ...entry,
    by: entry.by && { ...entry.by, name: names.get(entry.by.id) ?? null },
    changes: entry.changes.map((change) => describeChange(change, names, reach.calendars)),
  }
}

/** Whether an entry shows anything. Some commands only write what nobody sees, like unknown properties of a file. */
export function hasVisibleChanges({ what, changes }: HistoryEntry): boolean {
  return what !== 'changed' || changes.length > 0
}
