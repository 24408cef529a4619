import { and, eq, isNull } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '@/db/client'
import { alarms, layers } from '@/db/schema/layers'
import type { Alarm } from '@/lib/calendar/alarms/alarm'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'

/** Identifies a user's layer of an event or occurrence. */
export interface LayerRef {
  userId: string
  eventId: string
  recurrenceId: RecurrenceId | null
}

type LayerFields = Pick<
  typeof layers.$inferSelect,
  'color' | 'busy' | 'note' | 'muted' | 'hidden' | 'ownAlarms'
>

/** A layer that changes nothing. */
const NO_LAYER: LayerFields = {
  ...{ color: null, busy: null, note: null, muted: false, hidden: false, ownAlarms: false },
}

/** Reads the user's layer of an event or occurrence. */
export async function readLayer(tx: Tx, ref: LayerRef): Promise<LayerFields> {
  const [row] = await tx.select().from(layers).where(isLayer(ref))
  if (!row) return NO_LAYER
  const { color, busy, note, muted, hidden, ownAlarms } = row
  return { color, busy, note, muted, hidden, ownAlarms }
}

/** Writes a layer, or deletes it if it changes nothing. */
export async function writeLayer(tx: Tx, ref: LayerRef, fields: LayerFields): Promise<void> {
  const isEmpty = Object.entries(NO_LAYER).every(
    ([name, value]) => fields[name as keyof LayerFields] === value,
  )
  if (isEmpty) {
    await tx.delete(layers).where(isLayer(ref))
    return
  }
  await tx
    .insert(layers)
    .values({ id: uuidv7(), ...ref, ...fields })
    .onConflictDoUpdate({ target: [layers.userId, layers.eventId, layers.recurrenceId], set: fields })
}

/** Reads the user's own alarms of an event or occurrence; null if it has none of its own. */
export async function readAlarms(tx: Tx, ref: LayerRef, { ownAlarms }: LayerFields): Promise<Alarm[] | null> {
  if (!ownAlarms) return null
  const rows = await tx.select().from(alarms).where(isAlarm(ref)).orderBy(alarms.order, alarms.id)
  return rows.map(({ minutesBefore, at, method }) =>
    at ? { at: at.getTime(), method } : { minutesBefore: minutesBefore!, method },
  )
}

/** Replaces the user's own alarms of an event or occurrence. */
export async function replaceAlarms(tx: Tx, ref: LayerRef, list: readonly Alarm[]): Promise<void> {
  await tx.delete(alarms).where(isAlarm(ref))
  if (!list.length) return
  const rows = list.map((alarm, order) => ({
    ...{ id: uuidv7(), ...ref, order, method: alarm.method },
    ...('at' in alarm ? { at: new Date(alarm.at) } : { minutesBefore: alarm.minutesBefore }),
  }))
  await tx.insert(alarms).values(rows)
}

function isLayer({ userId, eventId, recurrenceId }: LayerRef) {
  return and(
    eq(layers.userId, userId),
    eq(layers.eventId, eventId),
    recurrenceId === null ? isNull(layers.recurrenceId) : eq(layers.recurrenceId, recurrenceId),
  )
}

function isAlarm({ userId, eventId, recurrenceId }: LayerRef) {
  return and(
    eq(alarms.userId, userId),
    eq(alarms.eventId, eventId),
    recurrenceId === null ? isNull(alarms.recurrenceId) : eq(alarms.recurrenceId, recurrenceId),
  )
}
