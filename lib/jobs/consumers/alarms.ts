import { sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { type Alarm, triggerOf } from '@/lib/calendar/alarms/alarm'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { refreshDueAlarms } from '@/lib/commands/effects/due-alarms'
import { calendarIdOfStream, userOf } from '@/lib/realtime/channels'
import type { Consumer, HandledChange } from './consumer'

/** A user's alarms of an event as stored in a change. */
export interface ChangedAlarms {
  recurrenceId: RecurrenceId | null
  /** Null: the defaults apply. */
  alarms?: readonly Alarm[] | null
}

/** Rewrites the due alarms of changed events, of a user, or of calendars that became visible to users. */
export const alarmsConsumer: Consumer = async (tx, changes) => {
  const now = Date.now()
  const user = userOf(changes[0]?.stream ?? '')
  const layerChanges = user === undefined ? [] : changes.filter(({ entity }) => entity === 'layer')
  const withNewAlarms = layerChanges
    .map((change) => ({ id: change.id, added: addedTriggers(change) }))
    .filter(hasNewAlarms)
  const others = new Set(layerChanges.map(({ id }) => id))
  for (const { id } of withNewAlarms) others.delete(id)
  if (others.size) await refreshDueAlarms(tx, { user: user!, events: [...others] }, now)
  for (const { id, added } of withNewAlarms)
    await refreshDueAlarms(tx, { user: user!, events: [id] }, now, added)
  if (user !== undefined) {
    if (layerChanges.length < changes.length) await refreshDueAlarms(tx, { user }, now)
    return { changes: [] }
  }
  const events = changes.filter(({ entity }) => EVENT_ENTITIES.includes(entity)).map(({ id }) => id)
  if (events.length) await refreshDueAlarms(tx, { events: [...new Set(events)] }, now)
  const calendars = await calendarsOf(tx, changes)
  if (calendars.length) await refreshDueAlarms(tx, { calendars }, now)
  return { changes: [] }
}

const EVENT_ENTITIES: readonly HandledChange['entity'][] = ['alarms', 'event', 'answer', 'placement']

/** Returns the triggers that a user has added: an added alarm whose time has passed is due at once. */
function addedTriggers({ before, after }: HandledChange) {
  const { recurrenceId, alarms } = (after ?? {}) as Partial<ChangedAlarms>
  const earlier = ((before ?? {}) as Partial<ChangedAlarms>).alarms ?? []
  const known = new Set(earlier.map(triggerOf))
  const triggers = (alarms ?? []).map(triggerOf).filter((trigger) => !known.has(trigger))
  return { recurrenceId: recurrenceId ?? null, triggers }
}

function hasNewAlarms({ added }: { added: ReturnType<typeof addedTriggers> }): boolean {
  return added.triggers.length > 0
}

/** Returns the calendars that were restored or shared. */
async function calendarsOf(tx: Tx, changes: readonly HandledChange[]): Promise<string[]> {
  const calendarIds = changes.flatMap(({ entity, stream }) =>
    entity === 'calendar' || entity === 'share' ? (calendarIdOfStream(stream) ?? []) : [],
  )
  const groups = changes.filter(({ entity }) => entity === 'group').map(({ id }) => id)
  if (!groups.length) return [...new Set(calendarIds)]
  const rows = await tx.execute<{ id: string }>(sql`
    select id from calendars where deleted_at is null
      and owner_group_id in (select jsonb_array_elements_text(${JSON.stringify(groups)}::jsonb)::uuid)`)
  return [...new Set([...calendarIds, ...rows.map(({ id }) => id)])]
}
