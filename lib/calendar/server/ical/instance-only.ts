import { DAY, dayOf } from '@/lib/calendar/day'
import { slotSpan } from '@/lib/calendar/series/series'
import type { Span } from '@/lib/calendar/span'
import { versionOf } from '../incoming/version'
import { eventOfComponent } from './event-of-component'
import type { IcalEvent, IcalInstance, IcalTime, InstanceTime } from './ical-event'
import { isRange, withInstances } from './instances'
import { toJcal } from './jcal'
import type { ContentLine } from './line'
import { localOf, readTime, spanBetween } from './moments'
import { createNote } from './notes'
import { isBareCancel, newestVersion, type ParsedComponent } from './parsed-component'
import { readSpan, startLine } from './read-span'
import type { TimeContext } from './time-context'

/**
 * Reads components of single instances: without a master, as mail programs send them (RFC 5545 §3.8.4.4), or with
 * METHOD:ADD or METHOD:CANCEL (RFC 5546 §3.2.4, §3.2.5).
 */
export function instanceOnlyEvents(
  uid: string,
  components: readonly ParsedComponent[],
  context: TimeContext,
  method: 'CANCEL' | 'ADD' | null,
): IcalEvent[] {
  const isCancel = method === 'CANCEL'
  const withStatus = components.map((component) =>
    isCancel ? { ...component, fields: { ...component.fields, status: 'cancelled' as const } } : component,
  )
  const instances = withStatus.flatMap((component) => instanceOf(component, context, method) ?? [])
  if (instances.length === 0) return []
  const line = components.reduce(
    (first, component) => Math.min(first, component.line),
    Number.POSITIVE_INFINITY,
  )
  const event = isCancel
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
  return eventOfComponent(uid, component, span, line, context)
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
      const event = eventOfComponent(uid, first, span, line, context)
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
    start.isDate === (span.type === 'all-day') && (start.zone === null) === (span.type !== 'timed')
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
  return withInstances(eventOfComponent(uid, instances[0]!, zoned, line, context), withoutRanges, context)[0]!
}

function withoutRange(line: ContentLine): ContentLine {
  return { ...line, params: new Map([...line.params].filter(([key]) => key !== 'range')) }
}
