import type { AnsweredParticipant } from '@/lib/calendar/participant'
import { withAccounts } from '@/lib/calendar/portable'
import type { IcalInstance } from '../ical/ical-event'
import { isAttendeeProperty } from '../ical/publish'
import type { Content } from './normalize'

/** Accounts that attendees of a file can be matched with. */
export interface KnownPeople {
  /** Returns whether the importer can see an account. */
  isKnown(userId: string): boolean
  /** The account and verified address of the importer. Addresses of other users are never matched. */
  importer: { userId: string; email: string } | null
}

/** Returns content with attendees replaced by accounts that the importer can see. */
export function resolvePeople(content: Content, event: Content | null, people: KnownPeople): Content {
  // A user from whom the event is hidden stays a guest by name, since an attendee would see the event.
  const isHidden = (userId: string) => event?.hiddenFrom?.includes(userId) ?? false
  const canBeAttendee = (userId: string) =>
    !isHidden(userId) && (Boolean(event && isAttendee(event, userId)) || people.isKnown(userId))
  const resolved = withAccounts(content, canBeAttendee)
  if (!event) return resolved
  const withCurrentAnswers = (file: AnsweredParticipant[], ours: readonly AnsweredParticipant[]) =>
    file.map((attendee) => {
      const userId =
        attendee.userId ??
        (attendee.email && attendee.email === people.importer?.email ? people.importer.userId : null)
      // An account keeps the answer given in Kinday.
      return (userId && ours.find((other) => other.userId === userId)) || attendee
    })
  return {
    ...resolved,
    attendees: withCurrentAnswers(resolved.attendees, event.attendees),
    overrides: Object.fromEntries(
      Object.entries(resolved.overrides).map(([id, override]) => {
        const ours = event.overrides[id]?.attendees ?? event.attendees
        return [
          id,
          override.attendees
            ? { ...override, attendees: withCurrentAnswers(override.attendees, ours) }
            : override,
        ]
      }),
    ),
  }
}

/** Returns a published event with its current attendees, since METHOD:PUBLISH does not contain any. */
export function withAttendees(file: Content, current: Content): Content {
  if (file.attendees.length > 0) return file
  const overrides = Object.entries(file.overrides).map(([id, override]) => {
    const { attendees, unknown = [] } = current.overrides[id] ?? {}
    const mergedUnknown = override.unknown && [...override.unknown, ...unknown.filter(isAttendeeProperty)]
    return [
      id,
      { ...override, ...(attendees && { attendees }), ...(mergedUnknown && { unknown: mergedUnknown }) },
    ] as const
  })
  return {
    ...file,
    attendees: current.attendees,
    unknown: [...file.unknown, ...current.unknown.filter(isAttendeeProperty)],
    overrides: Object.fromEntries(overrides),
  }
}

/** As {@link resolvePeople}, for an instance without its series. */
export function resolveInstance(instance: IcalInstance, event: Content, people: KnownPeople): IcalInstance {
  const { fields } = instance
  const content: Content = { ...fields, kind: event.kind, span: event.span, recurrence: null, overrides: {} }
  const { attendees, unknown } = resolvePeople(content, event, people)
  return { ...instance, fields: { ...fields, attendees, unknown } }
}

function isAttendee({ attendees, overrides }: Content, userId: string): boolean {
  const occurrenceAttendees = Object.values(overrides).flatMap((override) => override.attendees ?? [])
  return [...attendees, ...occurrenceAttendees].some((attendee) => attendee.userId === userId)
}
