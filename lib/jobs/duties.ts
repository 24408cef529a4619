import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { readersOf } from '@/lib/access/levels'
import { visibleEvents } from '@/lib/access/visible-events'
import { wallMs } from '@/lib/calendar/day'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { type Due, dueInstant } from '@/lib/calendar/tasks/due'
import { dutyStep } from '@/lib/calendar/tasks/duty'
import { instantAt } from '@/lib/calendar/zones/wall-time'
import type { Instant, Zone } from '@/lib/calendar/zones/zone'
import { dutyNotice } from '@/lib/commands/effects/duty-notices'
import { type NewNotification, notify } from '@/lib/commands/effects/notify'
import { afterCommit, recordOutcome } from '@/lib/commands/pipeline/execute'
import { dueOfDuty, type EventOfList, eventOfList } from '@/lib/queries/list-occurrence'

/** Maximum number of duties of one transaction. */
const BATCH_SIZE = 200
/** Maximum number of users who are told that a duty needs a person. */
const MAX_NOTIFIED = 50

interface CheckedDuty {
  id: string
  assignee: string | null
  canConfirm: boolean
  minutes: number
  /** Epoch milliseconds. */
  acknowledgedAt: number | null
  remindedAt: number | null
  notifiedAt: number | null
  due: Due | null
  /** The zone in which a day or a floating time is meant: that of the assignee or of those who manage the list. */
  zone: Zone
  groupId: string | null
  eventId: string | null
  recurrenceId: RecurrenceId | null
  gatheringId: string | null
  event: EventOfList | null
}

/**
 * Asks the assignees of duties to confirm them, and notifies the others of duties that need a person. Each duty is locked
 * and marked by the transaction that writes its notifications, so any number of workers can run this.
 * @returns the number of duties of which users were notified
 */
export async function notifyDuties(now = new Date()): Promise<number> {
  const { count, committed } = await db.transaction(async (tx) => {
    const duties = await dueForCheck(tx, now)
    const notices: NewNotification[] = []
    const marks = []
    for (const duty of duties) {
      const { action, checkAt } = stepOf(duty, now.getTime())
      if (action === 'remind') notices.push(dutyNotice(duty, duty.id, 'duty', duty.assignee!))
      if (action === 'notify') {
        const others = (await usersWhoSee(tx, duty)).filter((id) => id !== duty.assignee)
        notices.push(...others.map((userId) => dutyNotice(duty, duty.id, 'unclaimed', userId)))
      }
      marks.push({ id: duty.id, action, checkAt: checkAt === null ? null : new Date(checkAt).toISOString() })
    }
    await tx.execute(sql`
      update tasks set duty_check_at = m."checkAt",
        duty_reminded_at = case when m.action = 'remind' then ${now.toISOString()}::timestamptz else duty_reminded_at end,
        duty_notified_at = case when m.action = 'notify' then ${now.toISOString()}::timestamptz else duty_notified_at end
      from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as m (id uuid, action text, "checkAt" timestamptz)
      where tasks.id = m.id`)
    const count = marks.filter(({ action }) => action).length
    if (!notices.length) return { count, committed: undefined }
    const outcome = { result: null, ...(await notify(tx, notices)) }
    const actor = { kind: 'job', name: 'tasks' } as const
    return { count, committed: await recordOutcome(tx, actor, 'notifyDuties', { origin: 'job' }, outcome) }
  })
  if (committed) afterCommit(committed)
  return count
}

function stepOf(duty: CheckedDuty, now: Instant) {
  return dutyStep({ ...duty, at: timeOf(duty), isAssigned: duty.assignee !== null }, now)
}

/** Returns when a duty is due, or when the event starts to which it belongs. A day begins at nine o'clock. */
function timeOf(duty: Pick<CheckedDuty, 'due' | 'event' | 'recurrenceId' | 'zone'>): Instant | null {
  const due = dueOfDuty(duty, duty.zone)
  return due && (dueInstant(due) ?? instantAt(wallMs(`${due.day}T09:00:00`), duty.zone))
}

async function dueForCheck(tx: Tx, now: Date): Promise<CheckedDuty[]> {
  return tx.execute<Columns<CheckedDuty>>(sql`
    select t.id, t.assignee_id as assignee, t.duty_minutes as minutes,
      not exists (select 1 from managed_members p where p.user_id = t.assignee_id) as "canConfirm",
      (extract(epoch from t.acknowledged_at) * 1000)::float8 as "acknowledgedAt",
      (extract(epoch from t.duty_reminded_at) * 1000)::float8 as "remindedAt",
      (extract(epoch from t.duty_notified_at) * 1000)::float8 as "notifiedAt",
      case when t.due_date is not null then json_build_object('day', t.due_date, 'time', t.due_time, 'zone', t.due_zone)
        end as due,
      coalesce(u.time_zone, (select o.time_zone from members m join users o on o.id = m.user_id
        where m.group_id = coalesce(l.group_id, c.owner_group_id) order by m.role = 'owner' desc, m.user_id limit 1),
        (select o.time_zone from users o where o.id = coalesce(c.owner_user_id, g.organizer_id)), 'UTC') as zone,
      l.group_id as "groupId", l.event_id as "eventId", l.recurrence_id as "recurrenceId", l.gathering_id as "gatheringId",
      ${eventOfList} as event
    from tasks t join task_lists l on l.id = t.list_id and l.deleted_at is null
      left join users u on u.id = t.assignee_id
      left join events e on e.id = l.event_id
      left join placements p on p.event_id = e.id and p.home
      left join calendars c on c.id = p.calendar_id
      left join gatherings g on g.id = l.gathering_id
    where t.duty_check_at <= ${now.toISOString()}::timestamptz and t.duty_minutes is not null
      and t.deleted_at is null and t.status <> 'done'
      and (e.id is null or (e.deleted_at is null and c.deleted_at is null))
      and (g.id is null or (g.deleted_at is null and g.status <> 'cancelled'))
    order by t.duty_check_at limit ${BATCH_SIZE} for update of t skip locked`)
}

/** Returns the users who see a duty, those with the most permissions first. */
async function usersWhoSee(tx: Tx, { groupId, eventId, gatheringId }: CheckedDuty): Promise<string[]> {
  const found = await tx.execute<{ id: string }>(
    groupId
      ? sql`select m.user_id as id from members m join groups g on g.id = m.group_id and g.deleted_at is null
          where m.group_id = ${groupId} order by ${rank}, m.user_id limit ${MAX_NOTIFIED}`
      : eventId
        ? readersOfEvent(eventId)
        : sql`select u.id from users u join gatherings g on g.id = ${gatheringId}
          where u.id = g.organizer_id
            or exists (select 1 from gathering_participants p
              where p.gathering_id = g.id and p.user_id = u.id and p.revoked_at is null)
            or (g.access <> 'invited' and exists (
              select 1 from members m where m.group_id = g.group_id and m.user_id = u.id))
          order by u.id = g.organizer_id desc, u.id limit ${MAX_NOTIFIED}`,
  )
  return found.map(({ id }) => id)
}

const rank = sql`array_position(array['owner', 'admin', 'editor', 'viewer'], m.role)`

function readersOfEvent(eventId: string): SQL {
  const viewer = { userId: sql`reader.user_id` }
  return sql`
    select reader.user_id as id
    from placements p cross join lateral ${readersOf(sql`p.calendar_id`)} reader
      cross join lateral ${visibleEvents(viewer, sql`reader.level`)} e
    where p.event_id = ${eventId} and e.detail = 'full' and not e.single
    group by 1 order by max(reader.level) desc, 1 limit ${MAX_NOTIFIED}`
}
