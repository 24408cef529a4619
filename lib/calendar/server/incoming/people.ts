import type { EventSnapshot } from '@/lib/calendar/event'
import type { Participant } from '@/lib/calendar/participant'
import { withAccounts } from '@/lib/calendar/portable'
import type { IcalInstance } from '../ical/ical-event'
import { isAttendee } from '../ical/publish'
import type { Content } from './normalize'

/** Accounts that guests of a file may be matched with. */
export interface KnownPeople {
  /** Whether the importer may name an account. */
  known(userId: string): boolean
  /** The importer's account and verified address: addresses of others are not theirs to know. */
  own: { userId: string; email: string } | null
}

/** Returns a file's content with accounts in the place of guests, as far as the importer may know them. */
export function resolvePeople(content: Content, event: EventSnapshot | null, people: KnownPeople): Content {
  const may = (userId: string) => Boolean(event && takesPart(event, userId)) || people.known(userId)
  const resolved = withAccounts(content, may)
  if (!event) return resolved
  const answered = (file: Participant[], ours: readonly Participant[]) =>
    file.map((one) => {
      const userId = one.userId ?? (one.email && one.email === people.own?.email ? people.own.userId : null)
      // An account keeps the answer that it gave here.
      return (userId && ours.find((other) => other.userId === userId)) || one
    })
  return {
    ...resolved,
    attendees: answered(resolved.attendees, event.attendees),
    overrides: Object.fromEntries(
      Object.entries(resolved.overrides).map(([id, override]) => {
        const ours = event.overrides[id]?.attendees ?? event.attendees
        return [
          id,
          override.attendees ? { ...override, attendees: answered(override.attendees, ours) } : override,
        ]
      }),
    ),
  }
}

/** Returns a published event with the attendees that it cannot speak of, as they are here. */
export function withAttendees(file: Content, current: Content): Content {
  if (file.attendees.length > 0) return file
  const overrides = Object.entries(file.overrides).map(([id, override]) => {
    const { attendees, unknown = [] } = current.overrides[id] ?? {}
    const own = override.unknown && [...override.unknown, ...unknown.filter(isAttendee)]
    return [id, { ...override, ...(attendees && { attendees }), ...(own && { unknown: own }) }] as const
  })
  return {
    ...file,
    attendees: current.attendees,
    unknown: [...file.unknown, ...current.unknown.filter(isAttendee)],
    overrides: Object.fromEntries(overrides),
  }
}

/** As {@link resolvePeople}, of an instance without its series. */
export function resolveInstance(
  instance: IcalInstance,
  event: EventSnapshot,
  people: KnownPeople,
): IcalInstance {
  const { fields } = instance
  const content: Content = { ...fields, kind: event.kind, span: event.span, recurrence: null, overrides: {} }
  const { attendees, unknown } = resolvePeople(content, event, people)
  return { ...instance, fields: { ...fields, attendees, unknown } }
}

function takesPart({ attendees, overrides }: EventSnapshot, userId: string): boolean {
  const own = Object.values(overrides).flatMap((override) => override.attendees ?? [])
  return [...attendees, ...own].some((one) => one.userId === userId)
}
