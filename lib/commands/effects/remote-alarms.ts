import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import type { OccurrenceAlarms, OwnAlarms } from '@/lib/calendar/alarms/own-alarms'
import { isEqual } from '@/lib/calendar/is-equal'
import { jsonBatches } from '@/lib/calendar/server/json-batches'
import type { Change } from '@/lib/commands/pipeline/changes'
import { insertAlarms, ownAlarmsChange } from './import-own-rows'
import type { EventAfter, PlannedLink } from './link-plan'

type Planned = PlannedLink & { event: EventAfter }

/** Returns whether an account has the user's own alarms already, as far as its provider can store them. */
export function isSameAlarms(ours: OwnAlarms, theirs: OwnAlarms): boolean {
  if (!isEqual(ours.alarms, theirs.alarms)) return false
  return !theirs.occurrenceAlarms || isEqual(ours.occurrenceAlarms, theirs.occurrenceAlarms)
}

/**
 * Returns the user's own alarms of an event after a sync: those of the remote object where they have changed there. At
 * the first sync, the account's default reminders do not replace alarms that the user has set.
 */
export function alarmsAfter({ link, local, incoming, plan, event }: Planned): OwnAlarms {
  const { alarms: ours, occurrenceAlarms } = ownAlarmsOf({ local, event })
  if (!plan.isComplete) return { alarms: ours, occurrenceAlarms }
  // An event that is added again has no alarms yet.
  const wasSynced = link?.base != null && local?.event.id === event?.id
  const isRemoteChanged = wasSynced
    ? !isEqual(link.alarms, incoming.alarms)
    : incoming.alarms !== null && ours === null
  const base = wasSynced ? (link.occurrenceAlarms ?? {}) : {}
  return {
    alarms: isRemoteChanged ? incoming.alarms : ours,
    occurrenceAlarms: mergeOccurrences(base, occurrenceAlarms, incoming.occurrenceAlarms ?? base),
  }
}

function ownAlarmsOf({ local, event }: Pick<Planned, 'local' | 'event'>) {
  if (!local || local.event.id !== event?.id) return { alarms: null, occurrenceAlarms: {} }
  return { alarms: local.alarms, occurrenceAlarms: local.occurrenceAlarms }
}

/** Takes over what has changed remotely, for each occurrence. */
function mergeOccurrences(
  base: OccurrenceAlarms,
  ours: OccurrenceAlarms,
  theirs: OccurrenceAlarms,
): OccurrenceAlarms {
  const ids = new Set([base, ours, theirs].flatMap(Object.keys))
  return Object.fromEntries(
    [...ids].flatMap((id) => {
      const merged = isEqual(base[id], theirs[id]) ? ours[id] : theirs[id]
      return merged ? [[id, merged] as const] : []
    }),
  )
}

/** Writes the user's own alarms that have changed at the provider. */
export async function writeRemoteAlarms(
  tx: Tx,
  userId: string,
  planned: readonly Planned[],
): Promise<Change[]> {
  const written = planned.flatMap((each) => {
    const { event } = each
    if (!event || !each.plan.isComplete) return []
    return changedAlarms(ownAlarmsOf(each), alarmsAfter(each)).map((alarms) => ({
      ...{ id: uuidv7(), eventId: event.id, ...alarms },
    }))
  })
  for await (const batch of jsonBatches(written)) {
    await tx.execute(sql`
      with g as (
        select * from jsonb_to_recordset(${batch}::jsonb)
          as g (id uuid, "eventId" uuid, "recurrenceId" text, minutes jsonb)
      ), removed as (
        delete from alarms a using g where a.event_id = g."eventId" and a.user_id = ${userId}
          and a.recurrence_id is not distinct from g."recurrenceId"
      )
      insert into layers (id, user_id, event_id, recurrence_id, own_alarms)
      select id, ${userId}::uuid, "eventId", "recurrenceId", coalesce(jsonb_typeof(minutes) = 'array', false) from g
      on conflict (user_id, event_id, recurrence_id) do update set own_alarms = excluded.own_alarms`)
  }
  await insertAlarms(
    tx,
    written.flatMap(({ eventId, recurrenceId, minutes }) =>
      (minutes ?? []).map((minutesBefore, order) => ({
        ...{ id: uuidv7(), userId, eventId, recurrenceId, minutesBefore, at: null },
        ...{ method: 'push', allDay: false, order },
      })),
    ),
  )
  return [...new Set(written.map(({ eventId }) => eventId))].map((eventId) =>
    ownAlarmsChange(userId, eventId),
  )
}

/**
 * Returns the alarms that differ, of the event (recurrence id null) and of its occurrences; null where there are none.
 */
function changedAlarms(before: OwnAlarms, after: OwnAlarms) {
  const [from, to] = [before.occurrenceAlarms ?? {}, after.occurrenceAlarms ?? {}]
  const ids = Object.keys({ ...from, ...to }).filter((id) => !isEqual(from[id], to[id]))
  return [
    ...(isEqual(before.alarms, after.alarms) ? [] : [{ recurrenceId: null, minutes: after.alarms }]),
    ...ids.map((recurrenceId) => ({ recurrenceId, minutes: to[recurrenceId] ?? null })),
  ]
}
