import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Grant } from '@/lib/access/grant'
import { homeGroupOf, memberColors } from '@/lib/access/member-colors'
import type { Reach } from '@/lib/access/reach'
import { contentOf } from '@/lib/calendar/edits/content'
import { findMovedOccurrence } from '@/lib/calendar/edits/follow'
import type { EventContent, EventSnapshot } from '@/lib/calendar/event'
import { fieldValueAt, type HistoryField } from '@/lib/calendar/history'
import { isEqual } from '@/lib/calendar/is-equal'
import { isAtLeast } from '@/lib/calendar/roles'
import { streamName } from '@/lib/realtime/channels'
import type { EventHistoryOutput } from '@/lib/schemas/history'
import { describeCommand } from './changes/describe-change'
import type { ValueChange } from './changes/descriptions'
import { userNames } from './changes/name-values'
import { byCommand, type RecordedChange, recordedColumns } from './changes/recorded-change'
import { loadChangeViewer } from './changes/viewer'
import { snapshotOf } from './event-snapshot'
import { historyEntryOf, type Step, stepsIn, userIdsInStep } from './history-entry'

/** Maximum number of entries of an event's history. */
const MAX_ENTRIES = 100

/**
 * Returns the history of an event, its answers, attachments and comments, newest first, field by field: from the
 * streams that the viewer may read, without versions that were private to others. A viewer who sees the title alone
 * gets no entries.
 */
export async function eventHistory(
  db: Db,
  grant: Grant<'read', 'event'>,
  reach: Reach,
): Promise<EventHistoryOutput> {
  const { row } = grant
  const editable = row.shown === 'full' && row.level !== undefined && isAtLeast(row.level, 'editor')
  const steps = row.shown === 'full' ? await stepsOf(db, reach, row.id) : []
  const page = steps.slice(0, MAX_ENTRIES)
  const [users, colors] = await Promise.all([
    userNames(db, page.flatMap(userIdsInStep)),
    memberColors(
      db,
      reach.userId,
      page.flatMap(({ change }) => change.by ?? []),
      homeGroupOf(sql`${row.id}::uuid`),
    ),
  ])
  const names = {
    ...{ users, colors },
    calendars: reach.calendars,
    groups: reach.groups,
  }
  const current = contentOf(snapshotOf(row))
  const revertable = (field: ValueChange<HistoryField>, change: RecordedChange) =>
    editable && canRevert(field, change, current)
  return {
    id: row.id,
    version: row.version,
    editable,
    entries: page.flatMap((step) => historyEntryOf(step, names, revertable) ?? []),
    hasMore: steps.length > MAX_ENTRIES,
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
  const streams = read.flatMap(({ id }) => [
    streamName('calendar', id),
    streamName('owners', id),
    streamName('hidden', id),
  ])
  const changes = await db.execute<Columns<RecordedChange>>(sql`
    select ${recordedColumns}
    from changes c join changesets s on s.id = c.changeset_id
    where c.entity in ('event', 'answer', 'attachment', 'comment') and (c.before is not null or c.after is not null)
      and c.entity_id in (select ${eventId}::text union select id::text from events where split_from = ${eventId}::uuid
        union select split_from::text from events where id = ${eventId}::uuid and split_from is not null)
      -- Of other parts of the series, only changes by a split of this event, so that they do not use up the limit.
      and (c.entity_id = ${eventId} or (c.entity = 'event' and exists (
        select 1 from changes own where own.changeset_id = c.changeset_id and own.entity_id = ${eventId})))
      and c.stream in (select jsonb_array_elements_text(${JSON.stringify(streams)}::jsonb))
      and (${changeset}::uuid is null or c.changeset_id = ${changeset}::uuid)
    order by c.created_at desc, c.changeset_id desc limit ${MAX_ENTRIES * 4}`)
  const viewer = await loadChangeViewer(db, reach, changes)
  // The split is a step of both the series and the part split off.
  return byCommand(changes).flatMap((all) =>
    stepsIn(describeCommand(all, viewer)).filter(({ change }) =>
      [change.id, change.splitOff?.id].includes(eventId),
    ),
  )
}

/**
 * Whether a change can be reverted and differs from the current value. A change of calendar is not reverted here: the
 * user moves the event.
 */
function canRevert(
  { occurrence, field, from }: ValueChange<HistoryField>,
  { after }: RecordedChange,
  current: EventContent,
): boolean {
  if (field === 'calendarId' || field === 'dates') return false
  const currentOccurrence =
    occurrence === null ? null : findMovedOccurrence(contentOf(after as EventSnapshot), current, occurrence)
  if (currentOccurrence === undefined || (currentOccurrence !== null && !current.recurrence)) return false
  return !isEqual(fieldValueAt(current, currentOccurrence, field), from)
}
