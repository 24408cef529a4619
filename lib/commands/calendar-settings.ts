import { and, eq, sql } from 'drizzle-orm'
import { calendarSettings } from '@/db/schema/calendars'
import { userIdOf } from '@/lib/access/actor'
import { levelsOf } from '@/lib/access/levels'
import { changedFields } from '@/lib/calendar/merge'
import type { Outcome } from '@/lib/commands/pipeline/changes'
import { command } from '@/lib/commands/pipeline/execute'
import { streamName } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/calendars'
import { idOutput } from '@/lib/schemas/outputs'

/** Changes the user's own settings of a calendar. Only the user's own stream gets the change. */
export const updateCalendarSettings = command({
  name: 'updateCalendarSettings',
  input: schemas.updateCalendarSettings,
  output: idOutput,
  on: ({ calendar }) => ({ calendar: ['freebusy', 'calendar', calendar] }),
  async run({ tx, grants, actor }, { calendar: _, ...settings }) {
    const userId = userIdOf(actor)
    const { id } = grants.calendar.row
    const isOwn = and(eq(calendarSettings.userId, userId), eq(calendarSettings.calendarId, id))
    const [before = {}] = await tx.select().from(calendarSettings).where(isOwn).for('update')
    if (!changedFields<object>(before, settings).length) return { result: { id }, changes: [] }
    await tx
      .insert(calendarSettings)
      .values({ userId, calendarId: id, ...settings })
      .onConflictDoUpdate({ target: [calendarSettings.userId, calendarSettings.calendarId], set: settings })
    return {
      result: { id },
      changes: [
        {
          stream: streamName('user', userId),
          entity: 'calendar-settings',
          id,
          op: 'changed',
          before,
          after: settings,
        },
      ],
    }
  },
})

/**
 * Shows and hides several calendars in the user's views at once. Ignores ids of calendars that the user cannot see,
 * as {@link orderCalendars} does.
 */
export const showCalendars = command({
  name: 'showCalendars',
  input: schemas.showCalendars,
  output: schemas.showCalendarsOutput,
  on: () => ({ self: ['own', 'self', null] }),
  async run({ tx, grants }, { shown, hidden }) {
    const userId = grants.self.row.id
    const requested = [
      ...shown.map((id) => ({ id, hidden: false })),
      ...hidden.map((id) => ({ id, hidden: true })),
    ]
    const changed = await tx.execute<{ id: string; hidden: boolean }>(sql`
      insert into calendar_settings (user_id, calendar_id, hidden)
      select ${userId}::uuid, w.id, bool_or(w.hidden)
      from jsonb_to_recordset(${JSON.stringify(requested)}::jsonb) as w (id uuid, hidden boolean)
      join ${levelsOf(userId)} l on l.calendar_id = w.id
      left join calendar_settings s on s.user_id = ${userId} and s.calendar_id = w.id
      group by w.id, s.hidden having bool_or(w.hidden) <> coalesce(s.hidden, false)
      on conflict (user_id, calendar_id) do update set hidden = excluded.hidden
      returning calendar_id as id, hidden`)
    const changes = changed.map(({ id, hidden }) => ({
      ...{ stream: streamName('user', userId), entity: 'calendar-settings', id, op: 'changed' },
      ...{ before: { hidden: !hidden }, after: { hidden } },
    })) satisfies Outcome<unknown>['changes']
    return { result: { changed: changed.length }, changes }
  },
})

/**
 * Stores the user's order of calendars. Ignores ids of calendars that the user cannot see: the client's list may be
 * stale.
 */
export const orderCalendars = command({
  name: 'orderCalendars',
  input: schemas.orderCalendars,
  output: schemas.orderCalendarsOutput,
  on: () => ({ self: ['own', 'self', null] }),
  async run({ tx, grants }, { calendars }) {
    const userId = grants.self.row.id
    const moved = await tx.execute<{ calendar_id: string }>(sql`
      insert into calendar_settings (user_id, calendar_id, position)
      select ${userId}::uuid, g.id::uuid, min(g.position)
      from jsonb_array_elements_text(${JSON.stringify(calendars)}::jsonb) with ordinality as g (id, position)
      join ${levelsOf(userId)} l on l.calendar_id = g.id::uuid
      group by g.id
      on conflict (user_id, calendar_id) do update set position = excluded.position
        where calendar_settings.position is distinct from excluded.position
      returning calendar_id`)
    const changes = moved.map(({ calendar_id }) => ({
      ...{ stream: streamName('user', userId), entity: 'calendar-settings', id: calendar_id, op: 'changed' },
    })) satisfies Outcome<unknown>['changes']
    return { result: { moved: moved.length }, changes }
  },
})
