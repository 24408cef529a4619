import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { type Answer, answerLookup, countedStatus } from '@/lib/calendar/answers'
import type { AnswerStatus } from '@/lib/calendar/participant'
import type { Overrides, Recurrence, RecurrenceId } from '@/lib/calendar/series/recurrence'
import { occurrenceAt } from '@/lib/calendar/series/series'
import { type Span, type SpanRow, spanFromRow } from '@/lib/calendar/span'
import type { ReadableEvent } from '@/lib/queries/changes/readable-events'
import type { ChangeViewer } from '@/lib/queries/changes/viewer'

/**
 * The present state of an event that invitations and reminders are about. If the viewer sees only single occurrences,
 * null stands for the first of them.
 */
export interface NotifiedEvent {
  version: number
  /** The first of single occurrences; null if the viewer sees the event or the series as a whole. */
  first: RecurrenceId | null
  titleAt(occurrence: RecurrenceId | null): string
  spanAt(occurrence: RecurrenceId | null): Span
  /** Returns the viewer's answer that counts. */
  statusAt(occurrence: RecurrenceId | null): AnswerStatus
}

/** Returns, by viewer and event id, the events that the viewer can read in full and that are not in the trash. */
export async function notifiedEvents(
  db: Db,
  viewers: readonly Pick<ChangeViewer, 'userId' | 'events'>[],
  ids: readonly string[],
): Promise<Map<string, Map<string, NotifiedEvent>>> {
  const shownTo = viewers.map(({ userId, events }) => ({
    ...{ userId, events },
    shown: new Set(ids.filter((id) => events.get(id)?.shown === 'full' && events.get(id)!.exists)),
  }))
  const rows = await eventRows(db, viewers, [...new Set(shownTo.flatMap(({ shown }) => [...shown]))])
  return new Map(
    shownTo.map(({ userId, events, shown }) => [
      userId,
      new Map(
        rows.flatMap((row) =>
          shown.has(row.id) ? [[row.id, notifiedEvent(row, userId, events.get(row.id)!)]] : [],
        ),
      ),
    ]),
  )
}

async function eventRows(
  db: Db,
  viewers: readonly Pick<ChangeViewer, 'userId'>[],
  ids: readonly string[],
): Promise<readonly Row[]> {
  if (!ids.length) return []
  const users = JSON.stringify(viewers.map(({ userId }) => userId))
  return await db.execute<Columns<Row>>(sql`
    select e.id, e.version, e.title, e.recurrence, e.overrides, e.start_date as "startDate", e.end_date as "endDate",
      to_json(e.start_wall) #>> '{}' as "startWall", to_json(e.end_wall) #>> '{}' as "endWall",
      e.start_zone as "startZone", e.end_zone as "endZone",
      (select coalesce(json_agg(json_build_object('userId', a.user_id, 'email', null, 'name', null,
          'recurrenceId', a.recurrence_id, 'status', a.status, 'partySize', a.party_size, 'comment', '',
          'givenFor', a.given_for)), '[]')
        from answers a where a.event_id = e.id
          and a.user_id in (select jsonb_array_elements_text(${users}::jsonb)::uuid)) as answers
    from events e where e.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`)
}

function notifiedEvent(
  { version, recurrence, overrides, answers, id: _, title: __, ...row }: Row,
  userId: string,
  { title, part }: Pick<ReadableEvent, 'title' | 'part'>,
): NotifiedEvent {
  const series = { span: spanFromRow(row), ...(part ?? { recurrence, overrides }) }
  const first = (part?.isSingle && Object.keys(part.overrides).sort()[0]) || null
  const occurrence = (at: RecurrenceId | null) =>
    at && series.recurrence ? occurrenceAt(series, at) : undefined
  const shown = (at: RecurrenceId | null) => occurrence(at) ?? occurrence(first)
  const lookup = answerLookup(
    series,
    answers.filter((answer) => answer.userId === userId),
  )
  return {
    version,
    first,
    titleAt: (at) => shown(at)?.override?.title ?? title,
    spanAt: (at) => shown(at)?.span ?? series.span,
    statusAt: (at) => countedStatus(lookup({ userId, email: null, name: null }, at ?? first)),
  }
}

interface Row extends SpanRow {
  id: string
  version: number
  title: string
  recurrence: Recurrence | null
  overrides: Overrides
  answers: Answer[]
}
