import { createHash } from 'node:crypto'
import { type EventContent, spanForKind } from '@/lib/calendar/event'
import { slotOf } from '@/lib/calendar/series/series'
import type { Span } from '@/lib/calendar/span'
import { note } from './components'
import type { IcalEvent } from './ical-event'
import { withInstances } from './instances'
import { toJcal } from './jcal'
import { readMoment, spanBetween } from './moments'
import { newest, type Part } from './parts'
import { type Clocks, readRecurrence, readSpan, startLine } from './when'

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
  return withInstances(eventOf(uid, master, span, line, clocks), instances, clocks)
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
  return withInstances(eventOf(uid, first, zoned, line, clocks), instances, clocks)
}
