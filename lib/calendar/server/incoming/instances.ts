import { findInSplit, findMovedOccurrence } from '@/lib/calendar/edits/follow'
import type { ObjectOverride } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { slotSpan } from '@/lib/calendar/series/series'
import type { Span } from '@/lib/calendar/span'
import type { IcalInstance } from '../ical/ical-event'
import { recurrenceIdIn } from '../ical/moments'
import { type Content, hasSlot } from './normalize'
import { INSTANCE_FIELDS, isEquivalentSpan, overrideOf, toZoneOf } from './patch'
import type { Version } from './version'

/** An event of a series: the series itself, or a later part split off by "this and following". */
export interface SeriesPart {
  content: Content
  /** Its content as last received; null if it was never received. */
  base: Content | null
  /** Received versions of its instances. */
  versions: Record<RecurrenceId, Version>
  /** Returns the id that an instance of the source's series has in this event. */
  mapId(id: RecurrenceId): RecurrenceId | undefined
}

/** Creates the mapping of instance ids from the received series to the current one, computed once for all instances. */
export function createIdMapper(base: Content | null, content: Content): SeriesPart['mapId'] {
  if (!base) return (id) => id
  const [from, to] = [base, content].map((version) => ({ ...version, calendarId: '' }))
  return (id) => findMovedOccurrence(from!, to!, id)
}

/** Finds the part of a series that contains an instance of a file, its id there, and its id in the source. */
export function findInstance(
  parts: readonly SeriesPart[],
  { at }: IcalInstance,
): { index: number; id: RecurrenceId; sourceId: RecurrenceId } | null {
  if (!at) return null
  const [root, ...laterParts] = parts
  const source = root!.base ?? root!.content
  const sourceId = recurrenceIdIn(at, source.span)
  if (!sourceId) return null
  const id = root!.mapId(sourceId)
  if (id && isKnown(root!.content, id)) return { index: 0, id, sourceId }
  for (const [index, { content }] of laterParts.entries()) {
    const ownId = recurrenceIdIn(at, content.span)
    const partId =
      ownId &&
      (isKnown(content, ownId) ? ownId : content.recurrence ? findInSplit(content, ownId) : undefined)
    if (partId) return { index: index + 1, id: partId, sourceId }
  }
  return id ? { index: 0, id, sourceId } : null
}

/** Returns whether a series has or had an instance. */
function isKnown(content: Content, id: RecurrenceId): boolean {
  return (
    Object.hasOwn(content.overrides, id) ||
    Boolean(content.recurrence?.exclusions.includes(id)) ||
    hasSlot(content, id)
  )
}

/**
 * Applies an instance of a file to its series. A field that the file has not changed since its last version keeps its
 * current value.
 */
export function applyInstance(
  part: Pick<SeriesPart, 'content' | 'base'>,
  id: RecurrenceId,
  sourceId: RecurrenceId,
  instance: IcalInstance,
): Content {
  const { content, base } = part
  const isCancelled = instance.fields.status === 'cancelled'
  if (isCancelled && !isKnown(content, id)) return content
  const recurrence = content.recurrence ?? { rules: [], dates: [], exclusions: [] }
  // Cancelling a deleted occurrence does not restore it.
  if (isCancelled && recurrence.exclusions.includes(id)) return content
  const series: Content = {
    ...content,
    recurrence: {
      ...recurrence,
      exclusions: recurrence.exclusions.filter((other) => other !== id),
      dates: hasSlot(content, id) ? recurrence.dates : [...recurrence.dates, id].sort(),
    },
  }
  const slot = slotSpan(series, id)
  const span = instance.span && toZoneOf(slot, instance.span)
  const patch: Record<string, unknown> = overrideOf(series, instance, span, slot)
  const override = { ...content.overrides[id] } as Record<string, unknown>
  for (const field of ['status', 'span', ...INSTANCE_FIELDS]) {
    if (!isStated(instance, field)) continue
    if (base && isUnchanged(base, sourceId, instance, field)) continue
    if (Object.hasOwn(patch, field)) override[field] = patch[field]
    else delete override[field]
  }
  // Visibility applies to the whole event, so a private instance makes the event private.
  const { visibility, ...otherFields } = override
  return {
    ...series,
    visibility: visibility === 'private' ? visibility : series.visibility,
    overrides: { ...content.overrides, [id]: otherFields as ObjectOverride },
  }
}

/**
 * Returns whether a component states a field. A cancellation without content (`isBare`) states only status and time.
 */
function isStated({ span, isBare, fields }: IcalInstance, field: string): boolean {
  if (field === 'status') return true
  if (field === 'span') return span !== null
  return !(isBare && fields.status === 'cancelled')
}

/** Returns whether the source had the same value the last time. */
function isUnchanged(
  base: Content,
  id: RecurrenceId,
  { fields, span }: IcalInstance,
  field: string,
): boolean {
  const lastReceived: Record<string, unknown> = { ...base, span: slotSpan(base, id), ...base.overrides[id] }
  if (field === 'span') return isEquivalentSpan(span!, lastReceived.span as Span)
  return isEqual(lastReceived[field], fields[field as keyof typeof fields])
}
