import { createHash } from 'node:crypto'
import { type EventContent, spanForKind } from '@/lib/calendar/event'
import {
  type Override,
  type Recurrence,
  type RecurrenceId,
  startWall,
  wallOfId,
} from '@/lib/calendar/series/recurrence'
import { slotOf, spanFrom } from '@/lib/calendar/series/series'
import type { Span } from '@/lib/calendar/span'
import { note } from './components'
import type { IcalEvent } from './ical-event'
import { toJcal } from './jcal'
import { param } from './line'
import { readMoment, spanBetween } from './moments'
import type { Part } from './parts'
import { type Following, splitSeries } from './split'
import { type Clocks, readRecurrence, readRecurrenceId, readSpan, startLine } from './when'

/** The UID that a component goes by: its own, or one made of what it says, which a second reading makes again. */
export function uidOf(part: Part): string {
  const { uid } = part
  if (uid && uid.length <= LONGEST_UID) return uid
  const says =
    uid ?? [startLine(part), part.end].map((line) => line?.value ?? '').join('\n') + part.fields.title
  const hash = createHash('sha256').update(says).digest('hex').slice(0, 32)
  return uid ? `${uid.slice(0, 200)}-${hash}` : hash
}

const LONGEST_UID = 500

/**
 * The events that components of one UID make together (RFC 5545 §3.8.4.7): one, as a rule; none where nothing says when;
 * more where an instance changed all that follow it (RANGE=THISANDFUTURE, §3.8.4.4), which then are a series of their own.
 */
export function eventsOf(uid: string, parts: readonly Part[], clocks: Clocks): IcalEvent[] {
  const masters = parts.filter((part) => !part.recurrenceId)
  const instances = parts.filter((part) => part.recurrenceId)
  const master = newest(masters)
  for (const part of masters) {
    if (part !== master) clocks.notes(note(part.line, 'duplicate_uid', part.fields.title || uid))
  }
  const line = parts.reduce((first, part) => Math.min(first, part.line), Number.POSITIVE_INFINITY)
  if (!master) return orphans(uid, instances, line, clocks)
  const span = readSpan(master, clocks)
  if (!span) return []
  const event = eventOf(uid, master, span, line, clocks)
  const following = addInstances(event, instances, clocks)
  return splitSeries(event, following, clocks.notes)
}

function newest(parts: readonly Part[]): Part | undefined {
  return [...parts].sort((a, b) => b.sequence - a.sequence || (b.modified ?? 0) - (a.modified ?? 0))[0]
}

function eventOf(uid: string, part: Part, span: Span, line: number, clocks: Clocks): IcalEvent {
  const kind = kindOf(part)
  const own = spanForKind(kind, span)
  keepOtherTime(part)
  const recurrence = readRecurrence(part, own, clocks)
  const content = { kind, ...part.fields, span: own, recurrence, overrides: {} }
  return { uid, sequence: part.sequence, modified: part.modified, line, content }
}

function kindOf(part: Part): EventContent['kind'] {
  if (part.isTodo) return 'reminder'
  return part.kind ?? (part.fields.attendees.length > 0 ? 'meeting' : 'event')
}

/** A to-do has two times, of which Kinday has one. The other stays, by a name that makes no wrong VEVENT of it. */
function keepOtherTime(part: Part): void {
  if (!part.isTodo || !part.due || !part.start) return
  const other = startLine(part) === part.due ? part.start : part.due
  part.fields.unknown.push(toJcal({ ...other, name: `X-KINDAY-${other.name}` }))
}

/** Nobody changes a series for good more often. */
const MOST_SPLITS = 50

/** Puts changed instances into their series; those that go for all that follow are given back, in order. */
function addInstances(event: IcalEvent, instances: readonly Part[], clocks: Clocks): Following[] {
  const { content } = event
  const found = new Map<RecurrenceId, { part: Part; span: Span }>()
  for (const part of instances) {
    const id = readRecurrenceId(part.recurrenceId!, content.span, clocks)
    const span = id && readSpan(part, clocks)
    if (!span) continue
    const other = found.get(id)?.part
    if (other) clocks.notes(note(part.line, 'duplicate_uid', part.fields.title || event.uid))
    if (!other || newest([other, part]) === part)
      found.set(id, { part, span: spanForKind(content.kind, span) })
  }
  const following: Following[] = []
  const overrides: [RecurrenceId, { part: Part; span: Span }][] = []
  for (const [id, instance] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const isRange = param(instance.part.recurrenceId!, 'range')?.toUpperCase() === 'THISANDFUTURE'
    if (isRange && following.length >= MOST_SPLITS) {
      clocks.notes(note(instance.part.line, 'rule_approximated', instance.part.fields.title))
    }
    if (isRange && following.length < MOST_SPLITS) {
      const { part, span } = instance
      following.push({ id, part, content: { ...content, ...part.fields, span } })
    } else overrides.push([id, instance])
  }
  if (found.size > 0) content.recurrence = recurrenceWith(content, [...found.keys()])
  // Differences are told from what the series says where the instance is: after a split that is another.
  const periods = new Set(
    content.recurrence?.dates.filter((date) => date.includes('/')).map((date) => date.split('/', 1)[0]!),
  )
  const slot = (id: RecurrenceId) =>
    periods.has(id) ? slotOf(content, id) : spanFrom(content.span, wallOfId(id))
  content.overrides = Object.fromEntries(
    overrides.map(([id, { part, span }]) => {
      const other = following.findLast((other) => other.id <= id)
      return [id, patchOf(other?.content ?? content, part, span, other ? slotAfter(other, id) : slot(id))]
    }),
  )
  return following
}

/** Where a series that was moved from one instance on puts a later one. */
function slotAfter({ id: from, content }: Following, id: RecurrenceId): Span {
  return spanFrom(content.span, startWall(content.span) + wallOfId(id) - wallOfId(from))
}

/** An event with changed instances repeats, also where its rule cannot be read: on their dates. */
function recurrenceWith({ span, recurrence }: IcalEvent['content'], ids: RecurrenceId[]): Recurrence {
  if (recurrence && recurrence.rules.length > 0) return recurrence
  const dates = recurrence?.dates ?? []
  const told = new Set([span.start, ...dates.map((date) => date.split('/', 1)[0]!)])
  const exclusions = recurrence?.exclusions ?? []
  return { rules: [], dates: [...dates, ...ids.filter((id) => !told.has(id))].sort(), exclusions }
}

const FIELDS = [
  'title',
  'description',
  'location',
  'color',
  'visibility',
  'busy',
  'done',
  'attendees',
  'unknown',
] as const

/** What an instance says otherwise than its series does. */
function patchOf(content: IcalEvent['content'], part: Part, span: Span, slot: Span): Override {
  const patch: Record<string, unknown> = {}
  const { fields } = part
  if (fields.status !== content.status) patch.status = fields.status
  if (!(fields.status === 'cancelled' && part.bare)) {
    for (const field of FIELDS) if (!same(fields[field], content[field])) patch[field] = fields[field]
  }
  if (!same(span, slot)) patch.span = span
  return patch as Override
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && canonical(a) === canonical(b))
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/**
 * Instances without their series (RFC 5545 §3.8.4.4 allows it: somebody is asked to one meeting of many). One is an
 * event, which keeps its RECURRENCE-ID for whoever exports it; several are a series on their dates.
 */
function orphans(uid: string, instances: readonly Part[], line: number, clocks: Clocks): IcalEvent[] {
  const [first, ...rest] = [...instances].sort((a, b) =>
    a.recurrenceId!.value < b.recurrenceId!.value ? -1 : 1,
  ) as [Part, ...Part[]]
  const span = readSpan(first, clocks)
  if (!span) return rest.length > 0 ? orphans(uid, rest, line, clocks) : []
  if (rest.length === 0) {
    const event = eventOf(uid, first, span, line, clocks)
    event.content.unknown.push(toJcal(first.recurrenceId!))
    return [event]
  }
  const start = readMoment(first.recurrenceId!.value, first.recurrenceId!, clocks.zones)
  if (!start) {
    clocks.notes(note(first.line, 'bad_date', first.recurrenceId!.value))
    return orphans(uid, rest, line, clocks)
  }
  const alike = start.date === (span.type === 'all-day') && (start.zone === null) === (span.type !== 'timed')
  const own = alike
    ? slotOf({ span, recurrence: null, overrides: {} }, spanBetween(start, start).start)
    : span
  const zoned = own.type === 'timed' && start.zone ? { ...own, startZone: start.zone } : own
  const event = eventOf(uid, first, zoned, line, clocks)
  addInstances(event, instances, clocks)
  return [event]
}
