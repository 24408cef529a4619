/** The property (jCal) of an event of which Google has returned a part of the guests only. */
export const OMITTED_GUESTS = 'x-google-attendees-omitted'

/** Returns whether the guest list of an event is incomplete, by its unknown properties. */
export function hasOmittedGuests(properties: readonly unknown[]): boolean {
  return properties.some((property) => Array.isArray(property) && property[0] === OMITTED_GUESTS)
}
