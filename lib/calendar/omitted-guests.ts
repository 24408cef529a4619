/** The jCal property of an event whose guest list Google has returned only in part. */
export const OMITTED_GUESTS = 'x-google-attendees-omitted'

/** Returns whether the guest list of an event is incomplete, by its unknown properties. */
export function hasOmittedGuests(properties: readonly unknown[]): boolean {
  return properties.some((property) => Array.isArray(property) && property[0] === OMITTED_GUESTS)
}
