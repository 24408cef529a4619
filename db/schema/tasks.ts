import { sql } from 'drizzle-orm'
import {
  check,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Rotation } from '@/lib/calendar/tasks/rotation'
import { guestLinks } from './attendees'
import { createdAt, id, instant } from './columns'
import { events } from './events'
import { gatheringParticipants, gatherings } from './gatherings'
import { groups } from './groups'
import { users } from './users'

/** A position among other rows (lib/calendar/tasks/position.ts), compared character by character. */
const position = customType<{ data: string }>({ dataType: () => 'text collate "C"' })

/**
 * A list of tasks: a named one of a group, such as "Shopping", that of an event or of one of its occurrences, or that of a
 * gathering.
 */
export const taskLists = pgTable(
  'task_lists',
  {
    id: id(),
    groupId: uuid().references(() => groups.id, { onDelete: 'cascade' }),
    eventId: uuid().references(() => events.id, { onDelete: 'cascade' }),
    /** The occurrence; null for the list of a single event or of a whole series. */
    recurrenceId: text(),
    gatheringId: uuid().references(() => gatherings.id, { onDelete: 'cascade' }),
    /** Empty unless a group owns it. */
    name: text().notNull(),
    position: position().notNull(),
    createdAt: createdAt(),
    deletedAt: instant(),
  },
  (t) => [
    check('task_lists_owner', sql`num_nonnulls(group_id, event_id, gathering_id) = 1`),
    check('task_lists_occurrence', sql`recurrence_id is null or event_id is not null`),
    index('task_lists_of_group').on(t.groupId, t.position),
    uniqueIndex('task_lists_of_event')
      .on(t.eventId, sql`coalesce(recurrence_id, '')`)
      .where(sql`event_id is not null`),
    uniqueIndex('task_lists_of_gathering').on(t.gatheringId).where(sql`gathering_id is not null`),
  ],
)

/** A task. Due on a day, which is the same date everywhere, or at a time of that day in a zone. */
export const tasks = pgTable(
  'tasks',
  {
    id: id(),
    listId: uuid()
      .notNull()
      .references(() => taskLists.id, { onDelete: 'cascade' }),
    title: text().notNull(),
    note: text().notNull().default(''),
    status: text({ enum: ['todo', 'doing', 'done'] })
      .notNull()
      .default('todo'),
    /** A member of the group, with an account or without, or a user who sees the event or gathering. */
    assigneeId: uuid().references(() => users.id, { onDelete: 'set null' }),
    dueDate: date({ mode: 'string' }),
    /** `HH:MM` in `dueZone`. */
    dueTime: text(),
    dueZone: text(),
    /** Since when it is due as it is now, for its assignee: no earlier due time causes a notification. */
    notifyFrom: instant().notNull().defaultNow(),
    /** RRULE by which the next task is created when this one is done. */
    rule: text(),
    /** For a sign-up sheet: the number that people can take of it together. */
    wanted: integer(),
    /** For a duty: minutes before it is due at which the others are notified if nobody has confirmed to do it. */
    dutyMinutes: integer(),
    /** When its assignee confirmed to do it. */
    acknowledgedAt: instant(),
    /** The person whom its assignee has asked to do it instead, and who has not answered yet. */
    handedToId: uuid().references(() => users.id, { onDelete: 'set null' }),
    /** Day of that person's turn in the rotation, if its assignee offers to take it in exchange. */
    swapDay: date({ mode: 'string' }),
    /** The people who take turns at a recurring duty of a group. */
    rotation: jsonb().$type<Rotation>(),
    /** When its assignee was asked to confirm. */
    dutyRemindedAt: instant(),
    /** When the others were notified. */
    dutyNotifiedAt: instant(),
    /** Time of the next check by the job that notifies users of the duty. */
    dutyCheckAt: instant(),
    /** The task that followed when this one was done. */
    nextId: uuid(),
    position: position().notNull(),
    version: integer().notNull().default(1),
    doneAt: instant(),
    createdAt: createdAt(),
    deletedAt: instant(),
  },
  (t) => [
    check('tasks_wanted', sql`wanted > 0`),
    check('tasks_duty', sql`duty_minutes is null or (duty_minutes > 0 and wanted is null)`),
    check('tasks_handed_to', sql`handed_to_id is null or duty_minutes is not null`),
    check('tasks_rotation', sql`rotation is null or (rule is not null and duty_minutes is not null)`),
    index('tasks_duty_check').on(t.dutyCheckAt).where(sql`duty_check_at is not null`),
    index('tasks_of_asked').on(t.handedToId).where(sql`handed_to_id is not null`),
    check(
      'tasks_due',
      sql`(due_time is null) = (due_zone is null) and (due_time is null or due_date is not null)`,
    ),
    check('tasks_rule', sql`rule is null or due_date is not null`),
    check('tasks_done', sql`(status = 'done') = (done_at is not null)`),
    index('tasks_of_list').on(t.listId, t.position),
    index('tasks_of_assignee').on(t.assigneeId).where(sql`deleted_at is null and status <> 'done'`),
    index('tasks_due_date')
      .on(t.dueDate)
      .where(sql`deleted_at is null and status <> 'done' and assignee_id is not null`),
    index('tasks_trash').on(t.deletedAt).where(sql`deleted_at is not null`),
  ],
)

/**
 * How much of a sign-up sheet a person takes: a user, a participant of the gathering without an account, or the guest of
 * a link to the event.
 */
export const taskClaims = pgTable(
  'task_claims',
  {
    id: id(),
    taskId: uuid()
      .notNull()
      .references(() => tasks.id, { onDelete: 'cascade' }),
    userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
    participantId: uuid().references(() => gatheringParticipants.id, { onDelete: 'cascade' }),
    guestLinkId: uuid().references(() => guestLinks.id, { onDelete: 'cascade' }),
    quantity: integer().notNull(),
    comment: text().notNull().default(''),
    createdAt: createdAt(),
  },
  (t) => [
    check('task_claims_someone', sql`num_nonnulls(user_id, participant_id, guest_link_id) = 1`),
    check('task_claims_quantity', sql`quantity > 0`),
    uniqueIndex('task_claims_user').on(t.taskId, t.userId).where(sql`user_id is not null`),
    uniqueIndex('task_claims_participant')
      .on(t.taskId, t.participantId)
      .where(sql`participant_id is not null`),
    uniqueIndex('task_claims_guest').on(t.taskId, t.guestLinkId).where(sql`guest_link_id is not null`),
    index('task_claims_of').on(t.taskId),
    index('task_claims_of_user').on(t.userId).where(sql`user_id is not null`),
    index('task_claims_of_participant').on(t.participantId).where(sql`participant_id is not null`),
    index('task_claims_of_guest').on(t.guestLinkId).where(sql`guest_link_id is not null`),
  ],
)
