import { sql } from 'drizzle-orm'
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns'
import { users } from './users'

/**
 * A stream of changes: `calendar-<id>`, `owners-<id>` (what only the owners of a calendar or group see), `hidden-<id>`
 * (events hidden from a user), `group-<id>`, `gathering-<id>`, `user-<id>` or `instance-1`. `seq` counts its changes
 * without gaps.
 */
export const streams = pgTable('streams', {
  stream: text().primaryKey(),
  seq: bigint({ mode: 'number' }).notNull(),
})

/** An executed command: its actor, its origin, its name, and the changeset that it undoes. */
export const changesets = pgTable(
  'changesets',
  {
    id: id(),
    actorKind: text({ enum: ['nobody', 'user', 'guest', 'participant', 'token', 'job'] }).notNull(),
    /** The id of the user, guest link, participant or token; the name of the job; null for signed-out visitors. */
    actorId: text(),
    /** The user for whom a token or job acted. */
    onBehalfOf: uuid().references(() => users.id),
    /** `web`, `api`, `import`, `mail`, `sync`, `first-sync` or `job`. */
    origin: text().notNull(),
    command: text().notNull(),
    undoes: uuid(),
    /** Idempotency key of the client: a command that is sent twice with the same key is executed once. */
    key: text(),
    /** Result of the command, returned again for a repeated key. */
    result: jsonb(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('changesets_key')
      .on(t.actorKind, sql`coalesce(${t.actorId}, '')`, t.command, t.key)
      .where(sql`key is not null`),
    index('changesets_undoes').on(t.undoes).where(sql`undoes is not null`),
  ],
)

/** Entities that a change can refer to. `lib/queries/changes` describes the changes of each to its readers. */
export const ENTITIES = [
  'alarms',
  'answer',
  'attachment',
  'binding',
  'calendar',
  'calendar-settings',
  'comment',
  'connection',
  'delivery',
  'event',
  'feed',
  'gathering',
  'group',
  'instance',
  'invitation',
  'job',
  'layer',
  'member',
  'notification',
  'participant',
  'placement',
  'share',
  'slot',
  'task',
  'task-list',
  'user',
  'vote',
] as const
export type Entity = (typeof ENTITIES)[number]

/** A change of an entity by a changeset, as one stream shows it. */
export const changes = pgTable(
  'changes',
  {
    stream: text()
      .notNull()
      .references(() => streams.stream),
    seq: bigint({ mode: 'number' }).notNull(),
    changesetId: uuid()
      .notNull()
      .references(() => changesets.id),
    entity: text({ enum: ENTITIES }).notNull(),
    entityId: text().notNull(),
    op: text({ enum: ['added', 'changed', 'removed'] }).notNull(),
    before: jsonb().$type<Record<string, unknown>>(),
    after: jsonb().$type<Record<string, unknown>>(),
    createdAt: createdAt(),
    /** When its ping was sent. If it is still null after five seconds, a job sends the ping. */
    publishedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.stream, t.seq] }),
    // New changes of a stream, newest first.
    index('changes_created').on(t.stream, t.createdAt, t.seq),
    index('changes_changeset').on(t.changesetId),
    index('changes_entity').on(t.entityId),
    // Answers of a stream: one event can have hundreds.
    index('changes_answers').on(t.stream, t.createdAt, t.seq).where(sql`entity = 'answer'`),
    index('changes_unpublished').on(t.createdAt).where(sql`published_at is null`),
  ],
)

/** Position of a consumer of changes (lib/jobs/dispatch.ts) in a stream. */
export const consumerCursors = pgTable(
  'consumer_cursors',
  {
    consumer: text().notNull(),
    stream: text()
      .notNull()
      .references(() => streams.stream),
    /** Changes up to this one were handled. */
    seq: bigint({ mode: 'number' }).notNull(),
    /** The last change that the consumer has to handle; written in the transaction of that change. */
    pending: bigint({ mode: 'number' }).notNull(),
    /** Number of failed attempts since the last success. */
    failures: integer().notNull().default(0),
    /** When the next attempt is due. */
    retryAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.consumer, t.stream] }),
    index('consumer_cursors_pending').on(t.retryAt).where(sql`seq < pending`),
  ],
)
