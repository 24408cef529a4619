import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { RemoteState } from '@/lib/calendar/server/remote'
import { toStorable } from '@/lib/schemas/to-storable'
import { type Categories, coloredBy } from './colors'
import type { GraphEvent, KnownEvent } from './event'
import { CREATED_AS_ID, FIELDS_ID, parseOwnFields } from './own-fields'

/** The state of an event: the event or series as Graph has it, and the occurrences that differ from it. */
export interface MicrosoftState extends RemoteState {
  root: KnownEvent
  exceptions: Record<RecurrenceId, KnownEvent>
  /** Deleted occurrences, sorted. Graph does not list them: they are missing among the instances. */
  deleted: RecurrenceId[]
  /** Address of the mailbox that contains the calendar; null if unknown. */
  owner: string | null
}

/** Returns the state of an event that does not exist. */
export function missingState(id: string): MicrosoftState {
  return { root: { id }, exceptions: {}, deleted: [], owner: null }
}

/**
 * Returns an event as Graph has sent it, with Kinday's own fields, and without characters that the database cannot store. The
 * annotations of OData depend on the request, so that the same event would look changed in the answer to another one.
 */
export function toKnownEvent(raw: unknown, categories: Categories): KnownEvent {
  const { singleValueExtendedProperties, ...fields } = toStorable(raw) as GraphEvent
  const event: GraphEvent = Object.fromEntries(
    Object.entries(fields).filter(([name]) => name === '@odata.etag' || !name.includes('@odata.')),
  )
  const own = parseOwnFields(propertyIn(singleValueExtendedProperties, FIELDS_ID))
  const color = coloredBy(event.categories, categories)
  return { ...event, ...(own && { own }), ...(color && { coloredBy: color }) }
}

/** Returns the id with which Kinday has created an event, if it has. */
export function createdAs({ singleValueExtendedProperties }: GraphEvent): string | undefined {
  return propertyIn(singleValueExtendedProperties, CREATED_AS_ID)
}

/** Graph may return ids of properties in other letters. */
function propertyIn(properties: GraphEvent['singleValueExtendedProperties'], id: string): string | undefined {
  const found = properties?.find((property) => property.id.toLowerCase() === id.toLowerCase())
  return typeof found?.value === 'string' ? found.value : undefined
}

/** Exceptions without own fields of Kinday have those of their series. */
export function withInherited(exception: KnownEvent, { own, customZone }: KnownEvent): KnownEvent {
  const inherited = { ...(own && !exception.own && { own }), ...(customZone && { customZone }) }
  return { ...exception, ...inherited }
}
