import type { CalendarObject } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { GoogleAttendee, GoogleEvent, GoogleObject, GoogleTime } from './event'
import { toAttendees, toFields, UID_KEY } from './fields'
import { fromCalendarObject, instanceBody, instanceId } from './from-object'
import { isSameTime, toRecurrenceId, toSpan } from './times'
import { toCalendarObject } from './to-object'

/** A request that changes an event or instance of Google. */
export type GoogleWrite =
  | { method: 'insert'; body: GoogleEvent }
  | { method: 'patch'; id: string; body: GoogleEvent }
  | { method: 'delete'; id: string }

/**
 * Returns the next requests that make a Google event equal to a calendar object; none if it is. A series that changes
 * its times takes two rounds: first the series, then its instances. Only fields that differ are sent, so that everything
 * else at Google stays.
 * @param current the event as Google has it; null to create it
 */
export function toWrites(
  current: GoogleObject | null,
  object: CalendarObject,
  { id: rootId, uid, calendarZone }: { id: string; uid: string; calendarZone: Zone },
): GoogleWrite[] {
  const next = fromCalendarObject(object, calendarZone)
  const known = current && toCalendarObject(current, calendarZone)
  const before = known && fromCalendarObject(known, calendarZone)
  const instances = new Map((current?.instances ?? []).map((instance) => [instance.id!, instance]))
  const writes: GoogleWrite[] = []
  if (before) {
    const body = changedBody(before.root, next.root, current!.root)
    if (Object.keys(body).length) writes.push({ method: 'patch', id: rootId, body })
    // Google then keeps or deletes instances by rules of its own, so they are written once they have been read again.
    if (body.start || 'recurrence' in body) return writes
  } else writes.push({ method: 'insert', body: newBody(rootId, uid, next.root) })

  const overridden = new Map(next.overridden.map((id) => [instanceId(rootId, id, next.span), id]))
  for (const [id, recurrenceId] of overridden) {
    const instance = instances.get(id)
    const isThere = instance && instance.status !== 'cancelled'
    const from = isThere ? asWritten(instance, calendarZone) : {}
    const body = changedBody(from, next.occurrence(recurrenceId), instance)
    if (Object.keys(body).length) writes.push({ method: 'patch', id, body })
  }
  for (const [id, instance] of instances) {
    const recurrenceId = toRecurrenceId(instance.originalStartTime, next.span)
    if (overridden.has(id) || !recurrenceId) continue
    const isThere = instance.status !== 'cancelled'
    // EXDATE does not delete an instance that has fields of its own.
    if (next.excluded.has(recurrenceId)) {
      if (isThere) writes.push({ method: 'delete', id })
    } else if (instanceId(rootId, recurrenceId, next.span) === id) {
      const from = isThere ? asWritten(instance, calendarZone) : {}
      const body = changedBody(from, next.occurrence(recurrenceId), instance)
      if (Object.keys(body).length) writes.push({ method: 'patch', id, body })
    }
  }
  return writes
}

/** Returns an instance as Kinday would write it, to compare it with what it should be. */
function asWritten(instance: GoogleEvent, calendarZone: Zone): GoogleEvent {
  const span = toSpan(instance, calendarZone)
  const body = span && { ...toFields(instance), span, attendees: toAttendees(instance.attendees) }
  return body ? instanceBody(body, calendarZone) : {}
}

/** Fields that are written as a whole. */
const COMPARED = [
  'summary',
  'description',
  'location',
  'colorId',
  'status',
  'transparency',
  'visibility',
  'guestsCanSeeOtherGuests',
  'recurrence',
] as const

/** Returns the body of a patch with the fields that differ. @param raw the event as Google has it, with unknown fields */
function changedBody(before: GoogleEvent, next: GoogleEvent, raw: GoogleEvent | undefined): GoogleEvent {
  const body: Record<string, unknown> = {}
  for (const field of COMPARED) if (!isEqual(before[field], next[field])) body[field] = next[field] ?? null
  if (!hasSameTimes(before, next)) {
    // A patch merges objects, so the other type of time is removed.
    Object.assign(body, { start: withoutOtherType(next.start!), end: withoutOtherType(next.end!) })
  }
  const properties = changedProperties(before, next)
  if (properties) body.extendedProperties = { private: properties }
  if (!isEqual(before.attendees?.map(unnamed), next.attendees?.map(unnamed)) && !raw?.attendeesOmitted)
    body.attendees = withKnownFields(next.attendees ?? [], raw?.attendees ?? [])
  return body as GoogleEvent
}

/** The zone of a series decides when it recurs; that of an instance does not, and Google may change it. */
function hasSameTimes(before: GoogleEvent, next: GoogleEvent): boolean {
  if (isEqual([before.start, before.end], [next.start, next.end])) return true
  const [from, to] = [before, next].map((event) => toSpan(event, 'UTC'))
  return !next.recurrence && Boolean(from && to && isSameTime(from, to))
}

function withoutOtherType(time: GoogleTime): GoogleTime {
  return time.date ? { ...time, dateTime: null, timeZone: null } : { ...time, date: null }
}

function changedProperties(before: GoogleEvent, next: GoogleEvent): Record<string, string> | null {
  const [from, to] = [before, next].map((event) => event.extendedProperties?.private ?? {})
  const keys = Object.keys(to!).filter((key) => from![key] !== to![key])
  return keys.length ? Object.fromEntries(keys.map((key) => [key, to![key]!])) : null
}

/** Google shows accounts by the names of their profiles, so names are written but not compared. */
function unnamed({ displayName: _, ...entry }: GoogleAttendee): GoogleAttendee {
  return entry
}

/** Returns attendees with the fields that Google has for each, and with those that are not people, such as rooms. */
function withKnownFields(
  attendees: readonly GoogleAttendee[],
  known: readonly GoogleAttendee[],
): GoogleAttendee[] {
  const byAddress = new Map(known.map((entry) => [entry.email?.toLowerCase(), entry]))
  return [
    ...attendees.map((entry) => ({ ...byAddress.get(entry.email), ...entry })),
    ...known.filter(({ resource }) => resource),
  ]
}

/** Returns the body of a new event. Google allows either an id or a UID: the id makes a repeated insert harmless. */
function newBody(id: string, uid: string, { extendedProperties, ...body }: GoogleEvent): GoogleEvent {
  const own = { ...extendedProperties?.private, [UID_KEY]: uid }
  const fields = Object.entries(body).filter(([, value]) => value !== null)
  return {
    id,
    ...Object.fromEntries(fields),
    extendedProperties: { private: Object.fromEntries(Object.entries(own).filter(([, value]) => value)) },
  }
}
