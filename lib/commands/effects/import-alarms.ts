import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { type Alarm, triggerOf } from '@/lib/calendar/alarms/alarm'
import { type FileAlarmRow, fileAlarms } from '@/lib/calendar/server/ical/file-alarms'
import type { ImportPlan } from '@/lib/calendar/server/incoming/import-plan'
import { jsonBatches } from '@/lib/calendar/server/json-batches'
import type { Change } from '@/lib/commands/pipeline/changes'
import { LAYER_ALARMS, type StoredAlarm, toAlarm } from '@/lib/queries/alarm-users'
import type { ImportedEvent } from '@/lib/schemas/imported-event'
import { insertAlarms, ownAlarmsChange } from './import-own-rows'

/**
 * Gives the user the alarms that a file has for existing events. Alarms that the user has set stay, except those that
 * an earlier version of the file has set.
 */
export async function importAlarms(
  tx: Tx,
  userId: string,
  plans: readonly ImportPlan<ImportedEvent>[],
): Promise<Change[]> {
  const found = plans.flatMap((plan) => {
    if (plan.outcome !== 'changed' && plan.outcome !== 'unchanged') return []
    const before = plan.outcome === 'changed' ? plan.before : plan.event
    const next = alarmsById(plan.outcome === 'changed' ? plan.content : before)
    return next.size ? [{ id: before.id, previous: alarmsById(before), next }] : []
  })
  if (!found.length) return []
  const current = await ownAlarms(
    tx,
    userId,
    found.map(({ id }) => id),
  )
  const written = found.flatMap(({ id, previous, next }) =>
    [...next].flatMap(([recurrenceId, rows]) => {
      const stored = current.get(keyOf(id, recurrenceId))
      const isOfFile = stored === undefined || stored === triggersOf(previous.get(recurrenceId) ?? [])
      return isOfFile && stored !== triggersOf(rows) ? [{ eventId: id, recurrenceId, rows }] : []
    }),
  )
  await replaceAlarms(tx, userId, written)
  const events = [...new Set(written.map(({ eventId }) => eventId))]
  return events.map((id) => ownAlarmsChange(userId, id))
}

/** Returns the alarms of an event by recurrence id; null: of the event or series. */
function alarmsById(content: Parameters<typeof fileAlarms>[0]): Map<string | null, FileAlarmRow[]> {
  const { layers, alarms } = fileAlarms(content)
  return new Map(
    layers.map(({ recurrenceId: id }) => [id, alarms.filter(({ recurrenceId }) => recurrenceId === id)]),
  )
}

/** Reads the alarms that the user has set, as a text that identifies them, by event and recurrence id. */
async function ownAlarms(tx: Tx, userId: string, events: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.execute<Columns<{ id: string; recurrenceId: string | null; alarms: StoredAlarm[] }>>(
    sql`select l.event_id as id, l.recurrence_id as "recurrenceId", ${LAYER_ALARMS} as alarms
      from layers l where l.user_id = ${userId} and l.own_alarms
        and l.event_id in (select jsonb_array_elements_text(${JSON.stringify(events)}::jsonb)::uuid)`,
  )
  return new Map(
    rows.map(({ id, recurrenceId, alarms }) => [keyOf(id, recurrenceId), identityOf(alarms.map(toAlarm))]),
  )
}

function keyOf(eventId: string, recurrenceId: string | null): string {
  return `${eventId} ${recurrenceId}`
}

function triggersOf(rows: readonly FileAlarmRow[]): string {
  return identityOf(
    rows.map(({ at, ...row }) => toAlarm({ ...row, at: at === null ? null : Date.parse(at) })),
  )
}

function identityOf(alarms: readonly Alarm[]): string {
  return alarms
    .map((alarm) => `${triggerOf(alarm)} ${alarm.method}`)
    .sort()
    .join()
}

async function replaceAlarms(
  tx: Tx,
  userId: string,
  written: readonly { eventId: string; recurrenceId: string | null; rows: readonly FileAlarmRow[] }[],
): Promise<void> {
  const layers = written.map(({ eventId, recurrenceId }) => ({ id: uuidv7(), userId, eventId, recurrenceId }))
  for await (const batch of jsonBatches(layers)) {
    await tx.execute(sql`
      with g as (
        select * from jsonb_to_recordset(${batch}::jsonb)
          as g (id uuid, "userId" uuid, "eventId" uuid, "recurrenceId" text)
      ), removed as (
        delete from alarms a using g where a.event_id = g."eventId" and a.user_id = g."userId"
          and a.recurrence_id is not distinct from g."recurrenceId"
      )
      insert into layers (id, user_id, event_id, recurrence_id, own_alarms)
      select id, "userId", "eventId", "recurrenceId", true from g
      on conflict (user_id, event_id, recurrence_id) do update set own_alarms = true`)
  }
  await insertAlarms(
    tx,
    written.flatMap(({ eventId, rows }) => rows.map((row) => ({ ...row, id: uuidv7(), userId, eventId }))),
  )
}
