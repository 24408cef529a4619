import { sql } from 'drizzle-orm'
import { db, type Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { RelativeAlarm } from '@/lib/calendar/alarms/alarm'
import { AHEAD_MS, AHEAD_OF_CHANGES_MS } from '@/lib/calendar/alarms/alarm-window'
import { type DueAlarm, type DueWindow, dueAlarms } from '@/lib/calendar/alarms/due-alarms'
import { DAY, MINUTE } from '@/lib/calendar/day'
import { chunksOf } from '@/lib/calendar/server/json-batches'
import { MAX_UTC_OFFSET } from '@/lib/calendar/span'
import type { Instant, Zone } from '@/lib/calendar/zones/zone'
import type { Change } from '@/lib/commands/pipeline/changes'
import {
  type DueRows,
  deleteOtherDueAlarms,
  insertDueAlarms,
  lockDueAlarms,
} from '@/lib/commands/rows/alarm-due'
import { type AlarmScope, alarmEvents, type ReadAlarmEvent } from '@/lib/queries/alarm-events'
import { type AlarmUsers, alarmSettingsOf, alarmUsers } from '@/lib/queries/alarm-users'
import { streamName } from '@/lib/realtime/channels'

/** Minimum period that a run of the job fills, so that restarting the server does not read all events again. */
const MIN_FILLED_MS = 10 * MINUTE

/** Maximum age of alarms that are written late, after no worker ran. */
const MAX_LATE_MS = 2 * DAY

/** Number of events whose users are read at once. Each event may have a thousand users. */
const EVENT_BATCH_SIZE = 50

/**
 * Writes the alarms that become due within two days, and those that became due while no worker ran. Each run continues
 * where the last one ended.
 */
export async function fillDueAlarms(now: Instant, signal?: AbortSignal): Promise<void> {
  const [row] = await db.execute<Columns<{ until: number | null }>>(
    sql`select (extract(epoch from alarms_filled_until) * 1000)::float8 as until from instance`,
  )
  const from = Math.max(row?.until ?? now, now - MAX_LATE_MS)
  const to = now + AHEAD_MS
  if (to - from < MIN_FILLED_MS) return
  let after: string | undefined
  do {
    if (signal?.aborted) return
    after = await db.transaction(async (tx) => {
      await lockDueAlarms(tx)
      const { rows, last } = await nextDue(tx, {}, { from, to }, after)
      // Leaves out alarms that were due before the last change of their event.
      const isTimely = ({ dueAt }: DueAlarm, event: ReadAlarmEvent) => dueAt > now || dueAt >= event.updatedAt
      await insertDueAlarms(
        tx,
        withDue(rows, (due, row) => isTimely(due, row.read)),
      )
      return last
    })
  } while (after)
  await db.execute(sql`
    insert into instance (id, alarms_filled_until) values (1, ${new Date(to).toISOString()}::timestamptz)
    on conflict (id) do update set alarms_filled_until = excluded.alarms_filled_until`)
}

/**
 * Rewrites the due alarms of events, of one user, or of calendars, after a change. Alarms that have fired stay, and
 * alarms of calendars are only added: whether a user still sees an event is checked when an alarm fires.
 */
export async function refreshDueAlarms(
  tx: Tx,
  scope: AlarmScope,
  now: Instant,
  justSet?: DueWindow['justSet'],
): Promise<void> {
  await lockDueAlarms(tx)
  const { events, user, calendars } = scope
  // Keeps overdue alarms that have not fired yet. New alarms are written only if they are due from now on.
  const window = { from: now - MAX_LATE_MS, to: now + AHEAD_OF_CHANGES_MS, now, justSet }
  const all: DueRows[] = []
  let after: string | undefined
  do {
    const { rows, last } = await nextDue(tx, scope, window, after)
    const newDue = withDue(rows, (due, row) => row.isNew(due))
    // Alarms set for a moment in the past are due now, and not late.
    await insertDueAlarms(
      tx,
      newDue.map((row) => ({ ...row, due: row.due.map((due) => dueNotBefore(due, now)) })),
    )
    all.push(...rows)
    after = last
  } while (after)
  if (!calendars) await deleteOtherDueAlarms(tx, { events, user }, all)
}

/**
 * Returns the change that makes the consumer `alarms` rewrite the reminders of an event's guests. No client follows the
 * stream of the change.
 */
export function guestAlarmsChange({ id, calendarId }: { id: string; calendarId: string }): Change {
  return { stream: streamName('hidden', calendarId), hidden: true, entity: 'alarms', id, op: 'changed' }
}

interface FoundRows extends DueRows {
  read: ReadAlarmEvent
  /** Whether an alarm is to be written. Alarms whose time has passed are not, unless the user has just set them. */
  isNew(due: DueAlarm): boolean
}

function dueNotBefore(due: DueAlarm, now: Instant): DueAlarm {
  return due.dueAt < now ? { ...due, dueAt: now } : due
}

function withDue(rows: readonly FoundRows[], keeps: (due: DueAlarm, row: FoundRows) => boolean): DueRows[] {
  return rows.map((row) => ({ ...row, due: row.due.filter((due) => keeps(due, row)) }))
}

/** Returns the due alarms of the next events of a scope, and the last event that was read; undefined at the end. */
async function nextDue(
  tx: Tx,
  scope: AlarmScope,
  window: DueWindow,
  after: string | undefined,
): Promise<{ rows: FoundRows[]; last: string | undefined }> {
  const found = await alarmEvents(tx, scope, window, after)
  const events = new Map(found.filter((event) => mayBeDue(event, window)).map((event) => [event.id, event]))
  const rows: FoundRows[] = []
  for (const ids of chunksOf([...events.keys()], EVENT_BATCH_SIZE)) {
    for (const group of await alarmUsers(tx, ids, scope.user)) {
      rows.push(dueOfUsers({ ...events.get(group.event)!, ...group.part }, group, window))
    }
    if (!scope.user) rows.push(...(await dueOfGuests(tx, ids, events, window)))
  }
  return { rows, last: found.at(-1)?.id }
}

function dueOfUsers(event: ReadAlarmEvent, group: AlarmUsers, window: DueWindow): FoundRows {
  const settings = alarmSettingsOf(group, event)
  const due = dueAlarms(event, settings, group.zone, window)
  return {
    event: event.id,
    read: event,
    users: group.users,
    due,
    isNew: newAlarms(due, event, group, window),
  }
}

/** Returns a predicate for the alarms to write: those due from now on, and missed alarms that the user has set. */
function newAlarms(
  due: readonly DueAlarm[],
  event: ReadAlarmEvent,
  group: AlarmUsers,
  { now, to, justSet }: DueWindow,
): FoundRows['isNew'] {
  if (now === undefined || due.every(({ dueAt }) => dueAt > now)) return () => true
  const newDue = dueAlarms(event, alarmSettingsOf(group, event), group.zone, { from: now, to, now, justSet })
  const keys = new Set(newDue.map(keyOf))
  return (alarm) => keys.has(keyOf(alarm))
}

function keyOf({ recurrenceId, method, trigger, startsAt }: DueAlarm): string {
  return `${recurrenceId} ${method} ${trigger} ${startsAt}`
}

async function dueOfGuests(
  tx: Tx,
  ids: readonly string[],
  events: ReadonlyMap<string, ReadAlarmEvent>,
  window: DueWindow,
): Promise<FoundRows[]> {
  const guests = await tx.execute<Columns<{ id: string; event: string; minutes: number; zone: Zone }>>(sql`
    select g.id, g.event_id as event, g.remind_minutes_before as minutes, coalesce(u.time_zone, 'UTC') as zone
    from guest_links g join events e on e.id = g.event_id
      left join users u on u.id = coalesce(e.organizer_id, e.created_by)
    where g.event_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)
      and g.revoked_at is null and g.email is not null and g.remind_minutes_before is not null`)
  return guests.map(({ id, event, minutes, zone }) => {
    const list: RelativeAlarm[] = [{ minutesBefore: minutes, method: 'email' }]
    const settings = { defaults: { timed: list, allDay: list }, layers: [], isDeclined: () => false }
    const isNew = (due: DueAlarm) => window.now === undefined || due.dueAt > window.now
    const read = events.get(event)!
    return { event, read, guest: id, due: dueAlarms(read, settings, zone, window), isNew }
  })
}

/** Checks, without reading the users who see it, whether any alarm of an event may become due in a window. */
function mayBeDue(event: ReadAlarmEvent, { from, to }: DueWindow): boolean {
  if (event.hasOwnAlarms) return true
  const list = [0, 15, ...event.minutes].map((minutesBefore) => ({
    minutesBefore,
    method: 'in-app' as const,
  }))
  const settings = { defaults: { timed: list, allDay: list }, layers: [], isDeclined: () => false }
  // The due time of all-day and floating events depends on the zone of the user.
  const window = { from: from - MAX_UTC_OFFSET, to: to + MAX_UTC_OFFSET }
  return dueAlarms(event, settings, 'UTC', window).length > 0
}
