import { customType, date, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** A primary key: UUIDv7, made by the application so that it is known before the row is written. */
export const id = () => uuid().primaryKey()

/** An instant. Read and written as a Date. */
export const instant = () => timestamp({ withTimezone: true, mode: 'date' })

/** Bytes of a file or a part of it. */
export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** When the row was created. */
export const createdAt = () => instant().notNull().defaultNow()

/**
 * A wall-clock time without zone, `YYYY-MM-DDTHH:MM:SS`, as Postgres itself writes it in JSON.
 * Postgres' text form has a space where ISO 8601 has the T.
 */
export const wall = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp (0) without time zone',
  fromDriver: (value) => value.replace(' ', 'T'),
})

/**
 * The time of an event as its author entered it, and the instants derived from it.
 *
 * All-day: `startDate`, `endDate` (exclusive). Floating: `startWall`, `endWall`. Timed: those and a zone for each. A
 * check constraint of each table ensures exactly one of the three shapes. `spanFrom` and `spanTo` serve the index:
 * exact for timed spans; for all-day and floating ones the span read as UTC, widened by 14 hours each way so that it
 * covers every viewer's zone. `tzdata` names the version that they were derived with: they are derived again when it
 * changes.
 */
export const spanColumns = () => ({
  startDate: date({ mode: 'string' }),
  endDate: date({ mode: 'string' }),
  startWall: wall(),
  endWall: wall(),
  startZone: text(),
  endZone: text(),
  spanFrom: instant().notNull(),
  spanTo: instant().notNull(),
  tzdata: text().notNull(),
})

/** The check constraint of {@link spanColumns}. */
export const SPAN_SHAPES = `
  (start_date is not null and end_date > start_date
    and start_wall is null and end_wall is null and start_zone is null and end_zone is null)
  or (start_date is null and end_date is null and start_wall is not null and end_wall is not null
    and (start_zone is null) = (end_zone is null))`
