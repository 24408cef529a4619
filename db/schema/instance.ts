import { type SQL, sql } from 'drizzle-orm'
import { check, integer, pgTable, smallint, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns'

/** Settings of this installation: a single row. */
export const instance = pgTable(
  'instance',
  {
    id: smallint().primaryKey().default(1),
    /** Registration: open to everyone, with an invitation, or closed. */
    registration: text({ enum: ['open', 'invitation', 'closed'] })
      .notNull()
      .default('open'),
    /** Instant up to which due alarms (`alarm_due`) are written. */
    alarmsFilledUntil: instant(),
    /** Keys that identify this installation to push services (RFC 8292), in base64url. Subscriptions depend on them. */
    vapidPublicKey: text(),
    vapidPrivateKey: text(),
    version: integer().notNull().default(1),
  },
  () => [check('instance_one', sql`id = 1`)],
)

/**
 * Faults of the server: where each happened and its message, without any text that users wrote. A fault that happens
 * again is counted in its row. Written by lib/faults/record-fault.ts only.
 */
export const faults = pgTable(
  'faults',
  {
    /** A UUIDv7 of the last time it happened, so that the order of ids is the order of the list. */
    id: id(),
    /** The path, action or job that failed. */
    place: text().notNull(),
    message: text().notNull(),
    /** Stack trace. */
    trace: text().notNull().default(''),
    /** Number of times it happened. */
    count: integer().notNull().default(1),
    /** When it first happened. */
    createdAt: createdAt(),
    /** When it last happened. */
    lastSeenAt: createdAt(),
  },
  // Numbers in a message (a duration, a position) do not make it another fault.
  (t) => [uniqueIndex('faults_fingerprint').on(faultFingerprint(t.place, t.message, t.trace))],
)

/** Identifies a fault by its place, its message without numbers, and its stack trace. */
export function faultFingerprint(place: unknown, message: unknown, trace: unknown): SQL {
  return sql`md5(${place} || chr(10) || regexp_replace(${message}, '\\d+', '#', 'g') || chr(10) || ${trace})`
}
