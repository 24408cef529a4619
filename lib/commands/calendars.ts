import { randomBytes } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { calendarSettings, calendars, feeds } from '@/db/schema/calendars'
import { userIdOf } from '@/lib/access/actor'
import { hashToken } from '@/lib/access/secrets'
import { changedFields } from '@/lib/calendar/merge'
import { colorFor } from '@/lib/calendar/palette'
import { streamOf } from '@/lib/realtime/channels'
import * as schemas from '@/lib/schemas/calendars'
import { command } from './execute'

/** One more calendar of one's own. */
export const createCalendar = command({
  name: 'createCalendar',
  input: schemas.createCalendar,
  on: () => ({ self: ['own', 'self', null] }),
  async run({ tx, grants }, { name, color }) {
    const id = uuidv7()
    const userId = grants.self.row.id
    const calendar = { id, ownerUserId: userId, name, color: color ?? colorFor(id) }
    await tx.insert(calendars).values(calendar)
    const change = { entity: 'calendar', id, op: 'added', after: calendar } as const
    return {
      result: { id },
      // To the person too, whose other screens don't know the calendar's stream yet.
      changes: [
        { stream: streamOf('calendar', id), ...change },
        { stream: streamOf('user', userId), ...change },
      ],
    }
  },
})

/** How one has a calendar in one's own views: nobody else is told, but one's own other screens. */
export const updateCalendarSettings = command({
  name: 'updateCalendarSettings',
  input: schemas.updateCalendarSettings,
  on: ({ calendar }) => ({ calendar: ['freebusy', 'calendar', calendar] }),
  async run({ tx, grants, actor }, { calendar: _, ...settings }) {
    const userId = userIdOf(actor)
    const { id } = grants.calendar.row
    const own = and(eq(calendarSettings.userId, userId), eq(calendarSettings.calendarId, id))
    const [before = {}] = await tx.select().from(calendarSettings).where(own).for('update')
    if (!changedFields<object>(before, settings).length) return { result: { id }, changes: [] }
    await tx
      .insert(calendarSettings)
      .values({ userId, calendarId: id, ...settings })
      .onConflictDoUpdate({ target: [calendarSettings.userId, calendarSettings.calendarId], set: settings })
    return {
      result: { id },
      changes: [
        {
          stream: streamOf('user', userId),
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

/** A secret address that a calendar can be followed at. The secret is answered once, and stored as a hash. */
export const createFeed = command({
  name: 'createFeed',
  input: schemas.createFeed,
  on: ({ calendar }) => ({ calendar: ['share', 'calendar', calendar] }),
  async run({ tx, grants, actor }, { level, name }) {
    const id = uuidv7()
    const token = randomBytes(32).toString('base64url')
    const feed = { id, calendarId: grants.calendar.row.id, level, name }
    await tx.insert(feeds).values({ ...feed, tokenHash: hashToken(token), createdBy: userIdOf(actor) })
    return {
      result: { id, path: `/api/feeds/${token}.ics` },
      changes: [
        { stream: streamOf('calendar', feed.calendarId), entity: 'feed', id, op: 'added', after: feed },
      ],
    }
  },
})

export const revokeFeed = command({
  name: 'revokeFeed',
  input: schemas.revokeFeed,
  on: ({ feed }) => ({ feed: ['share', 'feed', { id: feed }] }),
  async run({ tx, grants, now }) {
    const { id, calendarId, revoked } = grants.feed.row
    if (revoked) return { result: { id }, changes: [] }
    await tx.update(feeds).set({ revokedAt: now }).where(eq(feeds.id, id))
    return {
      result: { id },
      changes: [{ stream: streamOf('calendar', calendarId), entity: 'feed', id, op: 'removed' }],
    }
  },
})
