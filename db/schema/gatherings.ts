import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import {
  GATHERING_ACCESS,
  GATHERING_STATUSES,
  LOCK_RULES,
  PARTICIPANT_SOURCES,
  VOTES,
} from '@/lib/calendar/gatherings/choices'
import { calendars } from './calendars'
import { createdAt, id, instant, SPAN_SHAPES, spanColumns, wall } from './columns'
import { events } from './events'
import { groups } from './groups'
import { users } from './users'

/** A poll about the time of an event. Locking it creates the event; its page and address stay. */
export const gatherings = pgTable(
  'gatherings',
  {
    id: id(),
    /** The last part of its address. At most 39 characters: a guest token, which has 40, can stand in the same place. */
    slug: text().notNull(),
    title: text().notNull(),
    description: text().notNull().default(''),
    location: text().notNull().default(''),
    url: text().notNull().default(''),
    /** Path of its picture on this server. */
    image: text(),
    status: text({ enum: GATHERING_STATUSES }).notNull().default('draft'),
    organizerId: uuid()
      .notNull()
      .references(() => users.id),
    /** The group that owns it; null: the organizer alone. */
    groupId: uuid().references(() => groups.id, { onDelete: 'cascade' }),
    access: text({ enum: GATHERING_ACCESS }).notNull(),
    /** The zone in which its slots and deadline are entered. */
    timeZone: text().notNull(),
    /** The calendar in which locking creates the event. */
    calendarId: uuid().references(() => calendars.id, { onDelete: 'set null' }),
    /** The event that locking created. It stays here when voting is reopened. */
    eventId: uuid().references(() => events.id, { onDelete: 'set null' }),
    lockedSlotId: uuid(),
    /** Until when votes are asked for, as a wall time in `timeZone`, and the instant derived from it. */
    deadline: wall(),
    deadlineAt: instant(),
    /** When the job handled the deadline. */
    deadlineHandledAt: instant(),
    lockRule: text({ enum: LOCK_RULES }).notNull().default('none'),
    /** Number of people who have to be available; null: none. */
    quorum: integer(),
    participantsAddSlots: boolean().notNull().default(false),
    /** Whether participants see only their own votes. */
    votesHidden: boolean().notNull().default(false),
    /** Whether participants see only themselves among the participants. */
    participantsHidden: boolean().notNull().default(false),
    /** Whether its slots are tentative busy times of participants with an account while it is a draft. */
    holds: boolean().notNull().default(false),
    version: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: createdAt(),
    deletedAt: instant(),
  },
  (t) => [
    unique('gatherings_slug').on(t.slug),
    check('gatherings_slug_length', sql`length(slug) <= 39`),
    check('gatherings_deadline', sql`(deadline is null) = (deadline_at is null)`),
    check('gatherings_quorum', sql`quorum > 0`),
    index('gatherings_organizer').on(t.organizerId),
    index('gatherings_group').on(t.groupId).where(sql`group_id is not null`),
    index('gatherings_event').on(t.eventId).where(sql`event_id is not null`),
    index('gatherings_calendar').on(t.calendarId).where(sql`calendar_id is not null`),
    index('gatherings_image').on(t.image).where(sql`image is not null`),
    index('gatherings_due').on(t.deadlineAt).where(sql`status = 'draft' and deadline_handled_at is null`),
    index('gatherings_deleted').on(t.deletedAt).where(sql`deleted_at is not null`),
  ],
)

/** A person who is asked to vote, or has voted: by account, by the address that was invited, or by name. */
export const gatheringParticipants = pgTable(
  'gathering_participants',
  {
    id: id(),
    gatheringId: uuid()
      .notNull()
      .references(() => gatherings.id, { onDelete: 'cascade' }),
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    /** The invited address, in lower case. */
    email: text(),
    name: text(),
    /** The name as names are compared (`toNameKey`); null for participants with an account. */
    nameKey: text(),
    /** Where a guest who joined wants mails. Not verified, so it identifies nobody. */
    contactEmail: text(),
    /** The guest's language, once known. */
    locale: text(),
    isRequired: boolean().notNull().default(false),
    source: text({ enum: PARTICIPANT_SOURCES }).notNull(),
    /** Comment of the ballot. */
    comment: text().notNull().default(''),
    votedAt: instant(),
    remindedAt: instant(),
    /** Whether the guest wants no more mails about this gathering, except cancellations. */
    unsubscribed: boolean().notNull().default(false),
    createdAt: createdAt(),
    /** When the organizer removed the participant: the personal link no longer works, and the votes do not count. */
    revokedAt: instant(),
  },
  (t) => [
    check('gathering_participants_someone', sql`num_nonnulls(user_id, email, name) > 0`),
    check(
      'gathering_participants_account',
      sql`user_id is null or num_nonnulls(email, name, contact_email) = 0`,
    ),
    uniqueIndex('gathering_participants_user')
      .on(t.gatheringId, t.userId)
      .where(sql`user_id is not null and revoked_at is null`),
    uniqueIndex('gathering_participants_email')
      .on(t.gatheringId, t.email)
      .where(sql`email is not null and revoked_at is null`),
    uniqueIndex('gathering_participants_name')
      .on(t.gatheringId, t.nameKey)
      .where(sql`name_key is not null and revoked_at is null`),
    index('gathering_participants_of').on(t.gatheringId),
    index('gathering_participants_of_user').on(t.userId).where(sql`user_id is not null`),
    index('gathering_participants_address').on(t.email).where(sql`email is not null`),
  ],
)

/** A time that can be voted for. */
export const gatheringSlots = pgTable(
  'gathering_slots',
  {
    id: id(),
    gatheringId: uuid()
      .notNull()
      .references(() => gatherings.id, { onDelete: 'cascade' }),
    ...spanColumns(),
    /** The participant who added it; null: the organizer, or a manager of the group. */
    addedBy: uuid(),
    createdAt: createdAt(),
    /** When it was removed. Its votes are kept for 30 days, so that an undo restores both. */
    removedAt: instant(),
  },
  (t) => [
    check('gathering_slots_span', sql.raw(SPAN_SHAPES)),
    check('gathering_slots_zone', sql`start_date is not null or start_zone is not null`),
    uniqueIndex('gathering_slots_dates')
      .on(t.gatheringId, t.startDate, t.endDate)
      .where(sql`start_date is not null and removed_at is null`),
    uniqueIndex('gathering_slots_times')
      .on(t.gatheringId, t.startWall, t.endWall, t.startZone, t.endZone)
      .where(sql`start_wall is not null and removed_at is null`),
    index('gathering_slots_of').on(t.gatheringId),
    index('gathering_slots_removed').on(t.removedAt).where(sql`removed_at is not null`),
    index('gathering_slots_tzdata').on(t.tzdata).where(sql`start_zone is not null`),
    index('gathering_slots_added_by').on(t.addedBy).where(sql`added_by is not null`),
    foreignKey({
      name: 'gathering_slots_added_by_fk',
      columns: [t.addedBy],
      foreignColumns: [gatheringParticipants.id],
    }).onDelete('set null'),
  ],
)

/** A participant's vote for a slot. */
export const gatheringVotes = pgTable(
  'gathering_votes',
  {
    slotId: uuid()
      .notNull()
      .references(() => gatheringSlots.id, { onDelete: 'cascade' }),
    participantId: uuid()
      .notNull()
      .references(() => gatheringParticipants.id, { onDelete: 'cascade' }),
    vote: text({ enum: VOTES }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.slotId, t.participantId] }),
    index('gathering_votes_of_participant').on(t.participantId),
  ],
)
