import type { CalendarObject } from '@/lib/calendar/event'
import { type AnsweredParticipant, everyoneIn, personKey } from '@/lib/calendar/participant'

/** The connection's user, with the addresses by which remote objects name them. The account's address comes first. */
export interface OwnAccount {
  userId: string
  addresses: readonly string[]
}

/** Returns a remote object in which the account is the user. Addresses of other accounts stay addresses of guests. */
export function withOwnUser(content: CalendarObject, { userId, addresses }: OwnAccount): CalendarObject {
  return mapAttendees(content, (person) =>
    person.email && addresses.includes(person.email.toLowerCase())
      ? { userId, email: null, name: null, status: person.status }
      : person,
  )
}

/**
 * Returns an event in which the user is named by address, as a provider stores it.
 * @param known the remote object, which may name the user by another address than that of the account
 */
export function withOwnAddress(
  content: CalendarObject,
  { userId, addresses }: OwnAccount,
  known: CalendarObject | null,
): CalendarObject {
  const emails = new Set(known ? everyoneIn(known).flatMap(({ email }) => email?.toLowerCase() ?? []) : [])
  const email = addresses.find((address) => emails.has(address)) ?? addresses[0]
  if (!email) return content
  return mapAttendees(content, (person) =>
    person.userId === userId ? { userId: null, email, name: null, status: person.status } : person,
  )
}

function mapAttendees(
  content: CalendarObject,
  map: (person: AnsweredParticipant) => AnsweredParticipant,
): CalendarObject {
  const mapAll = (people: readonly AnsweredParticipant[]) => [
    ...new Map(people.map((person) => [personKey(map(person)), map(person)])).values(),
  ]
  const overrides = Object.entries(content.overrides).map(([id, override]) => [
    id,
    override.attendees ? { ...override, attendees: mapAll(override.attendees) } : override,
  ])
  return { ...content, attendees: mapAll(content.attendees), overrides: Object.fromEntries(overrides) }
}
