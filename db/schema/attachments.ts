import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, createdAt, id, instant } from './columns'
import { events } from './events'
import { users } from './users'

/**
 * A file that a user has uploaded. Attachments refer to it, so that both parts of a split series share it. A file
 * without attachments was uploaded for an event that is not saved yet; a job deletes it after a day. Stored in the
 * database, so that a backup contains it.
 */
export const attachmentFiles = pgTable(
  'attachment_files',
  {
    id: id(),
    name: text().notNull(),
    /** Media type by the file's first bytes, never as the client states it. */
    type: text().notNull(),
    bytes: integer().notNull(),
    /** Size of a picture that can be shown, with its orientation applied; null for other files. */
    width: integer(),
    height: integer(),
    /** A picture as WebP without metadata, scaled for the screen; null for other files. */
    preview: bytea(),
    /** The same, scaled for lists. */
    thumbnail: bytea(),
    /** The user whose quota it counts for. */
    createdBy: uuid().references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (t) => [index('attachment_files_created_by').on(t.createdBy)],
)

/** A part of a file, so that a download needs little memory. All parts but the last have the same size. */
export const attachmentChunks = pgTable(
  'attachment_chunks',
  {
    fileId: uuid()
      .notNull()
      .references(() => attachmentFiles.id, { onDelete: 'cascade' }),
    index: integer().notNull(),
    data: bytea().notNull(),
  },
  (t) => [primaryKey({ columns: [t.fileId, t.index] })],
)

/** A file attached to an event. `deletedAt`: when it was removed; it can be restored until the trash is emptied. */
export const attachments = pgTable(
  'attachments',
  {
    id: id(),
    eventId: uuid()
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    fileId: uuid()
      .notNull()
      .references(() => attachmentFiles.id),
    createdAt: createdAt(),
    deletedAt: instant(),
  },
  (t) => [index('attachments_event').on(t.eventId), index('attachments_file').on(t.fileId)],
)
