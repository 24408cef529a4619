import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { OccurrenceAlarms } from '@/lib/calendar/alarms/own-alarms'
import { READ_ONLY_REASONS } from '@/lib/calendar/read-only'
import type { Content } from '@/lib/calendar/server/incoming/normalize'
import type { RemoteCalendar, RemoteState } from '@/lib/calendar/server/remote'
import { CONNECTION_KINDS, SYNC_DIRECTIONS } from '@/lib/calendar/sync-choices'
import { calendars } from './calendars'
import { bytea, createdAt, id, instant } from './columns'
import { events } from './events'
import { users } from './users'

/** A user's access to an account at a provider, to a feed, to public holidays, or to the birthdays of a group. */
export const connections = pgTable(
  'connections',
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: text({ enum: CONNECTION_KINDS }).notNull(),
    /**
     * Names it for its user: the address of the account, the host of a feed, a country. For birthdays, the group's id.
     */
    account: text().notNull(),
    /**
     * The provider's identifier of the account, which stays when its address changes. Null if the provider has sent
     * none.
     */
    subject: text(),
    /** Tokens, or a secret address, encrypted with AES-256-GCM; `keyId` names the key. */
    credentials: bytea().notNull(),
    keyId: text().notNull(),
    /** Why nothing can be synced until the user does something. */
    problem: text({ enum: ['sign-in-needed', 'key-missing'] }),
    /** When the provider ends the access: Google does so after seven days for apps in testing. */
    consentExpiresAt: instant(),
    /** When its calendars were listed last. Null: the next run lists them. */
    listedAt: instant(),
    createdAt: createdAt(),
  },
  (t) => [
    // Several feeds can have the same host.
    uniqueIndex('connections_account')
      .on(t.userId, t.kind, sql`coalesce(subject, account)`)
      .where(sql`kind <> 'ics'`),
    index('connections_user').on(t.userId),
    index('connections_birthdays').on(t.account).where(sql`kind = 'birthdays'`),
  ],
)

/** A remote calendar that is synced with a calendar. */
export const bindings = pgTable(
  'bindings',
  {
    id: id(),
    connectionId: uuid()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    calendarId: uuid()
      .notNull()
      .references(() => calendars.id, { onDelete: 'cascade' }),
    remoteId: text().notNull(),
    /** The remote calendar as last listed. */
    remote: jsonb().$type<RemoteCalendar>().notNull(),
    /** `pull`: changes come from the remote calendar only, and its events are read-only. */
    direction: text({ enum: SYNC_DIRECTIONS }).notNull(),
    /**
     * `paused` by its user; `needs-approval` of deletions; `stopped` by a problem that a later attempt does not solve.
     */
    state: text({ enum: ['active', 'paused', 'needs-approval', 'stopped'] })
      .notNull()
      .default('active'),
    /** Why the last run failed: a problem of a connector, or of the binding itself. Null after success. */
    problem: text(),
    /** Number of failed runs since the last success. */
    failures: integer().notNull().default(0),
    /** Ids of the remote objects whose deletion, on either side, the user has approved for the next run. */
    approvedDeletions: jsonb().$type<string[]>(),
    /** The position in the changes of the remote calendar, as its connector returned it. Null: everything is read. */
    cursor: text(),
    /** A second calendar that shows the events, such as that of a group. */
    placedIn: uuid().references(() => calendars.id, { onDelete: 'set null' }),
    /** The level of detail at which that calendar shows them. */
    placedDetail: text({ enum: ['full', 'title', 'busy'] }),
    /** Number of minutes between runs, where the user has chosen it; otherwise it adapts. */
    intervalMinutes: integer(),
    lastRunAt: instant(),
    lastSuccessAt: instant(),
    /** When it is synced next. Null while it is not active. */
    nextRunAt: instant().defaultNow(),
    /** The channel by which the provider notifies of changes; null without one. */
    channelId: uuid(),
    channelResource: text(),
    channelTokenHash: text(),
    /** When the channel ends. Without a channel: the provider refused it, and is asked again a day before this time. */
    channelExpiresAt: instant(),
    /**
     * Another member's binding of the same remote calendar and the same calendar, which syncs for both. When the leader
     * ends, this binding can take over.
     */
    leaderId: uuid().references((): AnyPgColumn => bindings.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (t) => [
    unique('bindings_remote').on(t.connectionId, t.remoteId),
    index('bindings_calendar').on(t.calendarId),
    index('bindings_placed_in').on(t.placedIn).where(sql`placed_in is not null`),
    index('bindings_leader').on(t.leaderId).where(sql`leader_id is not null`),
    index('bindings_next_run').on(t.nextRunAt).where(sql`state = 'active' and leader_id is null`),
    unique('bindings_channel').on(t.channelId),
    // New events of a calendar are sent to one remote calendar only.
    uniqueIndex('bindings_both').on(t.calendarId).where(sql`direction = 'both' and leader_id is null`),
  ],
)

/** The content that is being written to a remote object; null: it is being deleted. */
export interface PendingWrite {
  content: Content | null
  /** When the creation of the object was first requested. */
  since?: string
}

/** A remote object and the event that it is synced with. */
export const links = pgTable(
  'links',
  {
    id: id(),
    bindingId: uuid()
      .notNull()
      .references(() => bindings.id, { onDelete: 'cascade' }),
    /** Null if the object is skipped, or if the event was deleted permanently. */
    eventId: uuid().references(() => events.id, { onDelete: 'set null' }),
    /** Why the object is not synced. Null if it is. */
    skipped: text(),
    /** Id of the object at the provider; of a series, not of its instances. */
    remoteId: text().notNull(),
    /** The object as the provider has it, in the provider's own form, as last read. Null until it is created there. */
    state: jsonb().$type<RemoteState>(),
    /** The object in Kinday's form at the last sync: the common ancestor of a three-way merge. */
    base: jsonb().$type<Content>(),
    /** The write to the provider that was begun: recognizes it if its response is lost. */
    pending: jsonb().$type<PendingWrite>(),
    /** The reminders of the account at the last sync: numbers of minutes. Null: the provider's defaults. */
    alarms: jsonb().$type<number[]>(),
    /** The account's reminders of single occurrences at the last sync. Null: none. */
    occurrenceAlarms: jsonb().$type<OccurrenceAlarms>(),
    /** The version of the event at the last sync. */
    version: integer(),
    /** Whether something that has no version, such as an answer, changed here since the last sync. */
    isDirty: boolean().notNull().default(false),
    /** Number of times in a row that the provider has failed with a write to this object, but not with others. */
    failures: integer().notNull().default(0),
    /** When such a write is tried again, unless the event changes before. */
    retryAt: instant(),
    /** The side on which the event was created, which sends the invitations. */
    origin: text({ enum: ['local', 'remote'] }).notNull(),
    /** Why this object is read-only, independent of the direction of the binding and the access to the calendar. */
    readOnly: text({ enum: READ_ONLY_REASONS }),
    /** Identifies the object in feeds whose UIDs change. */
    fingerprint: text(),
    /** The last run that read everything and found the object. */
    seenIn: uuid(),
  },
  (t) => [
    unique('links_remote').on(t.bindingId, t.remoteId),
    index('links_event').on(t.eventId),
    index('links_fingerprint').on(t.bindingId, t.fingerprint).where(sql`fingerprint is not null`),
    index('links_dirty').on(t.bindingId).where(sql`is_dirty or pending is not null`),
  ],
)

/** Numbers of objects that a run of a binding has changed, skipped, or merged with conflicts. */
export interface SyncCounts {
  added: number
  changed: number
  deleted: number
  sent: number
  skipped: number
  conflicts: number
}

/** The log of a binding: one row for each run that did something or failed. */
export const syncRuns = pgTable(
  'sync_runs',
  {
    id: id(),
    bindingId: uuid()
      .notNull()
      .references(() => bindings.id, { onDelete: 'cascade' }),
    startedAt: createdAt(),
    endedAt: instant(),
    outcome: text({ enum: ['running', 'done', 'failed', 'interrupted', 'needs-approval'] })
      .notNull()
      .default('running'),
    problem: text(),
    counts: jsonb().$type<SyncCounts>().notNull(),
  },
  (t) => [index('sync_runs_binding').on(t.bindingId, t.startedAt)],
)

/** A change by a run of one event or remote object, or the reason for which it was skipped. */
export const syncEntries = pgTable(
  'sync_entries',
  {
    id: id(),
    runId: uuid()
      .notNull()
      .references(() => syncRuns.id, { onDelete: 'cascade' }),
    eventId: uuid().references(() => events.id, { onDelete: 'set null' }),
    /** The link of a deletion that is held back. */
    linkId: uuid().references(() => links.id, { onDelete: 'set null' }),
    /** The title at that time, to name an event that does not exist any more. */
    title: text().notNull(),
    /** `in`: from the remote calendar to Kinday. */
    direction: text({ enum: ['in', 'out'] }).notNull(),
    op: text({ enum: ['added', 'changed', 'deleted', 'skipped', 'conflict', 'refused'] }).notNull(),
    /** Why an object was skipped or refused. */
    reason: text(),
    /** The changeset that wrote it here, which can be undone. */
    changesetId: uuid(),
  },
  (t) => [
    index('sync_entries_run').on(t.runId),
    index('sync_entries_link').on(t.linkId).where(sql`link_id is not null`),
    index('sync_entries_event').on(t.eventId).where(sql`event_id is not null`),
  ],
)

/** A field that was changed on both sides to different values. The remote value was taken on both. */
export const syncConflicts = pgTable(
  'sync_conflicts',
  {
    id: id(),
    linkId: uuid()
      .notNull()
      .references(() => links.id, { onDelete: 'cascade' }),
    /** Path of the field: `title`, `when`, `overrides/2026-01-02T10:00:00/location`; `deleted` for the whole event. */
    field: text().notNull(),
    ours: jsonb(),
    theirs: jsonb(),
    createdAt: createdAt(),
    resolvedAt: instant(),
  },
  (t) => [index('sync_conflicts_link').on(t.linkId)],
)
