import type { CalendarObject } from '@/lib/calendar/event'
import { isEqual } from '@/lib/calendar/is-equal'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { Zone } from '@/lib/calendar/zones/zone'
import { instanceReminders, remindersBody, type WrittenAlarms } from './alarms'
import { toAttendees } from './attendees'
import type { GoogleEvent, GoogleObject } from './event'
import { toFields } from './fields'
import {
  fromCalendarObject,
  instanceBody,
  instanceId,
  originalStart,
  type WrittenObject,
} from './from-object'
import { changedBody } from './patch-body'
import { UID_KEY } from './properties'
import { exclusionsOf, unreadableLines } from './recurrence'
import { toRecurrenceId, toSpan } from './times'
import { toCalendarObject } from './to-object'

/** A request that changes an event or instance of Google. */
export type GoogleWrite =
  | { method: 'insert'; body: GoogleEvent }
  | { method: 'patch'; id: string; body: GoogleEvent }
  /** `instance`: the instance as Google lists it once it is deleted. */
  | { method: 'delete'; id: string; instance?: GoogleEvent }

/** The parameters of the writes of an object, besides its content. */
export interface WriteContext extends WrittenAlarms {
  /** Id of the event at Google. */
  id: string
  uid: string
  calendarZone: Zone
}

/**
 * Returns the next requests that make a Google event equal to a calendar object; none if they are equal. A series that
 * changes its times takes two rounds: first the series, then its instances. Only fields that differ are sent, so that
 * everything else at Google stays.
 * @param current the event as Google has it; null to create it
 */
export function toWrites(
  current: GoogleObject | null,
  object: CalendarObject,
  context: WriteContext,
): GoogleWrite[] {
  const next = fromCalendarObject(object, context.calendarZone)
  if (!current) {
    const { occurrence: plain } = fromCalendarObject({ ...object, overrides: {} }, context.calendarZone)
    const body = { ...newBody(context, next.root), ...remindersBody({}, context.alarms) }
    const instances = [...new Set([...next.overridden, ...ownAlarmIds(next, context)])].map(
      (id): GoogleWrite => {
        const changes = changedBody(plain(id), next.occurrence(id), next.root)
        const reminders = instanceReminders(body, undefined, id, context)
        return {
          method: 'patch',
          id: instanceId(context.id, id, next.span),
          body: { ...changes, ...reminders },
        }
      },
    )
    return [{ method: 'insert' as const, body }, ...instances].filter(isChange)
  }
  const known = toCalendarObject(current, context.calendarZone)
  const before = known && fromCalendarObject(known, context.calendarZone)
  const body = seriesBody(before, next, current.root, context)
  const reminders = remindersBody(current.root, context.alarms)
  // Google then keeps or deletes instances by rules of its own, so they are written once they have been read again, and
  // with them the reminders of the series, which most of them follow.
  const isLater = current.instances.length > 0 || Object.keys(context.occurrenceAlarms ?? {}).length > 0
  if (body.start || 'recurrence' in body)
    return [{ method: 'patch', id: context.id, body: isLater ? body : { ...body, ...reminders } }]
  const write: GoogleWrite = { method: 'patch', id: context.id, body: { ...body, ...reminders } }
  return [write, ...instanceWrites(current, before!, next, context)].filter(isChange)
}

/** Returns the patch of a single event or series, without its reminders. */
function seriesBody(
  before: WrittenObject | null,
  next: WrittenObject,
  root: GoogleEvent,
  { calendarZone }: WriteContext,
): GoogleEvent {
  const body = changedBody(before?.root ?? {}, next.root, root)
  const isSeries = root.recurrence?.length && next.root.recurrence
  if (!before || !isSeries) return body
  const excluded = exclusionsOf(root, calendarZone)
  // An EXDATE without effect may exclude an occurrence at the new times.
  if (body.start && excluded.some((id) => !before.excluded.has(id)))
    return { ...body, recurrence: [...next.root.recurrence!, ...unreadableLines(root)] }
  if (body.start || !isEqual(before.rules, next.rules)) return body
  // Occurrences are deleted as instances. EXDATE lines keep only the exclusions that they contained before.
  const { recurrence: _, ...others } = body
  const kept = excluded.filter((id) => next.excluded.has(id) || !before.excluded.has(id))
  return kept.length === excluded.length
    ? others
    : { ...others, recurrence: [...next.recurrenceWith(kept)!, ...unreadableLines(root)] }
}

/** Returns the requests that change, restore and delete instances of a series whose own times are already written. */
function instanceWrites(
  { root, instances }: GoogleObject,
  before: WrittenObject,
  next: WrittenObject,
  context: WriteContext,
): GoogleWrite[] {
  const { id: rootId, calendarZone } = context
  const known = new Map(instances.map((instance) => [instance.id!, instance]))
  const excludedByLine = new Set(exclusionsOf(root, calendarZone))
  const ids = new Map(
    [...next.overridden, ...next.excluded, ...ownAlarmIds(next, context)].map((id) => [
      instanceId(rootId, id, next.span),
      id,
    ]),
  )
  for (const [id, { originalStartTime }] of known) {
    const recurrenceId = toRecurrenceId(originalStartTime, next.span)
    if (recurrenceId && instanceId(rootId, recurrenceId, next.span) === id) ids.set(id, recurrenceId)
  }
  return [...ids].flatMap(([id, recurrenceId]): GoogleWrite[] => {
    const instance = known.get(id)
    const isDeleted = instance?.status === 'cancelled'
    if (next.excluded.has(recurrenceId)) {
      // EXDATE does not delete an instance that has fields of its own.
      const exists = instance || (next.isGenerated(recurrenceId) && !excludedByLine.has(recurrenceId))
      const at = originalStart(recurrenceId, next.span)
      const deleted = {
        id,
        recurringEventId: rootId,
        originalStartTime: at!,
        ...instance,
        status: 'cancelled',
      }
      return exists && !isDeleted ? [{ method: 'delete', id, instance: deleted }] : []
    }
    const from = isDeleted
      ? {}
      : instance
        ? asWritten(instance, calendarZone)
        : before.occurrence(recurrenceId)
    const body = changedBody(from, next.occurrence(recurrenceId), (!isDeleted && instance) || root)
    const reminders = instanceReminders(root, isDeleted ? undefined : instance, recurrenceId, context)
    return [{ method: 'patch', id, body: { ...body, ...reminders } }]
  })
}

/** Returns the occurrences with reminders of their own that exist at Google. */
function ownAlarmIds(next: WrittenObject, { occurrenceAlarms = {} }: WriteContext): RecurrenceId[] {
  return Object.keys(occurrenceAlarms).filter((id) => next.isGenerated(id) && !next.excluded.has(id))
}

function isChange(write: GoogleWrite): boolean {
  return write.method !== 'patch' || Object.keys(write.body).length > 0
}

/** Returns an instance as Kinday would write it, to compare it with what it should be. */
function asWritten(instance: GoogleEvent, calendarZone: Zone): GoogleEvent {
  const span = toSpan(instance, calendarZone)
  const body = span && { ...toFields(instance), span, attendees: toAttendees(instance.attendees) }
  return body ? instanceBody(body, calendarZone) : {}
}

/** Returns the body of a new event. Google allows either an id or a UID: the id makes a repeated insert harmless. */
function newBody(
  { id, uid }: WriteContext,
  { extendedProperties, conferenceData: _, attachments: __, attendeesOmitted: ___, ...body }: GoogleEvent,
): GoogleEvent {
  const own = { ...extendedProperties?.private, [UID_KEY]: uid }
  const fields = Object.entries(body).filter(([, value]) => value !== null)
  return {
    id,
    ...Object.fromEntries(fields),
    extendedProperties: { private: Object.fromEntries(Object.entries(own).filter(([, value]) => value)) },
  }
}
