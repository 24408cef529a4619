import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import { builtInAlarms, type DefaultAlarms, type RelativeAlarm } from '@/lib/calendar/alarms/alarm'

/** Returns a user's default alarms for calendars without defaults of their own. */
export async function userDefaultAlarms(db: Db, userId: string): Promise<DefaultAlarms> {
  return (await chosenDefaultAlarms(db, userId)) ?? builtInAlarms('event')
}

/** Returns the default alarms that a user has chosen; null if there are none. */
export async function chosenDefaultAlarms(db: Db, userId: string): Promise<DefaultAlarms | null> {
  const [row] = await db.execute<Columns<{ defaults: DefaultAlarms | null }>>(sql`
    select default_alarms as defaults from notification_preferences where user_id = ${userId}`)
  return row?.defaults ?? null
}

/** A user's default alarms of a calendar: its own (`own`), else those of all calendars. */
export type CalendarAlarms = DefaultAlarms & { own: boolean }

/** Returns a user's default alarms of a calendar. */
export async function calendarAlarms(db: Db, userId: string, calendarId: string): Promise<CalendarAlarms> {
  const row = singleRow(
    await db.execute<Columns<{ own: boolean; alarms: (RelativeAlarm & { allDay: boolean })[] }>>(sql`
    select exists (select 1 from calendar_settings s
        where s.user_id = ${userId} and s.calendar_id = ${calendarId} and s.own_alarms) as own,
      (select coalesce(json_agg(json_build_object('minutesBefore', a.minutes_before, 'method', a.method,
          'allDay', a.all_day) order by a."order"), '[]')
        from alarms a where a.calendar_id = ${calendarId} and a.user_id = ${userId}) as alarms`),
  )
  if (!row.own) return { own: false, ...(await userDefaultAlarms(db, userId)) }
  const list = (isAllDay: boolean) =>
    row.alarms
      .filter((alarm) => alarm.allDay === isAllDay)
      .map(({ minutesBefore, method }) => ({ minutesBefore, method }))
  return { own: true, timed: list(false), allDay: list(true) }
}
