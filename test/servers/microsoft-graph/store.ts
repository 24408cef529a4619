import { createHash } from 'node:crypto'
import { DAY, type Day, dayNumber, dayOf, wallMs, wallOf } from '@/lib/calendar/day'
import { zoneOfTzid } from '@/lib/calendar/server/ical/tzid'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { GraphAttendee, GraphEvent, GraphTime } from '@/lib/connectors/microsoft/event'
import { daysOf } from './expand'
import { asHtml, instantOf, overlaps, timesOf } from './representation'

/** A reason for which Graph refuses a request: its status and code. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code)
  }
}

interface Exception {
  id: string
  /** The fields that were patched; others are those of the series. */
  own: GraphEvent
}

export interface StoredEvent {
  id: string
  fields: GraphEvent
  revision: number
  modified: string
  exceptions: Map<Day, Exception>
  deleted: Set<Day>
}

/** Maximum distance by which tests move occurrences, and maximum length of occurrences. */
const MAX_MOVE = 400 * DAY

/** The last day that is expanded. */
const END = '2075-01-01'

/**
 * The events of a calendar of the stub, with the rules of Graph and Exchange for series: a change of an occurrence is a change
 * of its series; writing the times of a series forgets its exceptions; a deleted occurrence is only missing.
 */
export class EventStore {
  revision = 0
  readonly events = new Map<string, StoredEvent>()
  /** Ids of deleted events, with the revision of their deletion. Deleted occurrences are nowhere. */
  readonly removed = new Map<string, number>()
  /** Ids that were created with a `transactionId`. */
  private readonly transactions = new Set<string>()
  /** Addresses to which Exchange has sent mail, by the reason. */
  readonly mails: { to: string; about: 'invitation' | 'update' | 'cancellation' | 'answer' }[] = []

  constructor(readonly owner: string) {}

  insert({ transactionId, ...body }: GraphEvent): GraphEvent {
    if (transactionId && this.transactions.has(transactionId))
      throw new Refused(409, 'ErrorDuplicateTransactionId')
    if (transactionId) this.transactions.add(transactionId)
    const id = `AAkALg${createHash('sha256').update(`${this.owner}${this.revision}`).digest('base64url')}=`
    const defaults = {
      ...{
        subject: '',
        showAs: 'busy',
        sensitivity: 'normal',
        categories: [],
        isOrganizer: true,
        isCancelled: false,
      },
      ...{ isReminderOn: true, reminderMinutesBeforeStart: 15, hideAttendees: false, isAllDay: false },
      organizer: { emailAddress: { address: this.owner, name: 'Owner' } },
      responseStatus: { response: 'organizer' },
    }
    const fields = {
      ...defaults,
      ...this.accepted(body, {}),
      iCalUId: `uid-${id}`,
      transactionId: transactionId ?? null,
    }
    const stored = { id, fields, revision: 0, modified: '', exceptions: new Map(), deleted: new Set<Day>() }
    this.events.set(id, stored)
    this.touch(stored)
    return this.get(id)
  }

  /** Returns an event, series or occurrence. */
  get(id: string): GraphEvent {
    const { stored, day } = this.find(id)
    return day ? this.instance(stored, day) : this.master(stored)
  }

  patch(id: string, body: GraphEvent, etag?: string): GraphEvent {
    const { stored, day } = this.find(id)
    this.requireEtag(stored, etag)
    if (day) this.patchInstance(stored, day, body)
    else {
      stored.fields = { ...stored.fields, ...this.accepted(body, stored.fields) }
      if (body.start || 'recurrence' in body) {
        stored.exceptions.clear()
        stored.deleted.clear()
      }
    }
    this.touch(stored)
    return this.get(id)
  }

  remove(id: string, etag?: string): void {
    const { stored, day } = this.find(id)
    this.requireEtag(stored, etag)
    const { isOrganizer, attendees = [] } = stored.fields
    if (isOrganizer) for (const entry of attendees) this.mail(addressIn(entry), 'cancellation')
    this.touch(stored)
    if (day) {
      stored.exceptions.delete(day)
      stored.deleted.add(day)
    } else {
      this.removed.set(id, this.revision)
      this.events.delete(id)
    }
  }

  answer(id: string, response: string, sendResponse: boolean): void {
    const { stored, day } = this.find(id)
    if (stored.fields.isOrganizer) throw new Refused(400, 'ErrorInvalidRequest')
    if (sendResponse) this.mail(stored.fields.organizer?.emailAddress?.address, 'answer')
    // Outlook removes what was declined.
    if (response === 'declined') {
      this.remove(id)
      return
    }
    const answered = { responseStatus: { response } }
    if (day) this.exceptionOf(stored, day).own = { ...this.exceptionOf(stored, day).own, ...answered }
    else stored.fields = { ...stored.fields, ...answered }
    this.touch(stored)
  }

  /** Returns the occurrences of a series that overlap a range of instants, as stubs or with all fields. */
  instances(stored: StoredEvent, from: number, to: number): GraphEvent[] {
    const [first, last] = [from - MAX_MOVE, to + MAX_MOVE].map((at) => dayOf(Math.floor(at / DAY)))
    return this.days(stored)
      .filter((day) => day >= first! && day <= last!)
      .map((day) => this.instance(stored, day))
      .filter((event) => overlaps(event, from, to))
  }

  /** Returns the days of the occurrences that exist. */
  days({ fields, deleted }: StoredEvent): Day[] {
    if (!fields.recurrence) return []
    return daysOf(fields.recurrence, END).filter((day) => !deleted.has(day))
  }

  master({ id, fields, revision, modified }: StoredEvent): GraphEvent {
    const { start, end } = fields
    return {
      ...fields,
      ...{ id, '@odata.etag': etagOf(revision), lastModifiedDateTime: modified, seriesMasterId: null },
      type: fields.recurrence ? 'seriesMaster' : 'singleInstance',
      ...timesOf(start!, end!, fields.isAllDay ?? false),
    }
  }

  occurrenceId(stored: StoredEvent, day: Day): string {
    return stored.exceptions.get(day)?.id ?? `${stored.id}_${day.replaceAll('-', '')}`
  }

  private instance(stored: StoredEvent, day: Day): GraphEvent {
    const { fields, exceptions, revision, modified } = stored
    const exception = exceptions.get(day)
    const {
      recurrence: _,
      singleValueExtendedProperties: __,
      iCalUId,
      transactionId: ___,
      ...series
    } = fields
    const moved = (time: GraphTime) => ({
      ...time,
      dateTime: wallOf(wallMs(time.dateTime!.slice(0, 19)) + shift),
    })
    const shift = (dayNumber(day) - dayNumber(fields.start!.dateTime!.slice(0, 10))) * DAY
    const [start, end] = [moved(fields.start!), moved(fields.end!)]
    const own = { ...series, start, end, ...exception?.own }
    return {
      ...own,
      ...{ iCalUId, id: this.occurrenceId(stored, day), seriesMasterId: stored.id },
      ...{ '@odata.etag': etagOf(revision), lastModifiedDateTime: modified },
      type: exception ? 'exception' : 'occurrence',
      originalStart: `${timesOf(start, end, fields.isAllDay ?? false).start.dateTime!.slice(0, 19)}Z`,
      ...timesOf(own.start!, own.end!, own.isAllDay ?? false),
    }
  }

  private patchInstance(stored: StoredEvent, day: Day, body: GraphEvent): void {
    if ('recurrence' in body) throw new Refused(400, 'ErrorRecurrenceHasNoOccurrence')
    const accepted = this.accepted(body, { ...stored.fields, ...stored.exceptions.get(day)?.own })
    if (body.start) this.requireBetweenNeighbors(stored, day, body.start)
    const exception = this.exceptionOf(stored, day)
    exception.own = { ...exception.own, ...accepted }
  }

  private exceptionOf(stored: StoredEvent, day: Day): Exception {
    const known = stored.exceptions.get(day)
    if (known) return known
    const exception = { id: this.occurrenceId(stored, day), own: {} }
    stored.exceptions.set(day, exception)
    return exception
  }

  private requireBetweenNeighbors(stored: StoredEvent, day: Day, start: GraphTime): void {
    const days = this.days(stored)
    const at = days.indexOf(day)
    const zone = zoneOfTzid(stored.fields.start!.timeZone!)!
    const dayIn = (time: GraphTime) => dayOf(Math.floor(wallAt(instantOf(time), zone) / DAY))
    const startOf = (each: Day | undefined) => {
      const own = each && stored.exceptions.get(each)?.own.start
      return own ? dayIn(own) : each
    }
    const [before, after] = [startOf(at > 0 ? days[at - 1] : undefined), startOf(days[at + 1])]
    const next = stored.fields.isAllDay ? start.dateTime!.slice(0, 10) : dayIn(start)
    if ((before && next <= before) || (after && next >= after))
      throw new Refused(400, 'ErrorOccurrenceCrossingBoundary')
  }

  /** Returns the fields that Exchange stores. It invites new attendees, and takes no answers. */
  private accepted(body: GraphEvent, known: GraphEvent): GraphEvent {
    const { attendees, start, end, body: description, singleValueExtendedProperties: added } = body
    const invited = new Map((known.attendees ?? []).map((entry) => [addressIn(entry), entry]))
    for (const entry of attendees ?? [])
      if (!invited.has(addressIn(entry))) this.mail(addressIn(entry), 'invitation')
    const properties = [...(known.singleValueExtendedProperties ?? [])]
      .filter(({ id }) => !added?.some((property) => property.id === id))
      .concat(added ?? [])
    return {
      ...body,
      ...(description && { body: { contentType: 'html', content: asHtml(description) } }),
      ...(start && { originalStartTimeZone: start.timeZone! }),
      ...(end && { originalEndTimeZone: end.timeZone! }),
      ...(properties.length && { singleValueExtendedProperties: properties }),
      ...(attendees && {
        attendees: attendees.map((entry) => ({
          ...entry,
          emailAddress: { name: addressIn(entry), ...entry.emailAddress },
          status: invited.get(addressIn(entry))?.status ?? { response: 'none' },
        })),
      }),
    }
  }

  has(id: string): boolean {
    return [...this.events.keys()].some((known) => id.startsWith(known))
  }

  /** Moves an event to another calendar, where it keeps its id. */
  move(id: string, to: EventStore): void {
    const stored = this.events.get(id)!
    this.events.delete(id)
    this.removed.set(id, ++this.revision)
    to.events.set(id, stored)
    to.touch(stored)
  }

  /** Marks an event as changed. */
  touch(stored: StoredEvent): void {
    stored.revision = ++this.revision
    stored.modified = new Date().toISOString()
  }

  private mail(to: string | undefined, about: (typeof this.mails)[number]['about']): void {
    if (to) this.mails.push({ to, about })
  }

  find(id: string): { stored: StoredEvent; day: Day | null } {
    const single = this.events.get(id)
    if (single) return { stored: single, day: null }
    for (const stored of this.events.values()) {
      if (!id.startsWith(stored.id)) continue
      const day = this.days(stored).find((each) => this.occurrenceId(stored, each) === id)
      if (day) return { stored, day }
    }
    throw /^AAkALg/.test(id)
      ? new Refused(404, 'ErrorItemNotFound')
      : new Refused(400, 'ErrorInvalidIdMalformed')
  }

  private requireEtag({ revision }: StoredEvent, etag: string | undefined): void {
    if (etag !== undefined && etag !== etagOf(revision)) throw new Refused(412, 'ErrorIrresolvableConflict')
  }
}

export function etagOf(revision: number): string {
  return `W/"${createHash('sha256').update(String(revision)).digest('base64').slice(0, 24)}"`
}

function addressIn({ emailAddress }: GraphAttendee): string {
  return emailAddress!.address!.toLowerCase()
}
