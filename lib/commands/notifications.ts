import { and, eq, sql } from 'drizzle-orm'
import { members } from '@/db/schema/groups'
import { notificationPreferences, notificationSettings } from '@/db/schema/notifications'
import { userIdOf } from '@/lib/access/actor'
import { notificationPings } from '@/lib/commands/effects/notify'
import { command } from '@/lib/commands/pipeline/execute'
import { dismiss, markRead } from '@/lib/commands/rows/notifications'
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
  async run({ tx, grants }, { modes, quietHours, digestAt, agenda }) {
    const userId = grants.self.row.id
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
      ...(agenda !== undefined && { agenda }),
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

/** Mutes a group and its calendars for the user, or unmutes it. */
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
