import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import { userIdOf } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import { builtInAlarms, type RelativeAlarm } from '@/lib/calendar/alarms/alarm'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { occurrenceAt } from '@/lib/calendar/series/series'
import { spanFromRow } from '@/lib/calendar/span'
import type { EventLayer, EventLayers } from '@/lib/schemas/layers'
import { LAYER_ALARMS, type StoredAlarm, toAlarm } from './alarm-users'
import { calendarAlarms, chosenDefaultAlarms } from './default-alarms'

type LayerRow = Omit<EventLayer, 'alarms' | 'note'> & {
  note: string | null
  ownAlarms: boolean
  recurrenceId: RecurrenceId | null
  alarms: StoredAlarm[]
}

const NO_LAYER: EventLayer = {
  ...{ color: null, busy: null, note: '', muted: false, hidden: false, alarms: null },
}

/** Returns the viewer's own layers of an event and of one of its occurrences, and the default alarms that apply. */
export async function eventLayers(
  db: Db,
  { row, actor }: Grant<'read', 'event'>,
  occurrence: RecurrenceId | null,
): Promise<EventLayers> {
  const userId = userIdOf(actor)
  const { layers } = singleRow(
    await db.execute<Columns<{ layers: LayerRow[] }>>(sql`
    select coalesce(json_agg(json_build_object('recurrenceId', l.recurrence_id, 'color', l.color, 'busy', l.busy,
      'note', l.note, 'muted', l.muted, 'hidden', l.hidden, 'ownAlarms', l.own_alarms, 'alarms', ${LAYER_ALARMS})), '[]') as layers
    from layers l where l.user_id = ${userId} and l.event_id = ${row.id}
      and (l.recurrence_id is null or l.recurrence_id = ${occurrence}::text)`),
  )
  const layerAt = (id: RecurrenceId | null): EventLayer => {
    const found = layers.find(({ recurrenceId }) => recurrenceId === id)
    if (!found) return NO_LAYER
    const { recurrenceId: _, ownAlarms, alarms, note, ...layer } = found
    return { ...layer, note: note ?? '', alarms: ownAlarms ? alarms.map(toAlarm) : null }
  }
  return {
    event: layerAt(null),
    occurrence: occurrence === null ? null : layerAt(occurrence),
    defaults: await defaultsOf(db, { row, actor }, userId, occurrence),
  }
}

async function defaultsOf(
  db: Db,
  { row }: Pick<Grant<'read', 'event'>, 'row' | 'actor'>,
  userId: string,
  occurrence: RecurrenceId | null,
): Promise<RelativeAlarm[]> {
  const { own, ...lists } = await calendarAlarms(db, userId, row.via)
  const { recurrence, overrides } = row
  const series = { span: spanFromRow(row), recurrence, overrides }
  const { type } = (occurrence !== null && occurrenceAt(series, occurrence)?.span) || series.span
  const isBuiltIn = !own && row.kind === 'reminder' && !(await chosenDefaultAlarms(db, userId))
  const defaults = isBuiltIn ? builtInAlarms(row.kind) : lists
  return type === 'all-day' ? defaults.allDay : defaults.timed
}
