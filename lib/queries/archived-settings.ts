import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { type Columns, singleRow } from '@/db/rows'
import { NOTIFICATION_CHANNELS, NOTIFICATION_KINDS } from '@/lib/calendar/notifications'
import type { ArchivedSettings } from '@/lib/schemas/archived-settings'
import { accountColumn } from './connections'
import { chosenDefaultAlarms } from './default-alarms'
import { notificationSettingsOf } from './notifications/settings'

/**
 * Returns a user's notification settings, birthday and connected accounts, without credentials, for an archive of all
 * calendars.
 */
export async function settingsToArchive(db: Db, userId: string): Promise<ArchivedSettings> {
  const { modes, ...times } = await notificationSettingsOf(db, userId)
  const alarms = (isAllDay: boolean) => sql`coalesce((select json_agg(json_build_object(
      'minutesBefore', a.minutes_before, 'method', a.method) order by a."order")
    from alarms a where a.calendar_id = s.calendar_id and a.user_id = s.user_id and a.all_day = ${isAllDay}), '[]')`
  const lists = singleRow(
    await db.execute<
      Columns<Pick<ArchivedSettings, 'calendarAlarms' | 'mutedGroups' | 'birthday' | 'connections'>>
    >(sql`
      select
        coalesce((select json_agg(json_build_object('calendar', s.calendar_id,
            'timed', ${alarms(false)}, 'allDay', ${alarms(true)}) order by s.calendar_id)
          from calendar_settings s where s.user_id = ${userId} and s.own_alarms), '[]') as "calendarAlarms",
        coalesce((select json_agg(m.group_id order by m.group_id)
          from members m where m.user_id = ${userId} and m.muted), '[]') as "mutedGroups",
        (select u.birthday from users u where u.id = ${userId}) as birthday,
        coalesce((select json_agg(json_build_object('kind', c.kind, 'account', ${accountColumn(sql`c`)}, 'calendars', (
            select coalesce(json_agg(json_build_object('name', b.remote ->> 'name', 'calendar', b.calendar_id,
              'direction', b.direction) order by b.id), '[]') from bindings b where b.connection_id = c.id)) order by c.id)
          from connections c where c.user_id = ${userId}), '[]') as connections`),
  )
  return {
    modes: NOTIFICATION_KINDS.flatMap((kind) =>
      NOTIFICATION_CHANNELS.map((channel) => ({ kind, channel, mode: modes[kind][channel] })),
    ),
    ...times,
    defaultAlarms: await chosenDefaultAlarms(db, userId),
    ...lists,
  }
}
