import { createHash, randomBytes } from 'node:crypto'
import { wallOf } from '@/lib/calendar/day'
import { wallOfId } from '@/lib/calendar/series/recurrence'
import { slotsBetween } from '@/lib/calendar/series/slots'
import { instantAt, wallAt } from '@/lib/calendar/zones/wall-time'
import type { GoogleEvent, GoogleTime } from '@/lib/connectors/google/event'
import { mergePatch } from './merge-patch'

/** An instance of a series that differs from it. */
interface StoredInstance {
  at: GoogleTime
  /** All its fields; null if it is like the series. */
  own: GoogleEvent | null
  revision: number
}

interface StoredEvent {
  event: GoogleEvent
  revision: number
  instances: Map<string, StoredInstance>
}

/** An event or instance that has changed. */
interface Change {
  revision: number
  uid: string
  read(): GoogleEvent
}

/** A reason for which the store refuses a request, as HTTP status. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
  ) {
    super(reason)
  }
}

/**
 * The events of a calendar of the stub, with the rules of Calendar API v3 for patches, instances, deletions, etags and
 * sync tokens. Sync tokens and etags are revisions.
 */
export class CalendarStore {
  revision = 0
  /** Sync tokens of lower revisions have expired. */
  oldestToken = 0
  /** Whether deleted events are listed with all their fields, as for the organizer; others get the id only. */
  keepsDetails = false
  readonly events = new Map<string, StoredEvent>()

  constructor(readonly timeZone: string) {}

  insert(body: GoogleEvent): GoogleEvent {
    const id = body.id ?? randomBytes(13).toString('hex')
    if (!/^[a-v0-9]{5,1024}$/.test(id)) throw new Refused(400, 'invalid id')
    if (this.events.has(id)) throw new Refused(409, 'duplicate')
    requireValid(body)
    const event = {
      status: 'confirmed',
      eventType: 'default',
      sequence: 0,
      ...withoutNulls(body),
      ...{ id, iCalUID: body.iCalUID ?? `${id}@google.com`, updated: new Date().toISOString() },
    }
    this.events.set(id, { event, revision: ++this.revision, instances: new Map() })
    return this.get(id)
  }

  get(id: string): GoogleEvent {
    const { stored, instance } = this.find(id)
    return instance ? this.instanceOf(stored, id, instance) : withEtag(stored.event, stored.revision)
  }

  /** @param etag value of If-Match */
  patch(id: string, body: GoogleEvent, etag?: string): GoogleEvent {
    const { stored, instance } = this.find(id)
    if (!instance) {
      this.requireEtag(stored.revision, etag)
      const event = patched(stored.event, body)
      requireValid(event)
      stored.event = { ...event, sequence: (event.sequence ?? 0) + 1, updated: new Date().toISOString() }
      stored.revision = ++this.revision
      // Google does not list instances as deleted that a changed series no longer has.
      for (const at of stored.instances.keys()) if (!this.hasInstance(stored, at)) stored.instances.delete(at)
      return this.get(id)
    }
    this.requireEtag(instance.revision, etag)
    const known = this.instanceOf(stored, id, instance)
    const { etag: _, ...merged } = patched(known, body)
    requireValid(merged)
    stored.instances.set(id, { at: instance.at, own: merged, revision: ++this.revision })
    return this.get(id)
  }

  delete(id: string, etag?: string): void {
    const { stored, instance } = this.find(id)
    this.requireEtag(instance ? instance.revision : stored.revision, etag)
    if (stored.event.status === 'cancelled' || instance?.own?.status === 'cancelled')
      throw new Refused(410, 'deleted')
    if (instance) {
      const own = { ...instance.own, status: 'cancelled' }
      stored.instances.set(id, { ...instance, own, revision: ++this.revision })
    } else {
      stored.event = { ...stored.event, status: 'cancelled' }
      stored.revision = ++this.revision
      stored.instances.clear()
    }
  }

  /** Returns the events and instances that changed after a revision, oldest change first. */
  changedSince(revision: number): Change[] {
    return [...this.events.values()]
      .flatMap((stored): Change[] => {
        const uid = stored.event.iCalUID!
        return [
          { revision: stored.revision, uid, read: () => this.listed(stored) },
          ...[...stored.instances].map(([id, instance]) => ({
            ...{ revision: instance.revision, uid },
            read: () => this.listedInstance(stored, id, instance),
          })),
        ]
      })
      .filter((change) => change.revision > revision)
      .sort((a, b) => a.revision - b.revision)
  }

  /** Forgets all deleted events but the last ones. */
  forgetDeleted(kept: number): void {
    const deleted = [...this.events].filter(([, { event }]) => event.status === 'cancelled')
    deleted.sort(([, a], [, b]) => b.revision - a.revision)
    for (const [id] of deleted.slice(kept)) this.events.delete(id)
  }

  /** Returns the instances of a series that differ from it, deleted ones included. */
  exceptionsOf(id: string): GoogleEvent[] {
    const { stored } = this.find(id)
    return [...stored.instances].map(([at, instance]) => this.listedInstance(stored, at, instance))
  }

  private find(id: string): { stored: StoredEvent; instance: StoredInstance | null } {
    const own = this.events.get(id)
    if (own) return { stored: own, instance: null }
    const root = id.slice(0, id.lastIndexOf('_'))
    const stored = this.events.get(root)
    if (!stored || stored.event.status === 'cancelled') throw new Refused(404, 'notFound')
    const instance = stored.instances.get(id)
    if (instance) return { stored, instance }
    if (!this.hasInstance(stored, id)) throw new Refused(404, 'notFound')
    return { stored, instance: { at: originalTime(stored.event, id), own: null, revision: stored.revision } }
  }

  private requireEtag(revision: number, etag: string | undefined): void {
    if (etag !== undefined && etag !== etagOf(revision)) throw new Refused(412, 'conditionNotMet')
  }

  private listed({ event, revision }: StoredEvent): GoogleEvent {
    return event.status === 'cancelled' && !this.keepsDetails
      ? { id: event.id!, status: 'cancelled', etag: etagOf(revision) }
      : withEtag(event, revision)
  }

  private listedInstance(stored: StoredEvent, id: string, instance: StoredInstance): GoogleEvent {
    if (instance.own?.status !== 'cancelled') return this.instanceOf(stored, id, instance)
    return {
      ...{ id, recurringEventId: stored.event.id!, originalStartTime: instance.at, status: 'cancelled' },
      etag: etagOf(instance.revision),
    }
  }

  private instanceOf(stored: StoredEvent, id: string, { at, own, revision }: StoredInstance): GoogleEvent {
    const { recurrence: _, ...series } = stored.event
    return withEtag(
      {
        ...(own ?? { ...series, ...timesAt(stored.event, at) }),
        ...{ id, recurringEventId: stored.event.id!, originalStartTime: at },
      },
      revision,
    )
  }

  private hasInstance({ event }: StoredEvent, id: string): boolean {
    const lines = event.recurrence ?? []
    const { start } = event
    if (!lines.length || !start) return false
    const at = originalTime(event, id)
    if (Boolean(at.date) !== Boolean(start.date)) return false
    const wall = at.date ? Date.parse(`${at.date}T00:00:00Z`) : wallOfId(localWall(at, start.timeZone!))
    const values = (name: string) =>
      lines.filter((line) => line.startsWith(name)).map((line) => line.slice(line.indexOf(':') + 1))
    const recurrence = {
      rules: values('RRULE'),
      exclusions: [],
      dates: values('RDATE').flatMap((list) => list.split(',').map((date) => dateOf(date, start))),
    }
    const span = start.date
      ? { type: 'all-day' as const, start: start.date, end: event.end!.date! }
      : {
          ...{ type: 'timed' as const, startZone: start.timeZone!, endZone: start.timeZone! },
          start: localWall(start, start.timeZone!),
          end: localWall(event.end!, start.timeZone!),
        }
    return slotsBetween({ span, recurrence, overrides: {} }, wall, wall + 1, 1).length > 0
  }
}

/** Returns the start and end of an unchanged instance, which is as long as the first one of its series. */
function timesAt({ start, end }: GoogleEvent, at: GoogleTime): Pick<GoogleEvent, 'start' | 'end'> {
  if (at.date) {
    const days = Date.parse(end!.date!) - Date.parse(start!.date!)
    return {
      start: { date: at.date },
      end: { date: new Date(Date.parse(at.date) + days).toISOString().slice(0, 10) },
    }
  }
  const length =
    Date.parse(`${localWall(end!, start!.timeZone!)}Z`) -
    Date.parse(`${localWall(start!, start!.timeZone!)}Z`)
  const from = Date.parse(`${localWall(at, start!.timeZone!)}Z`)
  const zoned = (wall: number) => ({ dateTime: wallOf(wall), timeZone: start!.timeZone! })
  return { start: zoned(from), end: zoned(from + length) }
}

/** Returns the original start of an instance by its id: `<series>_20260102` or `<series>_20260102T090000Z`. */
function originalTime({ start }: GoogleEvent, id: string): GoogleTime {
  const stamp = id.slice(id.lastIndexOf('_') + 1)
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?$/.exec(stamp) ?? []
  if (!year) throw new Refused(404, 'notFound')
  if (!hour) return { date: `${year}-${month}-${day}` }
  const instant = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  const timeZone = start?.timeZone ?? 'UTC'
  return { dateTime: wallOf(wallAt(instant, timeZone)), timeZone }
}

/** Returns the wall time of a time in a zone. */
function localWall({ dateTime, timeZone }: GoogleTime, zone: string): string {
  const wall = dateTime!.slice(0, 19)
  const offset = dateTime!.slice(19)
  if (offset) return wallOf(wallAt(Date.parse(dateTime!), zone))
  return timeZone && timeZone !== zone ? wallOf(wallAt(instantAt(wallOfId(wall), timeZone), zone)) : wall
}

/** Returns an RDATE as recurrence id. */
function dateOf(value: string, start: GoogleTime): string {
  const [, year, month, day, hour, minute, second, zulu] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(value)!
  if (!hour) return `${year}-${month}-${day}`
  return localWall(
    { dateTime: `${year}-${month}-${day}T${hour}:${minute}:${second}${zulu}` },
    start.timeZone ?? 'UTC',
  )
}

/** Google refuses events without times, of mixed types, series without a zone, and two kinds of reminders at once. */
function requireValid({ start, end, recurrence, reminders }: GoogleEvent): void {
  if (!start || !end) throw new Refused(400, 'required')
  if (Boolean(start.date) !== Boolean(end.date) || Boolean(start.date) === Boolean(start.dateTime))
    throw new Refused(400, 'invalid time')
  if (start.dateTime && recurrence?.length && !start.timeZone) throw new Refused(400, 'timeZone required')
  for (const line of recurrence ?? [])
    if (!/^(RRULE|RDATE|EXDATE|EXRULE)[:;]/.test(line)) throw new Refused(400, 'invalid recurrence')
  if (reminders?.useDefault && reminders.overrides?.length)
    throw new Refused(400, 'cannotUseDefaultRemindersAndSpecifyOverride')
}

/** Applies a patch. With `attendeesOmitted`, it changes the answers of the given attendees only. */
function patched(event: GoogleEvent, { attendeesOmitted, ...body }: GoogleEvent): GoogleEvent {
  if (!attendeesOmitted || !body.attendees) return mergePatch(event, body) as GoogleEvent
  const given = new Map(body.attendees.map((entry) => [entry.email, entry]))
  const attendees = (event.attendees ?? []).map((entry) => ({ ...entry, ...given.get(entry.email) }))
  return mergePatch(event, { ...body, attendees }) as GoogleEvent
}

function withEtag(event: GoogleEvent, revision: number): GoogleEvent {
  return { ...event, etag: etagOf(revision) }
}

function withoutNulls(event: GoogleEvent): GoogleEvent {
  return mergePatch({}, event) as GoogleEvent
}

export function etagOf(revision: number): string {
  return `"${createHash('sha256').update(String(revision)).digest('hex').slice(0, 16)}"`
}
