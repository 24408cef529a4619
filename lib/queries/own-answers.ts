import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Reach } from '@/lib/access/reach'
import { type Answer, answerLookup, countedStatus } from '@/lib/calendar/answers'
import { flagsWithAnswer } from '@/lib/calendar/flags'
import { type SpanRow, spanFromRow } from '@/lib/calendar/span'
import { FLAG, type Tuple } from '@/lib/calendar/tuple'
import type { SeriesRow } from './series-tuples'

/**
 * Replaces the flag `unanswered` of invitations by the flag of the viewer's answer that counts for the occurrence.
 * Leaves out declined invitations if the viewer hides them.
 */
export async function withOwnAnswers(
  db: Db,
  { userId }: Reach,
  tuples: readonly Tuple[],
  series: readonly SeriesRow[],
): Promise<Tuple[]> {
  const invited = new Set(tuples.flatMap(([id, , flags]) => (id && flags & FLAG.unanswered ? id : [])))
  if (!invited.size) return [...tuples]
  const answered = await db.execute<Columns<AnsweredEvent>>(sql`
    select e.id, e.start_date as "startDate", e.end_date as "endDate", to_json(e.start_wall) #>> '{}' as "startWall",
      to_json(e.end_wall) #>> '{}' as "endWall", e.start_zone as "startZone", e.end_zone as "endZone",
      (select json_agg(json_build_object('userId', a.user_id, 'email', null, 'name', null,
          'recurrenceId', a.recurrence_id, 'status', a.status, 'partySize', a.party_size, 'comment', '',
          'givenFor', a.given_for))
        from answers a where a.event_id = e.id and a.user_id = ${userId}::uuid) as answers,
      (select declined_events = 'hidden' from users where id = ${userId}::uuid) as "hidesDeclined"
    from events e where e.id in (select jsonb_array_elements_text(${JSON.stringify([...invited])}::jsonb)::uuid)
      and exists (select 1 from answers a where a.event_id = e.id and a.user_id = ${userId}::uuid)`)
  const seriesById = new Map(series.map((row) => [row.id, row]))
  const lookups = new Map(
    answered.map((event) => {
      const { recurrence = null, overrides = {} } = seriesById.get(event.id) ?? {}
      return [event.id, answerLookup({ span: spanFromRow(event), recurrence, overrides }, event.answers)]
    }),
  )
  const viewer = { userId, email: null, name: null }
  return tuples.flatMap((tuple): Tuple[] => {
    const [id, calendar, flags, ...rest] = tuple
    const lookup = id && flags & FLAG.unanswered ? lookups.get(id) : undefined
    if (!lookup) return [tuple]
    const answer = countedStatus(lookup(viewer, tuple[7] || null))
    if (answer === 'declined' && answered[0]!.hidesDeclined) return []
    return [[id, calendar, flagsWithAnswer(flags, answer), ...rest]]
  })
}

interface AnsweredEvent extends SpanRow {
  id: string
  answers: Answer[]
  hidesDeclined: boolean
}
