import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { isEqual } from '@/lib/calendar/is-equal'
import { jsonBatches } from '@/lib/calendar/server/json-batches'
import type { Change } from '@/lib/commands/pipeline/changes'
import { insertAlarms, ownAlarmsChange } from './import-own-rows'
import type { EventAfter, PlannedLink } from './link-plan'

type Planned = PlannedLink & { event: EventAfter }

/**
 * Returns the user's own alarms of an event after a sync: those of the remote object if they have changed there. An
 * account without reminders of its own does not replace alarms at the first sync.
 */
export function alarmsAfter({ link, local, incoming, plan, event }: Planned): number[] | null {
  const ours = local && local.event.id === event?.id ? local.alarms : null
  if (!plan.isComplete) return ours
  const wasSynced = link?.base != null
  const isChangedThere = wasSynced
    ? !isEqual(link.alarms, incoming.alarms)
    : incoming.alarms !== null && ours === null
  return isChangedThere ? incoming.alarms : ours
}

/** Writes the user's own alarms that have changed at the provider. */
export async function writeRemoteAlarms(
  tx: Tx,
  userId: string,
  planned: readonly Planned[],
): Promise<Change[]> {
  const written = planned.flatMap((each) => {
    const { event, local } = each
    if (!event || !each.plan.isComplete) return []
    const before = local?.event.id === event.id ? local.alarms : null
    const minutes = alarmsAfter(each)
    return isEqual(before, minutes) ? [] : [{ id: uuidv7(), eventId: event.id, minutes }]
  })
  for await (const batch of jsonBatches(written)) {
    await tx.execute(sql`
      with g as (
        select * from jsonb_to_recordset(${batch}::jsonb) as g (id uuid, "eventId" uuid, minutes jsonb)
      ), removed as (
        delete from alarms a using g where a.event_id = g."eventId" and a.user_id = ${userId} and a.recurrence_id is null
      )
      insert into layers (id, user_id, event_id, own_alarms)
      select id, ${userId}::uuid, "eventId", coalesce(jsonb_typeof(minutes) = 'array', false) from g
      on conflict (user_id, event_id, recurrence_id) do update set own_alarms = excluded.own_alarms`)
  }
  await insertAlarms(
    tx,
    written.flatMap(({ eventId, minutes }) =>
      (minutes ?? []).map((minutesBefore, order) => ({
        ...{ id: uuidv7(), userId, eventId, recurrenceId: null, minutesBefore, at: null },
        ...{ method: 'push', allDay: false, order },
      })),
    ),
  )
  return written.map(({ eventId }) => ownAlarmsChange(userId, eventId))
}
