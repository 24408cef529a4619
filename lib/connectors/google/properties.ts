import type { GoogleEvent } from './event'

/** The private extended properties in which Kinday stores what Google has no field for. */
export const KIND_KEY = 'kindayKind'
export const UID_KEY = 'kindayUid'
export const URL_KEY = 'kindayUrl'
export const COLOR_KEY = 'kindayColor'
export const DONE_KEY = 'kindayDone'
export const STATUS_KEY = 'kindayStatus'
export const BUSY_KEY = 'kindayBusy'

/** Google's limit of a value. */
const MAX_VALUE_LENGTH = 1024

/** Returns a value that may be longer than Google stores, as two properties. */
export function longProperty(key: string, value: string): Record<string, string> {
  return { [key]: value.slice(0, MAX_VALUE_LENGTH), [`${key}2`]: value.slice(MAX_VALUE_LENGTH) }
}

/** Returns a value that was written by {@link longProperty}; undefined if it never was. */
export function readLongProperty(own: Record<string, string>, key: string): string | undefined {
  return own[key] === undefined ? undefined : own[key] + (own[`${key}2`] ?? '')
}

/** Returns the private properties that Kinday changes; null if none. */
export function changedProperties(before: GoogleEvent, next: GoogleEvent): Record<string, string> | null {
  const [from, to] = [before, next].map((event) => event.extendedProperties?.private ?? {})
  const keys = Object.keys(to!).filter((key) => from![key] !== to![key])
  return keys.length ? Object.fromEntries(keys.map((key) => [key, to![key]!])) : null
}
