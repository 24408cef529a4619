import type { EventContent, EventSnapshot } from './event'
import { same } from './merge'
import type { Participant } from './participant'
import { withAccounts } from './portable'
import type { Override } from './series/recurrence'

type Content = Omit<EventContent, 'calendarId'>

/** What a file says of one event. */
export interface Incoming {
  uid: string
  sequence: number
  content: Content
}

/** An event that a calendar has already, by the UID of one in the file. */
export interface Existing {
  event: EventSnapshot
  /** Whether the importer may change it: it is at home in this calendar, and nobody else's private matter. */
  writable: boolean
  /** Verified addresses of accounts that take part. */
  emails: ReadonlyMap<string, string>
}

/** Why an event of a file is left alone. */
export const SKIPPED = ['older', 'taken', 'duplicate'] as const
export type SkipReason = (typeof SKIPPED)[number]

export type Planned<I extends Incoming> =
  | { outcome: 'new'; incoming: I; content: Content }
  | { outcome: 'changed'; incoming: I; before: EventSnapshot; content: Content; sequence: number }
  | { outcome: 'unchanged'; incoming: I }
  | { outcome: 'skipped'; incoming: I; reason: SkipReason }

/**
 * What an import makes of each event of a file (RFC 5546 §2.1.5: UID says which, SEQUENCE which is newer). An edit of ours
 * raises SEQUENCE, so a file from before it never takes it back.
 *
 * @param existing what the calendar has, by UID
 * @param known whether an account that the file names may be named by the importer
 */
export function planImport<I extends Incoming>(
  file: readonly I[],
  existing: ReadonlyMap<string, Existing>,
  known: (userId: string) => boolean,
): Planned<I>[] {
  const seen = new Set<string>()
  return file.map((incoming): Planned<I> => {
    const { uid, sequence } = incoming
    if (seen.has(uid)) return { outcome: 'skipped', incoming, reason: 'duplicate' }
    seen.add(uid)
    const there = existing.get(uid)
    if (!there) return { outcome: 'new', incoming, content: withAccounts(incoming.content, known) }
    if (!there.writable) return { outcome: 'skipped', incoming, reason: 'taken' }
    const { event } = there
    const partake = (userId: string) => takesPart(event, userId) || known(userId)
    const content = withKnownPeople(withAccounts(incoming.content, partake), there)
    if (sameContent(event, content)) return { outcome: 'unchanged', incoming }
    if (sequence < event.sequence) return { outcome: 'skipped', incoming, reason: 'older' }
    return { outcome: 'changed', incoming, before: event, content, sequence }
  })
}

function takesPart({ attendees, overrides }: EventSnapshot, userId: string): boolean {
  const own = Object.values(overrides).flatMap((override) => override.attendees ?? [])
  return [...attendees, ...own].some((one) => one.userId === userId)
}

/** Guests of the file who take part by their accounts already stay what they are, with the answer they gave here. */
function withKnownPeople(content: Content, { event, emails }: Existing): Content {
  const accounts = new Map([...emails].map(([userId, email]) => [email, userId]))
  const people = (file: Participant[], ours: readonly Participant[]) =>
    file.map((one) => {
      const userId = one.userId ?? (one.email && accounts.get(one.email))
      return (userId && ours.find((other) => other.userId === userId)) || one
    })
  return {
    ...content,
    attendees: people(content.attendees, event.attendees),
    overrides: mapValues(content.overrides, (override, id) =>
      override.attendees
        ? {
            ...override,
            attendees: people(override.attendees, event.overrides[id]?.attendees ?? event.attendees),
          }
        : override,
    ),
  }
}

/** Whether two contents say the same, in whatever order they say it. */
function sameContent({ calendarId: _, ...a }: EventContent, b: Content): boolean {
  const [left, right] = [ordered(a), ordered(b)]
  return (Object.keys(right) as (keyof Content)[]).every((field) => same(left[field], right[field]))
}

/** Sets in one order: people, dates, and what a file had besides. */
function ordered(content: Content): Content {
  const { recurrence } = content
  return {
    ...people(content),
    recurrence: recurrence && {
      rules: recurrence.rules,
      dates: recurrence.dates.toSorted(),
      exclusions: recurrence.exclusions.toSorted(),
    },
    overrides: mapValues(content.overrides, people),
  }
}

function people<T extends Override>(one: T): T {
  return {
    ...one,
    ...(one.attendees && { attendees: by(one.attendees, personKey) }),
    ...(one.unknown && { unknown: by(one.unknown, canonical) }),
  }
}

function personKey({ userId, email, name }: Participant): string {
  return `${userId ?? ''} ${email ?? ''} ${name ?? ''}`
}

/** JSON with its keys in order, as the database does not keep them. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

function by<T>(values: readonly T[], key: (value: T) => string): T[] {
  if (values.length < 2) return [...values]
  return values
    .map((value) => [key(value), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, value]) => value)
}

function mapValues<T>(values: Record<string, T>, map: (value: T, key: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value, key)]))
}
