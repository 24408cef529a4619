import type { OwnFields } from './event'

/** Identifies the named properties of Kinday among those of all programs. */
const NAMESPACE = 'a7c1e0b4-5f1d-4f0e-9c57-2d1b8a3f6e92'

/** The property with {@link OwnFields}. */
export const FIELDS_ID = `String {${NAMESPACE}} Name KindayFields`
/** The property with the id that Kinday has derived for an event it has created. */
export const CREATED_AS_ID = `String {${NAMESPACE}} Name KindayId`

/** The parameter that adds the properties of Kinday to events. */
export const WITH_PROPERTIES = `$expand=${encodeURIComponent(
  `singleValueExtendedProperties($filter=id eq '${FIELDS_ID}' or id eq '${CREATED_AS_ID}')`,
)}`

/** The parameter that finds the event that was created with an id. */
export function createdAsFilter(id: string): string {
  const value = id.replaceAll("'", "''")
  return `$filter=${encodeURIComponent(
    `singleValueExtendedProperties/any(ep: ep/id eq '${CREATED_AS_ID}' and ep/value eq '${value}')`,
  )}`
}

/** Parses the property; undefined if it is missing or was damaged. */
export function parseOwnFields(text: string | undefined): OwnFields | undefined {
  try {
    const value = text === undefined ? undefined : JSON.parse(text)
    return value && typeof value === 'object' && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Returns the fields without those that are undefined. */
export function withoutUndefined(fields: OwnFields): OwnFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
