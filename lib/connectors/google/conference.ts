import type { GoogleEntryPoint, GoogleEvent } from './event'

/** The property in which Google's iCalendar files name a conference. */
const NAME = 'x-google-conference'

/**
 * Returns how to join the conference of an event as jCal properties, which the details of the event show as links
 * (lib/calendar/links.ts): its video link, phone numbers, further instructions.
 */
export function toConference({ hangoutLink, conferenceData }: GoogleEvent): unknown[] {
  const links = new Map<string, string>()
  for (const entry of conferenceData?.entryPoints ?? []) {
    if (entry.uri && !links.has(entry.uri)) links.set(entry.uri, labelOf(entry))
  }
  if (hangoutLink && !links.has(hangoutLink)) links.set(hangoutLink, '')
  return [...links].map(([uri, label]) => [NAME, label ? { label } : {}, 'unknown', uri])
}

/** Returns the conference among jCal properties in Google's form, as it is read. Kinday never writes it. */
export function fromConference(properties: readonly unknown[]): Pick<GoogleEvent, 'conferenceData'> {
  const entryPoints = properties.flatMap((property): GoogleEntryPoint[] => {
    if (!Array.isArray(property) || property[0] !== NAME || typeof property[3] !== 'string') return []
    const { label } = Object(property[1])
    return property[3] ? [{ uri: property[3], ...(typeof label === 'string' && { label }) }] : []
  })
  return entryPoints.length ? { conferenceData: { entryPoints } } : {}
}

/** Returns the text of a link that does not say what it is: a phone number with its PIN. */
function labelOf({ uri, label, pin, entryPointType }: GoogleEntryPoint): string {
  if (entryPointType === 'video' || label === uri?.replace(/^https?:\/\//, '')) return ''
  return [label, pin && `PIN: ${pin}`].filter(Boolean).join(', ').slice(0, 200)
}
