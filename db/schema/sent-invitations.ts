import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { SentInvitation } from '@/lib/calendar/server/itip/sent-invitation'
import { guestLinks } from './attendees'
import { createdAt } from './columns'

/**
 * The last mail to a guest about an event. The next mail states what differs from it. Written when the mail server has
 * accepted the mail.
 */
export const sentInvitations = pgTable('sent_invitations', {
  guestLinkId: uuid()
    .primaryKey()
    .references(() => guestLinks.id, { onDelete: 'cascade' }),
  /** Null after a cancellation. */
  content: jsonb().$type<SentInvitation>(),
  /** SEQUENCE of the last message, which the next one exceeds. */
  sequence: integer().notNull(),
  /** Message-ID of the first mail, to which later ones reply, so that mail programs show them together. */
  messageId: text().notNull(),
  sentAt: createdAt(),
})
