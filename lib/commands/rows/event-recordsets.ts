import { type SQL, sql } from 'drizzle-orm'
import type { EventSnapshot } from '@/lib/calendar/event'
import { CONTENT_COLUMN_NAMES, CONTENT_COLUMNS } from '@/lib/calendar/event-fields'
import { type Budget, budgetOf, withShare } from '@/lib/calendar/series/budget'
import type { Series } from '@/lib/calendar/series/recurrence'
import { jsonBatches } from '@/lib/calendar/server/json-batches'
import { spanToRow } from '@/lib/calendar/span'
import { boundColumns } from './events'

/** Maximum steps of evaluating COUNT for one event of many: a few milliseconds. */
const MAX_STEPS_PER_EVENT = 20_000

/** Maximum steps for all events of a run, some seconds in all. Beyond that, series are stored as endless. */
const MAX_STEPS_PER_RUN = 20_000_000

/** Returns the budget of an import, an undo or a job, for all events that it writes. */
export function createRunBudget(): Budget {
  return budgetOf(MAX_STEPS_PER_RUN)
}

/** Returns {@link boundColumns} of one of many events, within the budget of the run. */
export function boundColumnsWithin(run: Budget, series: Series) {
  return withShare(run, MAX_STEPS_PER_EVENT, (budget) => boundColumns(series, budget))
}

/** The content columns of an event. */
export const CONTENT_SQL = sql.raw(CONTENT_COLUMN_NAMES.map(toSnakeCase).join(', '))

/** The values of these columns in rows `g`, with SQL NULL for a JSON null. */
export const GIVEN_CONTENT_SQL = sql.raw(
  CONTENT_COLUMN_NAMES.map((column) =>
    CONTENT_COLUMNS[column] === 'jsonb' ? `nullif(g."${column}", 'null')` : `g."${column}"`,
  ).join(', '),
)

/** The column definitions of rows `g`. */
const CONTENT_TYPES = sql.raw(
  CONTENT_COLUMN_NAMES.map((column) => `"${column}" ${CONTENT_COLUMNS[column]}`).join(', '),
)

function toSnakeCase(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Yields events in batches as rows `g`, with their derived columns. */
export async function* recordsets(events: readonly EventSnapshot[], budget: Budget): AsyncGenerator<SQL> {
  for await (const rows of jsonBatches(columnsOf(events, budget))) {
    yield sql`jsonb_to_recordset(${rows}::jsonb) as g (
      id uuid, uid text, ${CONTENT_TYPES}, done boolean, "startDate" date, "endDate" date, "startWall" timestamp,
      "endWall" timestamp, "startZone" text, "endZone" text, "spanFrom" timestamptz, "spanTo" timestamptz, tzdata text,
      long boolean, "splitFrom" uuid, sequence int,
      "createdBy" uuid, "organizerId" uuid, version int, "calendarId" uuid)`
  }
}

function* columnsOf(events: readonly EventSnapshot[], budget: Budget): Generator<object> {
  for (const { span, attendees: _, ...event } of events) {
    const series = { ...event, span }
    yield { ...event, ...spanToRow(span), ...boundColumnsWithin(budget, series) }
  }
}
