import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { guestLinks } from './attendees'
import { createdAt, id, instant } from './columns'
import { events } from './events'
import { gatheringParticipants } from './gatherings'
import { notifications } from './notifications'
import { pushSubscriptions } from './push'
import { users } from './users'

/** A message to a person on one channel: its recipient, template and outcome. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: id(),
    channel: text({ enum: ['email', 'in-app', 'push'] }).notNull(),
    /** The recipient, if they have an account. */
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    address: text().notNull(),
    /** The template of lib/mail, and its data. The data is deleted once sent: it may hold secrets. */
    template: text().notNull(),
    data: jsonb().$type<Record<string, unknown>>(),
    outcome: text({ enum: ['queued', 'sent', 'failed'] })
      .notNull()
      .default('queued'),
    attempts: integer().notNull().default(0),
    error: text(),
    /** The notification that it delivers. */
    notificationId: uuid().references(() => notifications.id, { onDelete: 'set null' }),
    /** The device to which it is pushed; null once the device was removed. */
    pushSubscriptionId: uuid().references(() => pushSubscriptions.id, { onDelete: 'set null' }),
    /** The event that the message is about. */
    eventId: uuid().references(() => events.id, { onDelete: 'set null' }),
    /** The link of the guest to whom it is sent. */
    guestLinkId: uuid().references(() => guestLinks.id, { onDelete: 'set null' }),
    /** The participant of a gathering, without an account, to whom it is sent. */
    gatheringParticipantId: uuid().references(() => gatheringParticipants.id, { onDelete: 'set null' }),
    /** The failed delivery on another channel that it replaces. */
    fallbackFor: uuid(),
    /** The job that is sending the message has reserved it until this time. */
    takenUntil: instant(),
    createdAt: createdAt(),
    sentAt: instant(),
  },
  (t) => [
    index('deliveries_user').on(t.userId),
    index('deliveries_created').on(t.createdAt),
    index('deliveries_event').on(t.eventId).where(sql`event_id is not null`),
    index('deliveries_notification').on(t.notificationId).where(sql`notification_id is not null`),
    index('deliveries_push').on(t.pushSubscriptionId).where(sql`push_subscription_id is not null`),
    index('deliveries_guest').on(t.guestLinkId).where(sql`guest_link_id is not null`),
    index('deliveries_participant')
      .on(t.gatheringParticipantId)
      .where(sql`gathering_participant_id is not null`),
  ],
)
