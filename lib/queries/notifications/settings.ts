import { eq } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { notificationPreferences, notificationSettings } from '@/db/schema/notifications'
import {
  DEFAULT_DIGEST_AT,
  DEFAULT_NOTIFICATION_MODES,
  NOTIFICATION_KINDS,
  type NotificationKind,
  type NotificationModes,
} from '@/lib/calendar/notifications'
import type { NotificationSettings } from '@/lib/schemas/notifications'

/** Returns a user's notification settings, with the defaults of those that the user has not changed. */
export async function notificationSettingsOf(db: Db, userId: string): Promise<NotificationSettings> {
  const chosen = await db.select().from(notificationSettings).where(eq(notificationSettings.userId, userId))
  const [preferences] = await db
    .select()
    .from(notificationPreferences)
    .where(eq(notificationPreferences.userId, userId))
  const { quietFrom = null, quietTo = null } = preferences ?? {}
  return {
    modes: Object.fromEntries(
      NOTIFICATION_KINDS.map((kind) => {
        const chosenModes = chosen
          .filter((row) => row.kind === kind)
          .map(({ channel, mode }) => [channel, mode])
        return [kind, { ...DEFAULT_NOTIFICATION_MODES[kind], ...Object.fromEntries(chosenModes) }]
      }),
    ) as Record<NotificationKind, NotificationModes>,
    quietHours: quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo },
    digestAt: preferences?.digestAt ?? DEFAULT_DIGEST_AT,
    agenda: preferences?.agenda ?? 'off',
    hidesPushDetails: preferences?.hidesPushDetails ?? false,
  }
}
