import { and, eq, or, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { guestLinks, hiddenFrom } from '@/db/schema/attendees'
import { calendarSettings, feeds, shares } from '@/db/schema/calendars'
import { comments } from '@/db/schema/comments'
import { deliveries } from '@/db/schema/deliveries'
import { alarmDue, alarms, layers } from '@/db/schema/layers'
import { notificationPreferences, notificationSettings, notifications } from '@/db/schema/notifications'
import { pictures } from '@/db/schema/pictures'
import { accountLinks, accounts, blockedUsers, users } from '@/db/schema/users'
import { endSessions } from '@/lib/access/end-sessions'
import type { UserRow } from '@/lib/access/nouns/user'
import { deleteDraftsOf } from '@/lib/commands/rows/attachments'
import { eraseClaims } from '@/lib/commands/rows/task-claims'
import { unassignTasks } from '@/lib/commands/rows/tasks'
import { streamName } from '@/lib/realtime/channels'
import { deleteOwnGatherings, deleteParticipationsOf } from './gathering-organizers'
import { keepAttendeeAsGuest } from './keep-attendee'

/** Name of a deleted account, whose row remains for other rows that refer to it. */
export const DELETED_NAME = 'Former member'

/** Turns the user into an attendee with a name but without an account, in the events of others. */
export async function keepNameAsGuest(tx: Tx, { id, name }: UserRow): Promise<void> {
  await keepAttendeeAsGuest(tx, { id, name })
  await tx.execute(sql`update events set created_by = null where created_by = ${id}`)
  await tx.execute(sql`
    update events e set organizer_id = (
      select coalesce(nullif(c.owner_user_id, ${id}::uuid), (
        select m.user_id from members m where m.group_id = c.owner_group_id and m.role = 'owner' and m.user_id <> ${id}
        order by m.created_at, m.user_id limit 1))
      from placements h join calendars c on c.id = h.calendar_id where h.event_id = e.id and h.home)
    where organizer_id = ${id}`)
}

/** Deletes everything that belongs to the user alone or identifies them. */
export async function deletePersonalData(
  tx: Tx,
  { id, image, email, emailVerified }: UserRow,
  now: Date,
): Promise<void> {
  await endSessions(tx, id)
  await tx.delete(accounts).where(eq(accounts.userId, id))
  await tx.delete(accountLinks).where(eq(accountLinks.userId, id))
  // Anyone can enter the address of another person.
  await deleteComments(tx, id, emailVerified && email)
  if (emailVerified) await deleteDataOfAddress(tx, email)
  await unassignTasks(tx, [id])
  await eraseClaims(tx, 'userId', sql`${id}`)
  await tx.delete(layers).where(eq(layers.userId, id))
  await tx.delete(alarms).where(eq(alarms.userId, id))
  await tx.delete(alarmDue).where(eq(alarmDue.userId, id))
  await tx.delete(notifications).where(eq(notifications.userId, id))
  await tx.delete(notificationSettings).where(eq(notificationSettings.userId, id))
  await tx.delete(notificationPreferences).where(eq(notificationPreferences.userId, id))
  await tx.update(guestLinks).set({ createdBy: null }).where(eq(guestLinks.createdBy, id))
  await tx.delete(hiddenFrom).where(eq(hiddenFrom.userId, id))
  await tx.delete(feeds).where(eq(feeds.createdBy, id))
  await tx.delete(shares).where(eq(shares.userId, id))
  await tx.update(shares).set({ acceptedAt: null, acceptedBy: null }).where(eq(shares.acceptedBy, id))
  await tx.delete(blockedUsers).where(or(eq(blockedUsers.userId, id), eq(blockedUsers.blockedId, id)))
  await tx.delete(calendarSettings).where(eq(calendarSettings.userId, id))
  await tx.delete(deliveries).where(eq(deliveries.userId, id))
  await tx
    .delete(pictures)
    .where(and(eq(pictures.createdBy, id), sql`${pictures.id}::text = ${image?.split('/').at(-1) ?? ''}`))
  await deleteDraftsOf(tx, id)
  await deleteOwnGatherings(tx, id)
  // The history in the user's own stream has their name, time zone and settings.
  await tx.execute(sql`
    update changes set before = null, after = null
    where stream = ${streamName('user', id)} or (entity = 'user' and entity_id = ${id})`)
  await tx.execute(sql`update changesets set result = null
    where (actor_id = ${id} or on_behalf_of = ${id}) and result is not null`)
  await tx
    .update(users)
    .set({
      ...{
        name: DELETED_NAME,
        email: `${id}@deleted.invalid`,
        emailVerified: null,
        image: null,
        passwordHash: null,
        birthday: null,
      },
      ...{ timeZone: 'UTC', locale: 'en', instanceAdmin: false, suspendedAt: null, newsSeenAt: null },
      deletedAt: now,
      version: sql`${users.version} + 1`,
    })
    .where(eq(users.id, id))
}

/** Deletes what the user wrote in threads, also as a guest. Mentions of the user are shown without a name. */
async function deleteComments(tx: Tx, id: string, email: string | null): Promise<void> {
  const isAuthor = or(eq(comments.userId, id), email === null ? undefined : eq(comments.email, email))
  await tx.execute(sql`
    update changes set before = null, after = null
    where entity = 'comment' and (${id} = coalesce(after, before) ->> 'userId'
        or (coalesce(after, before) ->> 'comment')::uuid in (select id from comments where ${isAuthor}))
      and entity_id in (select coalesce(event_id, group_id, gathering_id)::text from comments where ${isAuthor})`)
  await tx.delete(comments).where(isAuthor)
}

/** Deletes links, participations and mails of a guest with the user's address. */
async function deleteDataOfAddress(tx: Tx, email: string): Promise<void> {
  await deleteParticipationsOf(tx, email)
  await eraseClaims(tx, 'guestLinkId', sql`select id::text from guest_links where email = ${email}`)
  await tx.delete(guestLinks).where(eq(guestLinks.email, email))
  await tx.delete(deliveries).where(eq(deliveries.address, email))
}
