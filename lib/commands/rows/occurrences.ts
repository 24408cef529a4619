import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { ANSWER_SOURCES, toSplitAnswer } from '@/lib/calendar/answers'
import type { EventSnapshot } from '@/lib/calendar/event'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { Span } from '@/lib/calendar/span'
import { answersTo, writeAnswers } from './answers'
import { copyAttachmentsToSplit } from './attachments'

/** Identifies an occurrence by event id and recurrence id. */
export interface OccurrenceRef {
  event: string
  id: RecurrenceId
}

/** Old and new ids of occurrences. */
export type OccurrenceMoves = { from: OccurrenceRef; to: OccurrenceRef }[]

/**
 * Moves the rows of occurrences (layers, alarms, answers, lists of tasks) when a series is moved or split. Returns the
 * moves, so that an undo can reverse them. Rows of occurrences that no longer exist keep their old ids, for the same
 * reason.
 *
 * @param follow returns where an occurrence is after the edit; undefined if it no longer exists
 */
export async function moveOccurrences(
  tx: Tx,
  event: string,
  follow: (id: RecurrenceId) => OccurrenceRef | undefined,
): Promise<OccurrenceMoves> {
  const rows = await tx.execute<{ id: RecurrenceId }>(sql`
    select recurrence_id as id from layers where event_id = ${event} and recurrence_id is not null
    union select recurrence_id from alarms where event_id = ${event} and recurrence_id is not null
    union select recurrence_id from answers where event_id = ${event} and recurrence_id is not null
    union select recurrence_id from task_lists where event_id = ${event} and recurrence_id is not null`)
  const followed = rows.map(({ id }) => ({ from: { event, id }, to: follow(id) }))
  const moving = followed.filter(({ from, to }) => to && (to.event !== from.event || to.id !== from.id))
  // No occurrence moves to an id that another one keeps. If two would move to the same id, only one of them does.
  const taken = new Set(
    followed.filter((move) => !moving.includes(move)).map(({ from }) => occurrenceKey(from)),
  )
  const moves = moving.flatMap(({ from, to }) => {
    if (!to || taken.has(occurrenceKey(to))) return []
    taken.add(occurrenceKey(to))
    return [{ from, to }]
  })
  await applyOccurrenceMoves(tx, moves)
  return moves
}

function occurrenceKey({ event, id }: OccurrenceRef): string {
  return `${event} ${id}`
}

const LAYERS = sql.raw('layers')
const ALARMS = sql.raw('alarms')
const ANSWERS = sql.raw('answers')
const TASK_LISTS = sql.raw('task_lists')

/** Moves layers, alarms, answers and lists of tasks from occurrence to occurrence. */
export async function applyOccurrenceMoves(tx: Tx, moves: OccurrenceMoves): Promise<void> {
  if (!moves.length) return
  const map = sql`jsonb_to_recordset(${JSON.stringify(
    moves.map(({ from, to }) => ({ e: from.event, r: from.id, te: to.event, tr: to.id })),
  )}::jsonb) as m (e uuid, r text, te uuid, tr text)`
  for (const table of [LAYERS, ALARMS, ANSWERS, TASK_LISTS]) {
    // Two steps, via a temporary id: when a series moves by a week, each id is occupied until the next has moved.
    await tx.execute(sql`
      update ${table} t set event_id = m.te, recurrence_id = '>' || m.tr from ${map}
      where t.event_id = m.e and t.recurrence_id = m.r`)
    if (table === LAYERS) {
      // If the user has created a layer at the new id in the meantime, that one is kept. Likewise with answers.
      await tx.execute(sql`
        delete from layers t using layers other where t.recurrence_id = '>' || other.recurrence_id
          and t.user_id = other.user_id and t.event_id = other.event_id and t.event_id in (select m.te from ${map})`)
    }
    if (table === ANSWERS) {
      await tx.execute(sql`
        delete from answers t using answers other where t.recurrence_id = '>' || other.recurrence_id
          and (t.user_id, t.email, t.name) is not distinct from (other.user_id, other.email, other.name)
          and t.event_id = other.event_id and t.event_id in (select m.te from ${map})`)
    }
    if (table === TASK_LISTS) await mergeTaskLists(tx, sql`t.event_id in (select m.te from ${map})`)
    await tx.execute(sql`
      update ${table} set recurrence_id = substr(recurrence_id, 2)
      where recurrence_id like '>%' and event_id in (select m.te from ${map})`)
  }
}

/** Moves the tasks of lists with a temporary id into those that their occurrences have got in the meantime. */
async function mergeTaskLists(tx: Tx, isMoved: SQL): Promise<void> {
  const isOther = sql`t.recurrence_id = '>' || other.recurrence_id and other.event_id = t.event_id and ${isMoved}`
  await tx.execute(sql`
    update tasks set list_id = other.id from task_lists t join task_lists other on ${isOther} where list_id = t.id`)
  await tx.execute(sql`delete from task_lists t using task_lists other where ${isOther}`)
}

/**
 * Copies placements, attachments, and the layers, alarms and answers of the whole series, to the event that was split
 * off.
 *
 * @param cut the time that the first occurrence of that event had before the edit
 */
export async function copyToSplit(
  tx: Tx,
  { id: from, span }: EventSnapshot,
  to: string,
  cut: Span,
): Promise<void> {
  await tx.execute(sql`
    insert into placements (event_id, calendar_id, home, detail, placed_by, uid, span_from, span_to, long)
    select e.id, p.calendar_id, false, p.detail, p.placed_by, e.uid, e.span_from, e.span_to, h.long
    from placements p, events e join placements h on h.event_id = e.id and h.home
    where p.event_id = ${from} and not p.home and p.deleted_at is null and e.id = ${to}
      and p.calendar_id <> h.calendar_id`)
  await copyAttachmentsToSplit(tx, from, to)
  await tx.execute(sql`
    insert into layers (id, user_id, event_id, color, busy, note, muted, hidden, own_alarms)
    select gen_random_uuid(), user_id, ${to}::uuid, color, busy, note, muted, hidden, own_alarms
    from layers where event_id = ${from} and recurrence_id is null`)
  // An alarm at an absolute time stays with the first part, since it must not fire twice.
  await tx.execute(sql`
    insert into alarms (id, user_id, event_id, minutes_before, method, all_day, "order")
    select gen_random_uuid(), user_id, ${to}::uuid, minutes_before, method, all_day, "order"
    from alarms where event_id = ${from} and recurrence_id is null and minutes_before is not null`)
  const seriesAnswers = await answersTo(tx, from)
  const copies = seriesAnswers.map(({ id: _, ...answer }) => ({
    eventId: to,
    answer: toSplitAnswer(answer, span, cut),
  }))
  for (const source of ANSWER_SOURCES) {
    await writeAnswers(
      tx,
      copies.filter(({ answer }) => answer.source === source),
      source,
    )
  }
}
