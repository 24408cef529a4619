import type { Tx } from '@/db/client'
import type { Actor } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import { type Alarm, triggerOf } from '@/lib/calendar/alarms/alarm'
import { isEqual } from '@/lib/calendar/is-equal'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { Change } from '@/lib/commands/pipeline/changes'
import { command } from '@/lib/commands/pipeline/execute'
import { resolveOccurrence } from '@/lib/commands/pipeline/resolve-occurrence'
import { type LayerRef, readAlarms, readLayer, replaceAlarms, writeLayer } from '@/lib/commands/rows/layers'
import { AppError } from '@/lib/errors'
import { streamName } from '@/lib/realtime/channels'
import { setEventAlarms as alarmsInput } from '@/lib/schemas/alarms'
import * as schemas from '@/lib/schemas/layers'
import { idOutput } from '@/lib/schemas/outputs'

/**
 * Changes the user's own layer of an event or occurrence: color, busy state, note, and whether it is muted or hidden. A
 * layer is not part of the event: it changes neither version nor history, and other users cannot see it.
 */
export const setLayer = command({
  name: 'setLayer',
  input: schemas.setLayer,
  output: idOutput,
  // The user's row is granted first because that locks it: two concurrent requests run one after the other.
  on: ({ id }) => ({ self: ['own', 'self', null], event: ['read', 'event', id] }),
  async run({ tx, grants, actor }, { version, occurrence, patch }) {
    const ref = await layerRefOf(tx, actor, grants, version, occurrence)
    const before = await readLayer(tx, ref)
    const after = { ...before, ...patch }
    const result = { id: ref.eventId }
    if (isEqual(before, after)) return { result, changes: [] }
    await writeLayer(tx, ref, after)
    return { result, changes: [layerChange(ref)] }
  },
})

/** Replaces the user's own alarms of an event or occurrence. An alarm whose time has passed is due at once. */
export const setEventAlarms = command({
  name: 'setEventAlarms',
  input: alarmsInput,
  output: idOutput,
  on: ({ id }) => ({ self: ['own', 'self', null], event: ['read', 'event', id] }),
  async run({ tx, grants, actor }, { version, occurrence, alarms }) {
    const ref = await layerRefOf(tx, actor, grants, version, occurrence)
    const layer = await readLayer(tx, ref)
    const before = await readAlarms(tx, ref, layer)
    const after = alarms && distinct(alarms)
    const result = { id: ref.eventId }
    if (isEqual(before, after)) return { result, changes: [] }
    await replaceAlarms(tx, ref, after ?? [])
    await writeLayer(tx, ref, { ...layer, ownAlarms: after !== null })
    return { result, changes: [layerChange(ref, { before, after })] }
  },
})

/**
 * Finds the layer of an event, or of the occurrence that a possibly stale page refers to.
 * @throws AppError NOT_FOUND if the event has no such occurrence
 */
async function layerRefOf(
  tx: Tx,
  actor: Actor,
  { self, event }: { self: Grant<'own', 'self'>; event: Grant<'read', 'event'> },
  version: number | undefined,
  occurrence: RecurrenceId | null,
): Promise<LayerRef> {
  const userId = self.row.id
  if (occurrence === null) return { userId, eventId: event.row.id, recurrenceId: null }
  if (!event.row.recurrence) throw new AppError('NOT_FOUND')
  // The history contains the whole series only, so the ids of an attended part cannot be followed through it.
  const seenVersion = event.row.part ? undefined : version
  const { current, id } = await resolveOccurrence(tx, actor, event, seenVersion, occurrence, 'read')
  return { userId, eventId: current.id, recurrenceId: id ?? null }
}

/** Returns the change for the user's own pages. It does not contain the note, which is stored only in the layer. */
function layerChange(
  { userId, eventId, recurrenceId }: LayerRef,
  alarms: { before?: Alarm[] | null; after?: Alarm[] | null } = {},
): Change {
  return {
    ...{ stream: streamName('user', userId), entity: 'layer', id: eventId, op: 'changed' },
    before: { recurrenceId, alarms: alarms.before },
    after: { recurrenceId, alarms: alarms.after },
  }
}

function distinct(alarms: readonly Alarm[]): Alarm[] {
  const byTrigger = new Map(alarms.map((alarm) => [`${triggerOf(alarm)} ${alarm.method}`, alarm]))
  return [...byTrigger.values()]
}
