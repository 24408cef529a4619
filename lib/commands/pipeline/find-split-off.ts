import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { contentOf } from '@/lib/calendar/edits/content'
import { findInPart } from '@/lib/calendar/edits/find-in-part'
import { findInSplit, findMovedOccurrence } from '@/lib/calendar/edits/follow'
import type { EditableEvent } from '@/lib/calendar/edits/plan'
import { editableAt } from '@/lib/calendar/edits/scope'
import type { EventContent, EventSnapshot } from '@/lib/calendar/event'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'

/** An occurrence in an earlier version of its event. */
interface EarlierOccurrence {
  eventId: string
  /** The content of that version; null if the history no longer has it. */
  content: EventContent | null
  id: RecurrenceId
}

/** Maximum number of split-off events to search for an occurrence. */
const MAX_PARTS = 200

/**
 * Finds an occurrence in the events that edits of "this and following" split off from its series, recursively.
 * @param load loads such an event; undefined if it is deleted, or if the actor may not use it
 */
export async function findSplitOff<E extends { current: EventSnapshot }>(
  tx: Tx,
  sought: EarlierOccurrence,
  load: (eventId: string) => Promise<E | undefined>,
): Promise<(E & { id: RecurrenceId; view: EditableEvent }) | undefined> {
  const queue = [sought]
  let remaining = MAX_PARTS
  for (let from = queue.shift(); from && remaining > 0; from = queue.shift()) {
    for (const split of await splitsOf(tx, from.eventId, remaining)) {
      remaining--
      const occurrence = occurrenceInSplitOff(split, from)
      if (!occurrence) continue
      const event = await load(split.id)
      const content = event && contentOf(event.current)
      const id = content?.recurrence ? idIn(content, occurrence) : undefined
      const view = id === undefined ? undefined : editableAt(content!, id)
      if (event && id !== undefined && view) return { ...event, id, view }
      queue.push(occurrence)
    }
  }
  return undefined
}

/** An event that was split off a series. Its history may have been deleted, in which case the snapshots are null. */
interface SplitOff {
  id: string
  /** The series before and after the edit that split it. */
  before: EventSnapshot | null
  after: EventSnapshot | null
  /** The event as this edit created it. */
  part: EventSnapshot | null
}

/** Returns an occurrence as it was in the event that was split off; undefined if it did not become part of it. */
function occurrenceInSplitOff(
  { id: eventId, before, after, part }: SplitOff,
  { content, id }: EarlierOccurrence,
): EarlierOccurrence | undefined {
  if (!before || !after || !part) return { eventId, content: null, id }
  const split = { before: contentOf(before), after: contentOf(after), part: contentOf(part) }
  const idBeforeSplit = content ? findMovedOccurrence(content, split.before, id) : id
  const idInPart = idBeforeSplit === undefined ? undefined : findInPart(split, idBeforeSplit)
  return idInPart === undefined ? undefined : { eventId, content: split.part, id: idInPart }
}

/** Returns the present id of an occurrence. If it is unknown how the event was split off, only the date is compared. */
function idIn(current: EventContent, { content, id }: EarlierOccurrence): RecurrenceId | undefined {
  return content ? findMovedOccurrence(content, current, id) : findInSplit(current, id)
}

async function splitsOf(tx: Tx, eventId: string, limit: number): Promise<SplitOff[]> {
  return await tx.execute<Columns<SplitOff>>(sql`
    select e.id, edit.before, edit.after, edit.part
    from events e left join lateral (
      select edited.before, edited.after, created.after as part
      from changes created join changes edited on edited.changeset_id = created.changeset_id
      where created.entity_id = e.id::text and created.entity = 'event' and created.before is null and created.after is not null
        and edited.entity_id = e.split_from::text and edited.entity = 'event'
        and edited.before is not null and edited.after is not null
      order by created.created_at limit 1) edit on true
    where e.split_from = ${eventId} order by e.id limit ${limit}`)
}
