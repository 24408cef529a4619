import { eq, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import { events } from '@/db/schema/events'
import { type GuestPerson, isPublicLink } from '@/lib/access/actor'
import type { Grant } from '@/lib/access/grant'
import type { EventRow } from '@/lib/access/nouns/event'
import { answersOf, attendeesOf, managedOf, namesFor } from '@/lib/access/nouns/event-columns'
import { answerLookup, countedStatus, NO_ANSWER } from '@/lib/calendar/answers'
import { pick } from '@/lib/calendar/event-fields'
import { guestParticipant, type Participant, personKey } from '@/lib/calendar/participant'
import type { RecurrenceId, Series } from '@/lib/calendar/series/recurrence'
import {
  ALL_TIME,
  END_OF_TIME,
  type Occurrence,
  occurrenceAt,
  occurrences,
} from '@/lib/calendar/series/series'
import { boundsOf, spanFromRow } from '@/lib/calendar/span'
import { AppError } from '@/lib/errors'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { GuestPage, PageGuest } from '@/lib/schemas/guest-page'
import { guestComments } from './comments'
import { attendeesAt, eventDetail } from './events'
import { isAddressOffered } from './guest-links'
import { guestTasks } from './guest-tasks'

/** An id that no user has. */
const NOBODY_ID = '00000000-0000-0000-0000-000000000000'

/** Number of next occurrences that the page lists. */
const MAX_DATES = 8

/** Maximum number of occurrences to search for those that a guest is invited to. */
const MAX_SEARCHED = 200

/**
 * Returns the content of a guest's page: an event, a series as a whole or one of its occurrences. A guest who is
 * invited only to single occurrences sees one of these.
 * @throws AppError NOT_FOUND if the guest is not invited to the occurrence
 */
export async function guestPage(
  db: Db,
  granted: Grant<'read', 'event'>,
  { occurrence, earlier, now }: { occurrence?: RecurrenceId; earlier?: string; now: number },
): Promise<GuestPage> {
  const { row, actor } = granted
  if (actor.kind !== 'guest') throw new AppError('NOT_FOUND')
  const { person } = actor
  const isSelf = isPerson(person)
  const isSeriesGuest = row.attendees.length > 0 || isPublicLink(person)
  const series = row.recurrence && {
    ...{ span: spanFromRow(row), recurrence: row.recurrence, overrides: row.overrides },
  }
  const isInvited = ({ override }: Occurrence) => override?.attendees?.some(isSelf) ?? isSeriesGuest
  const upcoming = series ? upcomingOf(series, now).filter(isInvited) : []
  const id =
    occurrence ?? (series && !isSeriesGuest ? defaultOccurrenceId(series, upcoming, isInvited) : undefined)
  const shown = series && id !== undefined ? occurrenceAt(series, id) : undefined
  const isShown = shown ? isInvited(shown) : id === undefined && (!series || isSeriesGuest)
  if (!isShown) throw new AppError('NOT_FOUND')

  const detail = eventDetail(granted, id)
  const span = series && !shown ? (upcoming[0]?.span ?? detail.span) : detail.span
  const lookup = series && answerLookup(series, row.answers)
  const [guests, continuedBy] = await Promise.all([
    isPublicLink(person) ? [] : guestsOf(db, row, shown?.id ?? null),
    series ? laterLink(db, row.id, person) : null,
  ])
  return {
    event: row.id,
    ...pick(detail, ['version', 'title', 'description', 'location', 'url', 'links', 'attachments', 'color']),
    isCancelled: (shown?.override?.status ?? row.status) === 'cancelled',
    span,
    isOver: series && !shown ? !upcoming.length : boundsOf(span).to < now,
    occurrence: shown?.id ?? null,
    series: series && isSeriesGuest ? pick(series, ['span', 'recurrence']) : null,
    isSeriesGuest,
    dates: upcoming.slice(0, MAX_DATES).map(({ id, span }) => ({
      ...{ id, span, status: countedStatus(lookup!(guestParticipant(person), id)) },
    })),
    organizer: await organizerOf(db, row),
    answer: detail.answer ?? NO_ANSWER,
    name: detail.attendees[0]?.name ?? person.name,
    email: person.email,
    ...pick(row, ['answerBy', 'capacity']),
    isAddressOffered: isPublicLink(person) && (await isAddressOffered(db, actor.link)),
    guests: row.guestListHidden || isPublicLink(person) ? null : guests.map(pageGuestOf),
    isWaiting: guests.some((guest) => isSelf(guest) && guest.isWaiting),
    continuedBy,
    comments: await guestComments(db, granted, earlier),
    tasks: await guestTasks(db, granted, shown?.id ?? null),
  }
}

function isPerson(person: GuestPerson): (other: Participant) => boolean {
  const key = personKey(guestParticipant(person))
  return (other) => personKey(other) === key
}

function upcomingOf(series: Series, now: number): Occurrence[] {
  return occurrences(series, { from: now, to: END_OF_TIME }, MAX_SEARCHED)
}

/** Returns the next occurrence that a guest is invited to, else the last one. */
function defaultOccurrenceId(
  series: Series,
  upcoming: readonly Occurrence[],
  isInvited: (occurrence: Occurrence) => boolean,
): RecurrenceId | undefined {
  if (upcoming[0]) return upcoming[0].id
  return occurrences(series, ALL_TIME, MAX_SEARCHED).filter(isInvited).at(-1)?.id
}

/** Returns all guests of an event or occurrence. A grant for a guest contains only the guest's own entry. */
async function guestsOf(db: Db, row: EventRow, id: RecurrenceId | null): Promise<EventDetail['attendees']> {
  const [found] = await db
    .select({
      ...{ overrides: events.overrides, attendees: attendeesOf, answers: answersOf },
      managed: managedOf,
      names: namesFor(NOBODY_ID),
    })
    .from(events)
    .where(eq(events.id, row.id))
  const complete = { ...row, ...found! }
  return attendeesAt(complete, id === null ? {} : (complete.overrides[id] ?? {}), id)
}

/** Returns what other guests see of a guest. */
function pageGuestOf(person: EventDetail['attendees'][number]): PageGuest {
  return {
    id: person.id,
    // The address of one guest is not shown to another.
    name: person.name ?? person.email?.split('@', 1)[0] ?? '?',
    status: countedStatus(person),
    ...pick(person, ['partySize', 'isWaiting']),
  }
}

/** Returns the guest's link to the event that continues a split series. */
async function laterLink(db: Db, event: string, { email }: GuestPerson): Promise<string | null> {
  const [link] = await db.execute<{ id: string }>(sql`
    select l.id from guest_links l join events e on e.id = l.event_id and e.deleted_at is null
    where e.split_from = ${event} and l.email = ${email} and l.revoked_at is null
    order by e.id limit 1`)
  return link?.id ?? null
}

/** Returns the name of the organizer: the user who invites, else an owner of the calendar. */
async function organizerOf(db: Db, { organizerId, calendarId }: EventRow): Promise<string | null> {
  const [user] = await db.execute<{ name: string }>(sql`
    select u.name from calendars c
    join users u on u.deleted_at is null and (u.id = ${organizerId}::uuid or u.id = c.owner_user_id or u.id in (
      select m.user_id from members m where m.group_id = c.owner_group_id and m.role = 'owner'))
    where c.id = ${calendarId}
    order by u.id is distinct from ${organizerId}::uuid, u.id limit 1`)
  return user?.name ?? null
}
