import { and, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { alarmDue } from '@/db/schema/layers'
import { notifications } from '@/db/schema/notifications'
import { snoozeTrigger } from '@/lib/calendar/alarms/alarm'
import { DAY, HOUR, MINUTE } from '@/lib/calendar/day'
import { instantAt, wallAt } from '@/lib/calendar/zones/wall-time'
import type { Instant, Zone } from '@/lib/calendar/zones/zone'
import { notificationPings } from '@/lib/commands/effects/notify'
import { command } from '@/lib/commands/pipeline/execute'
import { AppError } from '@/lib/errors'
import * as schemas from '@/lib/schemas/alarms'
import type { SnoozeChoice } from '@/lib/schemas/choices'
import { idOutput } from '@/lib/schemas/outputs'

/** Wall time to which a reminder is snoozed until tomorrow. */
const MORNING_MS = 9 * HOUR

/** Dismisses a reminder and shows it again later. Snoozing it twice, as in two tabs, shows it once. */
export const snoozeAlarm = command({
  name: 'snoozeAlarm',
  input: schemas.snoozeAlarm,
  output: idOutput,
  on: () => ({ self: ['own', 'self', null] }),
  async run({ tx, grants, now }, { notification, until }) {
    const { id: userId, timeZone } = grants.self.row
    const result = { id: notification }
    const reminder = await dismiss(tx, userId, notification, now)
    if (!reminder) return { result, changes: [] }
    const { eventId, recurrenceId, startsAt } = reminder
    if (!eventId || !startsAt) throw new AppError('NOT_FOUND')
    const dueAt = snoozedUntil(until, now.getTime(), timeZone)
    await tx
      .insert(alarmDue)
      .values({
        ...{ id: uuidv7(), userId, eventId, recurrenceId, startsAt, method: 'in-app' },
        ...{ trigger: snoozeTrigger(dueAt), dueAt: new Date(dueAt) },
      })
      .onConflictDoNothing()
    return { result, changes: notificationPings([userId]) }
  },
})

/** Dismisses a reminder on all pages that show it. */
export const dismissAlarm = command({
  name: 'dismissAlarm',
  input: schemas.dismissAlarm,
  output: idOutput,
  on: () => ({ self: ['own', 'self', null] }),
  async run({ tx, grants, now }, { notification }) {
    const userId = grants.self.row.id
    const dismissed = await dismiss(tx, userId, notification, now)
    return { result: { id: notification }, changes: dismissed ? notificationPings([userId]) : [] }
  },
})

/**
 * Dismisses a reminder of the user.
 * @returns the reminder; undefined if it was dismissed already
 * @throws AppError NOT_FOUND if the user has no such reminder
 */
async function dismiss(tx: Tx, userId: string, id: string, now: Date) {
  const [reminder] = await tx
    .select()
    .from(notifications)
    .where(
      and(eq(notifications.id, id), eq(notifications.userId, userId), eq(notifications.kind, 'reminder')),
    )
  if (!reminder) throw new AppError('NOT_FOUND')
  if (reminder.dismissedAt) return undefined
  await tx
    .update(notifications)
    .set({ dismissedAt: now, readAt: reminder.readAt ?? now })
    .where(eq(notifications.id, id))
  return reminder
}

function snoozedUntil(until: SnoozeChoice, now: Instant, zone: Zone): Instant {
  if (until !== 'tomorrow') return now + Number(until) * MINUTE
  const tomorrow = Math.floor(wallAt(now, zone) / DAY) + 1
  return instantAt(tomorrow * DAY + MORNING_MS, zone)
}
