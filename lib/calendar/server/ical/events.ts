import { createHash } from 'node:crypto'
import { DAY, dayOf } from '@/lib/calendar/day'
import { type EventContent, spanForKind } from '@/lib/calendar/event'
import { slotSpan } from '@/lib/calendar/series/series'
import type { Span } from '@/lib/calendar/span'
import { versionOf } from '../incoming/version'
import { createNote } from './components'
import type { IcalEvent, IcalInstance, IcalTime, InstanceTime } from './ical-event'
import { isRange, withInstances } from './instances'
import { toJcal } from './jcal'
import type { ContentLine } from './line'
import { localOf, readTime, spanBetween } from './moments'
import { isBareCancel, newestVersion, type ParsedComponent } from './parse-component'
import { groupDistinctEvents } from './same-uid'
import { readRecurrence, readSpan, startLine, type TimeContext } from './when'

/** Returns the UID of a component, or a stable hash of its content without one. Long UIDs are shortened with a hash. */
export function uidOf(component: ParsedComponent): string {
  const { uid } = component
  if (uid && uid.length <= MAX_UID) return uid
  const hash = hashOf(uid ?? identityOf(component))
  return uid ? `${uid.slice(0, 200)}-${hash}` : hash
}

const MAX_UID = 500

/** Returns a text that distinguishes events without a UID, and events that share one. */
function identityOf(component: ParsedComponent): string {
  return (
    [startLine(component), component.end].map((line) => line?.value ?? '').join('\n') + component.fields.title
  )
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
  components: readonly ParsedComponent[],
  context: TimeContext,
  method: string | null,
): IcalEvent[] {
  const masters = components.filter((component) => !component.recurrenceId)
  const instances = components.filter((component) => component.recurrenceId)
  if (method === 'CANCEL' || method === 'ADD') return instanceOnlyEvents(uid, components, context, method)
  if (masters.length === 0) return instanceOnlyEvents(uid, instances, context, null)
  const groups = groupDistinctEvents(masters)
  // Changed instances belong to the recurring event among events with one UID.
  const series =
    groups.find(([component]) => component!.rules.length + component!.dates.length > 0) ?? groups[0]!
  return groups.flatMap((group, index) => {
    const master = newestVersion(group)!
    for (const component of group) {
      if (component !== master)
        context.report(createNote(component.line, 'duplicate_uid', component.fields.title || uid))
    }
    if (index > 0) context.report(createNote(master.line, 'same_uid', master.fields.title || uid))
    const ownInstances = group === series ? instances : []
    const span = readSpan(master, context)
    if (!span) return []
    const line = [...group, ...ownInstances].reduce(
      (first, component) => Math.min(first, component.line),
      master.line,
    )
    const distinctUid = index > 0 ? `${uid}-${hashOf(identityOf(master))}` : uid
    return withInstances(eventOf(distinctUid, master, span, line, context), ownInstances, context)
  })
}

function eventOf(
  uid: string,
  component: ParsedComponent,
  span: Span,
  line: number,
  context: TimeContext,
): IcalEvent {
  const kind = kindOf(component)
  const eventSpan = spanForKind(kind, span)
  keepOtherTodoTime(component)
  const recurrence = readRecurrence(component, eventSpan, context)
  const content = { kind, ...component.fields, span: eventSpan, recurrence, overrides: {} }
  const { kindayId } = component
  return {
    uid,
    ...versionOf(component),
    line,
    kindayId,
    published: false,
    content,
    versions: {},
    instances: null,
  }
}

function kindOf(component: ParsedComponent): EventContent['kind'] {
  if (component.isTodo) return 'reminder'
  return component.kind ?? (component.fields.attendees.length > 0 ? 'meeting' : 'event')
}

/** Keeps the other of DTSTART and DUE of a to-do as an X- property, because Kinday stores only one time. */
function keepOtherTodoTime(component: ParsedComponent): void {
  if (!component.isTodo || !component.due || !component.start) return
  const other = startLine(component) === component.due ? component.start : component.due
  component.fields.unknown.push(toJcal({ ...other, name: `X-KINDAY-${other.name}` }))
}

/**
 * Reads components of single instances: without a master, as mail programs send them (RFC 5545 §3.8.4.4), or with
 * METHOD:CANCEL or METHOD:ADD (RFC 5546 §3.2.4, §3.2.5).
 */
function instanceOnlyEvents(
  uid: string,
  components: readonly ParsedComponent[],
  context: TimeContext,
  method: 'CANCEL' | 'ADD' | null,
): IcalEvent[] {
  const cancels = method === 'CANCEL'
  const withStatus = components.map((component) =>
    cancels ? { ...component, fields: { ...component.fields, status: 'cancelled' as const } } : component,
  )
  const instances = withStatus.flatMap((component) => instanceOf(component, context, method) ?? [])
  if (instances.length === 0) return []
  const line = components.reduce(
    (first, component) => Math.min(first, component.line),
    Number.POSITIVE_INFINITY,
  )
  const event = cancels
    ? cancelledEvent(uid, withStatus, line, context)
    : orphanEvent(uid, withStatus, line, context)
  return event ? [{ ...event, instances }] : []
}

function instanceOf(
  component: ParsedComponent,
  context: TimeContext,
  method: 'CANCEL' | 'ADD' | null,
): IcalInstance | null {
  const line = component.recurrenceId ?? (method === 'ADD' ? component.start : null)
  const at = line && momentOf(line, context)
  if (line && !at) {
    context.report(createNote(line.line, 'bad_date', line.value))
    return null
  }
  if (!at && method !== 'CANCEL') return null
  // RFC 5546 §3.2.5 allows a cancellation without DTSTART.
  const span = startLine(component) ? readSpan(component, context) : null
  const isBare = method === 'CANCEL' || isBareCancel(component)
  const fields = { ...component.fields, unknown: [...component.fields.unknown] }
  return { at, following: isRange(component), span, isBare, fields, ...versionOf(component) }
}

function momentOf(line: ContentLine, { zones, userZone }: TimeContext): InstanceTime | null {
  const moment = readTime(line.value, line, zones)
  return moment && { ...moment, local: localOf(moment, userZone) }
}

/** Creates the event of a cancellation. It is only displayed, never stored. */
function cancelledEvent(
  uid: string,
  components: readonly ParsedComponent[],
  line: number,
  context: TimeContext,
): IcalEvent {
  const component = newestVersion(components)!
  const span = (startLine(component) && readSpan(component, context)) ?? {
    type: 'all-day' as const,
    start: dayOf(Math.floor((component.stamp ?? 0) / DAY)),
    end: dayOf(Math.floor((component.stamp ?? 0) / DAY) + 1),
  }
  return eventOf(uid, component, span, line, context)
}

/**
 * Creates an event from instances without their series: a single instance becomes an event that keeps its
 * RECURRENCE-ID for export; several become a series on their dates.
 */
function orphanEvent(
  uid: string,
  instances: readonly ParsedComponent[],
  line: number,
  context: TimeContext,
): IcalEvent | null {
  const sorted = [...instances].sort((a, b) =>
    (a.recurrenceId?.value ?? '') < (b.recurrenceId?.value ?? '') ? -1 : 1,
  )
  for (const [index, first] of sorted.entries()) {
    const span = startLine(first) ? readSpan(first, context) : null
    if (!span) continue
    if (index === sorted.length - 1) {
      const event = eventOf(uid, first, span, line, context)
      if (first.recurrenceId) event.content.unknown.push(toJcal(first.recurrenceId))
      return event
    }
    const start = first.recurrenceId && readTime(first.recurrenceId.value, first.recurrenceId, context.zones)
    if (start) return orphanSeries(uid, sorted.slice(index), { span, start, line }, context)
  }
  return null
}

/** Creates a series on the dates of its instances. `start`: the RECURRENCE-ID of the first instance. */
function orphanSeries(
  uid: string,
  instances: readonly ParsedComponent[],
  { span, start, line }: { span: Span; start: IcalTime; line: number },
  context: TimeContext,
): IcalEvent {
  const hasSameType =
    start.date === (span.type === 'all-day') && (start.zone === null) === (span.type !== 'timed')
  const seriesSpan = hasSameType
    ? slotSpan({ span, recurrence: null, overrides: {} }, spanBetween(start, start).start)
    : span
  const zoned =
    seriesSpan.type === 'timed' && start.zone ? { ...seriesSpan, startZone: start.zone } : seriesSpan
  // RANGE has no effect without a rule.
  const withoutRanges = instances.map((component) => ({
    ...component,
    recurrenceId: component.recurrenceId && withoutRange(component.recurrenceId),
  }))
  return withInstances(eventOf(uid, instances[0]!, zoned, line, context), withoutRanges, context)[0]!
}

function withoutRange(line: ContentLine): ContentLine {
  return { ...line, params: new Map([...line.params].filter(([key]) => key !== 'range')) }
}
