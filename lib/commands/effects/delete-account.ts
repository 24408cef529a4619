import { and, eq, or, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { calendarSettings, calendars, feeds, shares } from '@/db/schema/calendars'
import { connections } from '@/db/schema/connections'
import { deliveries } from '@/db/schema/deliveries'
import { alarms, hiddenFrom, layers } from '@/db/schema/events'
import { members } from '@/db/schema/groups'
import { pictures } from '@/db/schema/pictures'
import { accountLinks, accounts, blockedUsers, users } from '@/db/schema/users'
import type { UserRow } from '@/lib/access/nouns/user'
import { endSessions } from '@/lib/access/sessions'
import type { Overrides } from '@/lib/calendar/series/recurrence'
import type { Change } from '@/lib/commands/pipeline/changes'
import type { Job } from '@/lib/queue'
import { streamName } from '@/lib/realtime/channels'
import type { AccountDeletionPlan } from '@/lib/schemas/users'
import { transferCalendar } from './calendar-owner'
import { trashCalendar } from './calendar-trash'
import { trashGroup } from './group-trash'
import { memberChanges, setRole } from './members'

/** Name of a deleted account, whose row remains for other rows that refer to it. */
const DELETED_NAME = 'Former member'

/** Changes and jobs of a part of the deletion. */
interface Effects {
  changes: Change[]
  jobs: Job[]
}

function addEffects(effects: Effects, { changes, jobs = [] }: { changes: Change[]; jobs?: Job[] }): void {
  effects.changes.push(...changes)
  effects.jobs.push(...jobs)
}

export async function leaveGroups(
  tx: Tx,
  self: string,
  groups: AccountDeletionPlan['groups'],
  now: Date,
): Promise<Effects> {
  const effects: Effects = { changes: [], jobs: [] }
  const roles = await tx.delete(members).where(eq(members.userId, self)).returning()
  for (const group of groups) {
    const { role } = roles.find(({ groupId }) => groupId === group.id)!
    if (group.successor) {
      const [successor] = await tx
        .select({ role: members.role })
        .from(members)
        .where(and(eq(members.groupId, group.id), eq(members.userId, group.successor.id)))
      effects.changes.push(...(await setRole(tx, group.id, group.successor.id, successor!.role, 'owner')))
    }
    effects.changes.push(...memberChanges('removed', group.id, self, role))
    if (group.outcome === 'deleted') addEffects(effects, await trashGroup(tx, group, now))
  }
  return effects
}

export async function transferCalendars(
  tx: Tx,
  self: string,
  own: AccountDeletionPlan['calendars'],
  now: Date,
): Promise<Effects> {
  const effects: Effects = { changes: [], jobs: [] }
  const all = await tx.select().from(calendars).where(eq(calendars.ownerUserId, self)).for('no key update')
  const rows = all.filter(({ deletedAt }) => !deletedAt)
  // Co-owners may restore the calendar from the trash, and it is theirs then.
  for (const { id, deletedAt } of all) if (deletedAt) await deletePrivateEvents(tx, self, id)
  for (const { id, outcome, successor } of own) {
    const row = rows.find((group) => group.id === id)!
    const to = outcome === 'addressed' ? await accountOfAddressShare(tx, self, id) : successor
    if (to) await deletePrivateEvents(tx, self, id)
    addEffects(effects, to ? await transferCalendar(tx, row, to) : await trashCalendar(tx, row, now))
  }
  return effects
}

/**
 * Finds the account that an address share of a calendar was accepted by. The user who deletes their account never
 * learns which.
 */
async function accountOfAddressShare(tx: Tx, self: string, calendar: string) {
  const [found] = await tx.execute<{ kind: 'user'; id: string }>(sql`
    select 'user' as kind, u.id from shares s
    join users u on u.id = s.accepted_by and u.email = s.email and u.email_verified is not null and u.deleted_at is null
      and u.id <> ${self}
    where s.calendar_id = ${calendar} and s.level in ('owner', 'editor')
    order by s.level = 'owner' desc, s.created_at, s.id limit 1`)
  return found
}

/** Deletes the user's private events in a calendar, and their history, before another owner could read them. */
async function deletePrivateEvents(tx: Tx, self: string, calendar: string): Promise<void> {
  const rows = await tx.execute<{ id: string }>(sql`
    select e.id from events e join placements p on p.event_id = e.id and p.home and p.calendar_id = ${calendar}
    where e.visibility = 'private' and e.created_by = ${self}`)
  const ids = sql`(select jsonb_array_elements_text(${JSON.stringify(rows.map(({ id }) => id))}::jsonb))`
  await tx.execute(sql`
    update changes set before = null, after = null where entity in ('event', 'answer') and entity_id in ${ids}`)
  await tx.execute(sql`delete from events where id::text in ${ids}`)
  const own = (side: SQL) => sql`(${side} ->> 'visibility' = 'private' and ${side} ->> 'createdBy' = ${self})`
  await tx.execute(sql`
    update changes set before = null, after = null
    where stream in (${streamName('calendar', calendar)}, ${streamName('owners', calendar)}, ${streamName('hidden', calendar)}) and entity = 'event' and (${own(sql`before`)} or ${own(sql`after`)})`)
}

/** Turns the user into a guest with a name, without an account, in the events of others. */
export async function keepNameAsGuest(tx: Tx, { id, name }: UserRow): Promise<void> {
  await tx.execute(sql`update attendees set user_id = null, name = ${name} where user_id = ${id}`)
  // If an imported event has another attendee of that name, that attendee's answer stays.
  await tx.execute(sql`
    insert into answers (id, event_id, name, recurrence_id, status, party_size, comment, given_for, source, answered_at)
    select gen_random_uuid(), event_id, ${name}, recurrence_id, status, party_size, '', given_for, source, answered_at
    from answers where user_id = ${id} on conflict do nothing`)
  await tx.execute(sql`
    update changes set before = null, after = null
    where entity = 'answer' and ${id}::text in (before ->> 'userId', after ->> 'userId')
      and entity_id in (select event_id::text from answers where user_id = ${id})`)
  await tx.execute(sql`delete from answers where user_id = ${id}`)
  const rows = await tx.execute<{ id: string; overrides: Overrides }>(sql`
    select id, overrides from events
    where jsonb_path_exists(overrides, '$.*.attendees[*] ? (@.userId == $user)',
      jsonb_build_object('user', ${id}::text))`)
  for (const row of rows) {
    const overrides = Object.fromEntries(
      Object.entries(row.overrides).map(([occurrence, override]) => [
        occurrence,
        {
          ...override,
          ...(override.attendees && {
            attendees: override.attendees.map((attendee) =>
              attendee.userId === id ? { ...attendee, userId: null, name } : attendee,
            ),
          }),
        },
      ]),
    )
    await tx.execute(sql`
      update events set overrides = ${JSON.stringify(overrides)}::jsonb where id = ${row.id}`)
  }
  await tx.execute(sql`update events set created_by = null where created_by = ${id}`)
}

/** Deletes everything that belongs to the user alone or identifies them. */
export async function deletePersonalData(tx: Tx, { id, image, email }: UserRow, now: Date): Promise<void> {
  await endSessions(tx, id)
  await tx.delete(accounts).where(eq(accounts.userId, id))
  await tx.delete(accountLinks).where(eq(accountLinks.userId, id))
  await tx.delete(connections).where(eq(connections.userId, id))
  await tx.delete(layers).where(eq(layers.userId, id))
  await tx.delete(alarms).where(eq(alarms.userId, id))
  await tx.delete(hiddenFrom).where(eq(hiddenFrom.userId, id))
  await tx.delete(feeds).where(eq(feeds.createdBy, id))
  await tx.delete(shares).where(eq(shares.userId, id))
  await tx.update(shares).set({ acceptedAt: null, acceptedBy: null }).where(eq(shares.acceptedBy, id))
  await tx.delete(blockedUsers).where(or(eq(blockedUsers.userId, id), eq(blockedUsers.blockedId, id)))
  await tx.delete(calendarSettings).where(eq(calendarSettings.userId, id))
  await tx.delete(deliveries).where(or(eq(deliveries.userId, id), eq(deliveries.address, email)))
  await tx
    .delete(pictures)
    .where(and(eq(pictures.createdBy, id), sql`${pictures.id}::text = ${image?.split('/').at(-1) ?? ''}`))
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
      },
      ...{ timeZone: 'UTC', locale: 'en', instanceAdmin: false, suspendedAt: null, newsSeenAt: null },
      deletedAt: now,
      version: sql`${users.version} + 1`,
    })
    .where(eq(users.id, id))
}
