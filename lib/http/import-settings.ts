import { db } from '@/db/client'
import type { Actor } from '@/lib/access/actor'
import type { Reach } from '@/lib/access/reach'
import { setDefaultAlarms, setUserDefaultAlarms } from '@/lib/commands/default-alarms'
import { muteGroup, setNotificationSettings } from '@/lib/commands/notifications'
import { execute } from '@/lib/commands/pipeline/execute'
import { notificationSettingsOf } from '@/lib/queries/notifications/settings'
import type { ArchivedSettings } from '@/lib/schemas/archived-settings'

/**
 * Applies the notification settings of an archive to the importing user, as if the user had set them: an undo of the
 * import does not undo them.
 * @param targets the calendars that the archive's calendars are imported into, by their ids in the archive
 */
export async function importSettings(
  actor: Actor,
  { userId, groups }: Reach,
  {
    defaultAlarms,
    calendarAlarms,
    mutedGroups,
    agenda,
    connections: _,
    birthday: __,
    ...settings
  }: ArchivedSettings,
  targets: ReadonlyMap<string, string>,
): Promise<void> {
  const via = { origin: 'import' } as const
  const current = await notificationSettingsOf(db, userId)
  // Setting the agenda, even to its current value, skips today's agenda.
  const changed = agenda === current.agenda ? settings : { ...settings, agenda }
  await execute(actor, setNotificationSettings, changed, via)
  if (defaultAlarms) await execute(actor, setUserDefaultAlarms, defaultAlarms, via)
  for (const { calendar: archived, timed, allDay } of calendarAlarms) {
    const calendar = targets.get(archived)
    if (calendar) await execute(actor, setDefaultAlarms, { calendar, timed, allDay }, via)
  }
  const ownGroups = new Set(groups.map(({ id }) => id))
  for (const group of mutedGroups) {
    if (ownGroups.has(group)) await execute(actor, muteGroup, { group, muted: true }, via)
  }
}
