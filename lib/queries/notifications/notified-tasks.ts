import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { awaitsConfirmation } from '@/lib/queries/awaits-confirmation'
import { type EventOfList, eventOfList, isOfDeletedOccurrence } from '@/lib/queries/list-occurrence'
import { eventListPath, gatheringListPath } from '@/lib/queries/task-list-path'
import type { StoredNotification } from './stored-notification'

/** A task that notifications are about. */
export interface NotifiedTask {
  id: string
  title: string
  assignee: string | null
  /** Name of the list, or title of the event or occurrence. */
  name: string
  path: string
  /** Color of the group, or of the event's calendar; empty for a gathering. */
  color: string
  group: string | null
  event: string | null
  gathering: string | null
  /** Whether it is a duty, whether its assignee has to confirm it, and whom they have asked to take it over. */
  isDuty: boolean
  awaitsConfirmation: boolean
  handedTo: string | null
}

type Row = Omit<NotifiedTask, 'path'> & {
  list: string
  occurrence: RecurrenceId | null
  slug: string | null
  start: string
  series: EventOfList | null
}

/** Returns the tasks of notifications that are neither done nor deleted, nor those of a deleted occurrence, keyed by id. Checks no permission. */
export async function notifiedTasks(
  db: Db,
  rows: readonly StoredNotification[],
): Promise<Map<string, NotifiedTask>> {
  const ids = [...new Set(rows.flatMap(({ taskId }) => taskId ?? []))]
  if (!ids.length) return new Map()
  const found = await db.execute<Columns<Row>>(sql`
    select t.id, t.title, t.assignee_id as assignee, l.id as list, l.group_id as group, l.event_id as event,
      l.recurrence_id as occurrence, l.gathering_id as gathering, ga.slug,
      coalesce(g.color, c.color, '') as color, coalesce(e.start_date, e.start_wall::date)::text as start,
      coalesce(e.overrides -> l.recurrence_id ->> 'title', e.title, ga.title, l.name) as name,
      t.duty_minutes is not null as "isDuty", t.handed_to_id as "handedTo",
      ${awaitsConfirmation} as "awaitsConfirmation", ${eventOfList} as series
    from tasks t join task_lists l on l.id = t.list_id
      left join groups g on g.id = l.group_id
      left join gatherings ga on ga.id = l.gathering_id
      left join events e on e.id = l.event_id
      left join placements p on p.event_id = e.id and p.home
      left join calendars c on c.id = p.calendar_id
    where t.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)
      and t.deleted_at is null and l.deleted_at is null and t.status <> 'done'`)
  return new Map(
    found.flatMap(({ list, occurrence, slug, start, series, ...task }) => {
      if (isOfDeletedOccurrence({ event: series, recurrenceId: occurrence })) return []
      const path = task.event
        ? eventListPath(task.event, occurrence, start)
        : slug
          ? gatheringListPath(slug)
          : `/tasks/${list}`
      return [[task.id, { ...task, path }]]
    }),
  )
}
