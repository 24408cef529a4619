import { createHash } from 'node:crypto'
import { DAY, dayOf } from '@/lib/calendar/day'
import { type EventContent, spanForKind } from '@/lib/calendar/event'
import { slotSpan } from '@/lib/calendar/series/series'
import type { Span } from '@/lib/calendar/span'
import { versionOf } from '../incoming/version'
import { note } from './components'
import type { IcalEvent, IcalInstance, IcalTime, InstanceTime } from './ical-event'
import { isRange, withInstances } from './instances'
import { toJcal } from './jcal'
import type { ContentLine } from './line'
import { localOf, readTime, spanBetween } from './moments'
import { isBareCancel, newestVersion, type ParsedComponent } from './parts'
import { groupDistinctEvents } from './same-uid'
import { readRecurrence, readSpan, startLine, type TimeContext } from './when'

/** Returns the UID of a component, or a hash of its content, which is the same each time. */
export function uidOf(part: ParsedComponent): string {
  const { uid } = part
  if (uid && uid.length <= MAX_UID) return uid
  const hash = hashOf(uid ?? identityOf(part))
  return uid ? `${uid.slice(0, 200)}-${hash}` : hash
}

const MAX_UID = 500

/** Returns a text that distinguishes events without a UID, and events that share one. */
function identityOf(part: ParsedComponent): string {
  return [startLine(part), part.end].map((line) => line?.value ?? '').join('\n') + part.fields.title
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

/**
 * Returns the events of the components with one UID (RFC 5545 §3.8.4.7): usually one; none without a readable start;
 * more if an instance changed all following ones (RANGE=THISANDFUTURE, §3.8.4.4), which then become a series of their
 * own, and if a program used the UID for several events.
 */
export function eventsOf(
  uid: string,
  parts: readonly ParsedComponent[],
  clocks: TimeContext,
  method: string | null,
): IcalEvent[] {
  const masters = parts.filter((part) => !part.recurrenceId)
  const instances = parts.filter((part) => part.recurrenceId)
  if (method === 'CANCEL' || method === 'ADD') return instanceOnlyEvents(uid, parts, clocks, method)
  if (masters.length === 0) return instanceOnlyEvents(uid, instances, clocks, null)
  const groups = groupDistinctEvents(masters)
  // Changed instances belong to the recurring event among events with one UID.
  const series = groups.find(([part]) => part!.rules.length + part!.dates.length > 0) ?? groups[0]!
  return groups.flatMap((group, index) => {
    const master = newestVersion(group)!
    for (const part of group) {
      if (part !== master) clocks.notes(note(part.line, 'duplicate_uid', part.fields.title || uid))
    }
    if (index > 0) clocks.notes(note(master.line, 'same_uid', master.fields.title || uid))
    const own = group === series ? instances : []
    const span = readSpan(master, clocks)
    if (!span) return []
    const line = [...group, ...own].reduce((first, part) => Math.min(first, part.line), master.line)
    const name = index > 0 ? `${uid}-${hashOf(identityOf(master))}` : uid
    return withInstances(eventOf(name, master, span, line, clocks), own, clocks)
  })
}

function eventOf(
  uid: string,
  part: ParsedComponent,
  span: Span,
  line: number,
  clocks: TimeContext,
): IcalEvent {
  const kind = kindOf(part)
  const own = spanForKind(kind, span)
  keepOtherTime(part)
  const recurrence = readRecurrence(part, own, clocks)
  const content = { kind, ...part.fields, span: own, recurrence, overrides: {} }
  const { origin } = part
  return { uid, ...versionOf(part), line, origin, published: false, content, versions: {}, instances: null }
}

function kindOf(part: ParsedComponent): EventContent['kind'] {
  if (part.isTodo) return 'reminder'
  return part.kind ?? (part.fields.attendees.length > 0 ? 'meeting' : 'event')
}

/** Keeps the second time of a to-do, since Kinday stores one, under a name that is valid in a VEVENT. */
function keepOtherTime(part: ParsedComponent): void {
  if (!part.isTodo || !part.due || !part.start) return
  const other = startLine(part) === part.due ? part.start : part.due
  part.fields.unknown.push(toJcal({ ...other, name: `X-KINDAY-${other.name}` }))
}

/**
 * Reads components of single instances: without a master, as mail programs send them (RFC 5545 §3.8.4.4), or with
 * METHOD:CANCEL or METHOD:ADD (RFC 5546 §3.2.4, §3.2.5).
 */
function instanceOnlyEvents(
  uid: string,
  parts: readonly ParsedComponent[],
  clocks: TimeContext,
  method: 'CANCEL' | 'ADD' | null,
): IcalEvent[] {
  const cancels = method === 'CANCEL'
  const known = parts.map((part) =>
    cancels ? { ...part, fields: { ...part.fields, status: 'cancelled' as const } } : part,
  )
  const instances = known.flatMap((part) => instanceOf(part, clocks, method) ?? [])
  if (instances.length === 0) return []
  const line = parts.reduce((first, part) => Math.min(first, part.line), Number.POSITIVE_INFINITY)
  const event = cancels ? cancelledEvent(uid, known, line, clocks) : orphanEvent(uid, known, line, clocks)
  return event ? [{ ...event, instances }] : []
}

function instanceOf(
  part: ParsedComponent,
  clocks: TimeContext,
  method: 'CANCEL' | 'ADD' | null,
): IcalInstance | null {
  const line = part.recurrenceId ?? (method === 'ADD' ? part.start : null)
  const at = line && momentOf(line, clocks)
  if (line && !at) {
    clocks.notes(note(line.line, 'bad_date', line.value))
    return null
  }
  if (!at && method !== 'CANCEL') return null
  // RFC 5546 §3.2.5 allows a cancellation without DTSTART.
  const span = startLine(part) ? readSpan(part, clocks) : null
  const bare = method === 'CANCEL' || isBareCancel(part)
  const fields = { ...part.fields, unknown: [...part.fields.unknown] }
  return { at, following: isRange(part), span, bare, fields, ...versionOf(part) }
}

function momentOf(line: ContentLine, { zones, reader }: TimeContext): InstanceTime | null {
  const moment = readTime(line.value, line, zones)
  return moment && { ...moment, local: localOf(moment, reader) }
}

/** Creates the event of a cancellation. It is only displayed, never stored. */
function cancelledEvent(
  uid: string,
  parts: readonly ParsedComponent[],
  line: number,
  clocks: TimeContext,
): IcalEvent {
  const part = newestVersion(parts)!
  const span = (startLine(part) && readSpan(part, clocks)) ?? {
    type: 'all-day' as const,
    start: dayOf(Math.floor((part.stamp ?? 0) / DAY)),
    end: dayOf(Math.floor((part.stamp ?? 0) / DAY) + 1),
  }
  return eventOf(uid, part, span, line, clocks)
}

/**
 * Creates an event from instances without their series: a single instance becomes an event that keeps its
 * RECURRENCE-ID for export; several become a series on their dates.
 */
function orphanEvent(
  uid: string,
  instances: readonly ParsedComponent[],
  line: number,
  clocks: TimeContext,
): IcalEvent | null {
  const sorted = [...instances].sort((a, b) =>
    (a.recurrenceId?.value ?? '') < (b.recurrenceId?.value ?? '') ? -1 : 1,
  )
  for (const [at, first] of sorted.entries()) {
    const span = startLine(first) ? readSpan(first, clocks) : null
    if (!span) continue
    if (at === sorted.length - 1) {
      const event = eventOf(uid, first, span, line, clocks)
      if (first.recurrenceId) event.content.unknown.push(toJcal(first.recurrenceId))
      return event
    }
    const start = first.recurrenceId && readTime(first.recurrenceId.value, first.recurrenceId, clocks.zones)
    if (start) return orphanSeries(uid, sorted.slice(at), { span, start, line }, clocks)
  }
  return null
}

/** Creates a series on the dates of its instances. @param first span, RECURRENCE-ID and line of the first instance */
function orphanSeries(
  uid: string,
  instances: readonly ParsedComponent[],
  { span, start, line }: { span: Span; start: IcalTime; line: number },
  clocks: TimeContext,
): IcalEvent {
  const alike = start.date === (span.type === 'all-day') && (start.zone === null) === (span.type !== 'timed')
  const own = alike
    ? slotSpan({ span, recurrence: null, overrides: {} }, spanBetween(start, start).start)
    : span
  const zoned = own.type === 'timed' && start.zone ? { ...own, startZone: start.zone } : own
  // RANGE has no effect without a rule.
  const single = instances.map((part) => ({
    ...part,
    recurrenceId: part.recurrenceId && withoutRange(part.recurrenceId),
  }))
  return withInstances(eventOf(uid, instances[0]!, zoned, line, clocks), single, clocks)[0]!
}

function withoutRange(line: ContentLine): ContentLine {
  return { ...line, params: new Map([...line.params].filter(([key]) => key !== 'range')) }
}
