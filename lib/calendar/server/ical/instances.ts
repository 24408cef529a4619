import { isDay, isWall } from '@/lib/calendar/day'
import { sortOverrides } from '@/lib/calendar/edits/override'
import { type ObjectOverride, spanForKind } from '@/lib/calendar/event'
import { type Recurrence, type RecurrenceId, wallOfId } from '@/lib/calendar/series/recurrence'
import { slotSpan, spanStartingAt } from '@/lib/calendar/series/series'
import { slotsBetween } from '@/lib/calendar/series/slots'
import type { Span } from '@/lib/calendar/span'
import { overrideOf, toZoneOf } from '../incoming/patch'
import { versionOf } from '../incoming/version'
import type { IcalEvent } from './ical-event'
import { param } from './line'
import { createNote } from './notes'
import { newestVersion, type ParsedComponent } from './parsed-component'
import { readRecurrenceId } from './read-recurrence'
import { readSpan, startLine } from './read-span'
import { splitSeries } from './split'
import type { TimeContext } from './time-context'

/** An instance of a series from a component. `span` is null if the component has no times. */
interface Instance {
  id: RecurrenceId
  component: ParsedComponent
  span: Span | null
}

/** Maximum number of RANGE=THISANDFUTURE changes of a series. */
const MAX_SPLITS = 50

/** Series with more rules are not split. */
const MAX_RULES = 20

/**
 * Adds changed instances to their series as overrides (RFC 5545 §3.8.4.4). A change with RANGE=THISANDFUTURE starts a
 * new series, to which later instances are added.
 */
export function withInstances(
  event: IcalEvent,
  components: readonly ParsedComponent[],
  context: TimeContext,
): IcalEvent[] {
  const { content } = event
  const found = components.flatMap((component) => readInstance(component, content, context) ?? [])
  if (found.length === 0) return [event]
  content.recurrence = recurrenceWith(content, found)
  const singles = newestOf(
    found.filter(({ component }) => !isRange(component)),
    context,
  )
  const ranges = newestOf(
    found.filter(({ component }) => isRange(component)),
    context,
  )
  const splitCount =
    content.recurrence.rules.length > MAX_RULES ? 0 : Math.min(MAX_SPLITS, context.splits.remaining)
  for (const { component } of ranges.slice(splitCount))
    context.report(createNote(component.line, 'rule_approximated', component.fields.title))
  const changes = ranges.slice(0, splitCount).map((range) => ({
    ...range,
    span: range.span ? toZoneOf(content.span, range.span) : spanStartingAt(content.span, wallOfId(range.id)),
  }))
  context.splits.remaining -= changes.length
  const segments = splitSeries(event, changes, context.report).map((segment) => ({
    ...segment,
    slot: slotsOf(segment.event.content),
    overrides: [] as [RecurrenceId, ObjectOverride][],
    versions: {} as IcalEvent['versions'],
  }))
  for (const instance of [...changes, ...ranges.slice(splitCount), ...singles]) {
    const { event, find, slot, overrides, versions } = segments.findLast(({ from }) => from <= instance.id)!
    const id = find(instance.id)
    if (!isDay(id) && !isWall(id)) {
      context.report(createNote(instance.component.line, 'bad_date', id))
      continue
    }
    versions[id] = versionOf(instance.component)
    const patch = overrideOf(event.content, instance.component, instance.span, slot(id))
    if (!isRange(instance.component) || Object.keys(patch).length > 0 || !isSlot(event.content, id))
      overrides.push([id, patch])
  }
  return segments.map(({ event, overrides, versions }) => ({
    ...event,
    versions,
    content: { ...event.content, overrides: sortOverrides(overrides) },
  }))
}

function readInstance(
  component: ParsedComponent,
  { kind, span }: IcalEvent['content'],
  context: TimeContext,
): Instance | null {
  const id = readRecurrenceId(component.recurrenceId!, span, context)
  if (!id) return null
  // RFC 5546 §3.2.5: a cancelled instance needs no times.
  if (!startLine(component)) return { id, component, span: null }
  const ownSpan = readSpan(component, context)
  return ownSpan && { id, component, span: spanForKind(kind, ownSpan) }
}

function rangeOf(component: ParsedComponent): string | undefined {
  return param(component.recurrenceId!, 'range')?.trim().toUpperCase()
}

/** Returns whether a component changes its instance and all following ones (RANGE=THISANDFUTURE). */
export function isRange(component: ParsedComponent): boolean {
  return component.recurrenceId !== null && rangeOf(component) === 'THISANDFUTURE'
}

/** Returns the newest version of each instance, in order. */
function newestOf(instances: readonly Instance[], { report }: TimeContext): Instance[] {
  const found = new Map<RecurrenceId, Instance>()
  for (const instance of instances) {
    const { id, component } = instance
    const other = found.get(id)?.component
    if (other)
      report(createNote(component.line, 'duplicate_uid', component.fields.title || (component.uid ?? '')))
    if (!other || newestVersion([other, component]) === component) found.set(id, instance)
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Returns the recurrence of an event with changed instances: if it has no readable rule, RDATEs for the instances. */
function recurrenceWith(
  { span, recurrence }: IcalEvent['content'],
  instances: readonly Instance[],
): Recurrence {
  if (recurrence && recurrence.rules.length > 0) return recurrence
  const { dates, exclusions } = recurrence ?? { dates: [], exclusions: [] }
  const generated = new Set([span.start, ...dates.map((date) => date.split('/', 1)[0]!)])
  const ids = new Set(instances.map(({ id }) => id).filter((id) => !generated.has(id)))
  return { rules: [], dates: [...dates, ...ids].sort(), exclusions }
}

/** Returns a function that computes the span of an instance without its override, considering PERIODs. */
function slotsOf(content: IcalEvent['content']): (id: RecurrenceId) => Span {
  const periods = new Map<RecurrenceId, string>()
  for (const date of content.recurrence?.dates ?? []) {
    const [id, end] = date.split('/') as [string, string?]
    if (end && !periods.has(id)) periods.set(id, date)
  }
  return (id) => {
    const period = periods.get(id)
    if (!period) return spanStartingAt(content.span, wallOfId(id))
    return slotSpan({ ...content, recurrence: { rules: [], dates: [period], exclusions: [] } }, id)
  }
}

function isSlot(content: IcalEvent['content'], id: RecurrenceId): boolean {
  const at = wallOfId(id)
  return slotsBetween(content, at, at + 1, 1).includes(id)
}
