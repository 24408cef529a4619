import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { type Answer, type AppliedAnswer, answerLookup } from '@/lib/calendar/answers'
import { type Participant, personKey } from '@/lib/calendar/participant'
import { waitingGuests } from '@/lib/calendar/places'
import type { Overrides, Recurrence } from '@/lib/calendar/series/recurrence'
import { type SpanRow, spanFromRow } from '@/lib/calendar/span'

/** An event with limited places, or one whose limit was removed. */
export interface LimitedEvent {
  capacity: number | null
  attendees: Participant[]
  answers: Answer[]
  /** Returns the keys of the people who wait for a place, given these answers and this capacity. */
  waiting(
    answers: readonly Answer[],
    capacity: number | null,
    people?: readonly Participant[],
  ): ReadonlySet<string>
  /** Returns the answer that applies to the event or the series as a whole. */
  answerOf(person: Participant): AppliedAnswer
}

/**
 * Returns the given events that have limited places, by id. Does not check access.
 * @param formerlyLimited events that are returned also without a limit
 */
export async function limitedEvents(
  db: Db,
  ids: readonly string[],
  formerlyLimited: readonly string[] = [],
): Promise<Map<string, LimitedEvent>> {
  if (!ids.length) return new Map()
  const person = sql`'userId', x.user_id, 'email', x.email, 'name', x.name`
  const rows = await db.execute<Columns<Row>>(sql`
    select e.id, e.capacity, e.recurrence, e.overrides, e.start_date as "startDate", e.end_date as "endDate",
      to_json(e.start_wall) #>> '{}' as "startWall", to_json(e.end_wall) #>> '{}' as "endWall",
      e.start_zone as "startZone", e.end_zone as "endZone",
      (select coalesce(json_agg(json_build_object(${person})), '[]') from attendees x where x.event_id = e.id) as attendees,
      (select coalesce(json_agg(managed.user_id), '[]') from managed_members managed
        where managed.user_id in (select x.user_id from attendees x where x.event_id = e.id)) as managed,
      (select coalesce(json_agg(json_build_object(${person}, 'recurrenceId', x.recurrence_id, 'status', x.status,
          'partySize', x.party_size, 'comment', '', 'givenFor', x.given_for, 'answeredAt', x.answered_at)), '[]')
        from answers x where x.event_id = e.id) as answers
    from events e where e.deleted_at is null
      and (e.capacity is not null
        or e.id in (select jsonb_array_elements_text(${JSON.stringify(formerlyLimited)}::jsonb)::uuid))
      and e.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`)
  return new Map(rows.map((row) => [row.id, limitedEventOf(row)]))
}

function limitedEventOf({
  capacity,
  attendees,
  managed,
  answers,
  recurrence,
  overrides,
  ...row
}: Row): LimitedEvent {
  const series = { span: spanFromRow(row), recurrence, overrides }
  return {
    ...{ capacity, attendees, answers },
    waiting: (currentAnswers, places, people = attendees) => {
      const lookup = answerLookup(series, currentAnswers, managed)
      return waitingGuests(
        people.map((person) => ({ ...person, ...lookup(person, null) })),
        places,
      )
    },
    answerOf: (person) => answerLookup(series, answers, managed)(person, null),
  }
}

/** Returns whether an attendee has a place or waits for one; undefined if neither. */
export function placeOf(event: LimitedEvent, person: Participant): 'place' | 'waiting' | undefined {
  const { status, outdatedFor } = event.answerOf(person)
  if (status !== 'accepted' || outdatedFor) return undefined
  return event.waiting(event.answers, event.capacity).has(personKey(person)) ? 'waiting' : 'place'
}

interface Row extends SpanRow {
  id: string
  capacity: number | null
  recurrence: Recurrence | null
  overrides: Overrides
  attendees: Participant[]
  managed: string[]
  answers: Answer[]
}
