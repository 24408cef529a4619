import type { GoogleEntryPoint, GoogleEvent } from './event'

/** The property in which Google's iCalendar files name a conference. */
const NAME = 'x-google-conference'

/**
 * Returns the ways to join the conference of an event as jCal properties: its video link (FEATURE of RFC 7986 §6.3),
 * phone numbers, further instructions. The details of the event show them as links (lib/calendar/links.ts).
 */
export function toConference({ hangoutLink, conferenceData }: GoogleEvent): unknown[] {
  const video = hangoutLink ? [{ uri: hangoutLink }] : []
  const entries = [...(conferenceData?.entryPoints ?? []), ...video].filter(({ uri }) => uri)
  const links = new Map(entries.toReversed().map((entry) => [entry.uri!, parametersOf(entry)]))
  return [...links].map(([uri, parameters]) => [NAME, parameters, 'unknown', uri])
}

/** Converts the conference among jCal properties back to Google's form, for projections. Kinday never writes it. */
export function fromConference(properties: readonly unknown[]): Pick<GoogleEvent, 'conferenceData'> {
  const entryPoints = properties.flatMap((property): GoogleEntryPoint[] => {
    if (!Array.isArray(property) || property[0] !== NAME || typeof property[3] !== 'string') return []
    const { label, feature } = Object(property[1])
    const entryPointType = String(feature ?? 'video').replace(/^x-/, '')
    return property[3]
      ? [{ uri: property[3], entryPointType, ...(typeof label === 'string' && { label }) }]
      : []
  })
  return entryPoints.length ? { conferenceData: { entryPoints } } : {}
}

/** A video link shows its address; others need a text: a phone number with its PIN, the host of the instructions. */
function parametersOf({ uri, label, pin, entryPointType }: GoogleEntryPoint): Record<string, string> {
  const type = entryPointType ?? (label ? 'more' : 'video')
  if (type === 'video') return { feature: type }
  const feature = type === 'phone' ? type : `x-${type}`
  const text = label ?? uri!.replace(/^\w+:(\/\/)?|\?.*$/g, '')
  return { feature, label: [text, pin && `PIN: ${pin}`].filter(Boolean).join(', ').slice(0, 200) }
}
