import { and, eq, sql } from 'drizzle-orm'
import { members } from '@/db/schema/groups'
import { notificationPreferences, notificationSettings } from '@/db/schema/notifications'
import { userIdOf } from '@/lib/access/actor'
import { recordAttempt } from '@/lib/access/attempts'
import { DAY, dayOf } from '@/lib/calendar/day'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import { notificationPings } from '@/lib/commands/effects/notify'
import { command } from '@/lib/commands/pipeline/execute'
import { insertTest } from '@/lib/commands/rows/deliveries'
import { dismiss, markRead } from '@/lib/commands/rows/notifications'
import { AppError, fieldError } from '@/lib/errors'
import { isMailEnabled } from '@/lib/mail/send'
import * as schemas from '@/lib/schemas/notifications'
import { emptyOutput } from '@/lib/schemas/outputs'

/** Marks notifications of the user as read, or as unread again. */
export const markNotificationsRead = command({
  name: 'markNotificationsRead',
  input: schemas.markNotificationsRead,
  output: schemas.changedNotificationsOutput,
  on: () => ({ self: ['read', 'self', null] }),
  async run({ tx, grants }, { which, isRead }) {
    const { id } = grants.self.row
    const count = await markRead(tx, id, which, isRead)
    return { result: { count }, changes: notificationPings(count ? [id] : []) }
  },
})

/** Removes notifications from the user's list. */
export const dismissNotifications = command({
  name: 'dismissNotifications',
  input: schemas.dismissNotifications,
  output: schemas.changedNotificationsOutput,
  on: () => ({ self: ['read', 'self', null] }),
  async run({ tx, grants }, { which }) {
    const { id } = grants.self.row
    const count = await dismiss(tx, id, which)
    return { result: { count }, changes: notificationPings(count ? [id] : []) }
  },
})

/** Changes what the user is notified of, how, and when. */
export const setNotificationSettings = command({
  name: 'setNotificationSettings',
  input: schemas.setNotificationSettings,
  output: emptyOutput,
  on: () => ({ self: ['own', 'self', null] }),
  async run({ tx, grants, now }, { modes, quietHours, digestAt, agenda, hidesPushDetails }) {
    const { id: userId, timeZone } = grants.self.row
    if (modes.length) {
      await tx
        .insert(notificationSettings)
        .values(modes.map((chosen) => ({ userId, ...chosen })))
        .onConflictDoUpdate({
          target: [notificationSettings.userId, notificationSettings.kind, notificationSettings.channel],
          set: { mode: sql`excluded.mode` },
        })
    }
    const set = {
      ...(quietHours !== undefined && {
        quietFrom: quietHours?.from ?? null,
        quietTo: quietHours?.to ?? null,
      }),
      ...(digestAt !== undefined && { digestAt }),
      ...(hidesPushDetails !== undefined && { hidesPushDetails }),
      // A new agenda begins with the next day, so that choosing it mails nothing at once.
      ...(agenda !== undefined && {
        agenda,
        digestedOn: dayOf(Math.floor(wallAt(now.getTime(), timeZone) / DAY)),
      }),
    }
    if (Object.keys(set).length) {
      await tx
        .insert(notificationPreferences)
        .values({ userId, ...set })
        .onConflictDoUpdate({ target: notificationPreferences.userId, set })
    }
    return { result: {}, changes: notificationPings([userId]) }
  },
})

/** Mutes a group and its calendars for the user, or unmutes them. */
export const muteGroup = command({
  name: 'muteGroup',
  input: schemas.muteGroup,
  output: schemas.muteGroupOutput,
  on: ({ group }) => ({ group: ['read', 'group', group] }),
  async run({ tx, grants, actor }, { muted }) {
    const { id: groupId } = grants.group.row
    const userId = userIdOf(actor)
    await tx
      .update(members)
      .set({ muted })
      .where(and(eq(members.groupId, groupId), eq(members.userId, userId)))
    return { result: { group: groupId, muted }, changes: notificationPings([userId]) }
  },
})

/** Sends the user a test notification on a channel, at most a few per hour. */
export const sendTestNotification = command({
  name: 'sendTestNotification',
  input: schemas.sendTestNotification,
  output: emptyOutput,
  on: () => ({ self: ['own', 'self', null] }),
  async run({ tx, grants }, { channel }) {
    const user = grants.self.row
    if (channel === 'email' && !isMailEnabled()) throw new AppError('UNAVAILABLE')
    if (channel === 'email' && !user.emailVerified) throw fieldError('channel', 'unverified_address')
    await recordAttempt([{ by: `test-notification:${user.id}`, max: MAX_TESTS, minutes: 60 }], tx)
    const delivery = await insertTest(tx, user, channel)
    return {
      result: {},
      changes: notificationPings([user.id]),
      jobs: channel === 'email' ? [{ name: 'mail', payload: { delivery } }] : [],
    }
  },
})

/** Maximum number of tests per hour. */
const MAX_TESTS = 5
