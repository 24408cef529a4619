import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import { calendars } from '@/db/schema/calendars'
import { members } from '@/db/schema/groups'
import type { Change } from '@/lib/commands/pipeline/changes'
import { deleteUnusedFiles, filesOfEvents } from '@/lib/commands/rows/attachments'
import type { Job } from '@/lib/queue'
import { streamName } from '@/lib/realtime/channels'
import type { AccountDeletionPlan } from '@/lib/schemas/users'
import { transferCalendar } from './calendar-owner'
import { trashCalendar } from './calendar-trash'
import { releaseGroupGatherings } from './gathering-organizers'
import { trashGroup } from './group-trash'
import { memberChanges, setRole } from './members'

/** Changes and jobs of one step of the deletion. */
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
  effects.changes.push(...(await releaseGroupGatherings(tx, self)))
  return effects
}

export async function transferCalendars(
  tx: Tx,
  self: string,
  planned: AccountDeletionPlan['calendars'],
  now: Date,
): Promise<Effects> {
  const effects: Effects = { changes: [], jobs: [] }
  const all = await tx.select().from(calendars).where(eq(calendars.ownerUserId, self)).for('no key update')
  const rows = all.filter(({ deletedAt }) => !deletedAt)
  // Co-owners can restore a calendar from the trash and then own it, so they must not find private events in it.
  for (const { id, deletedAt } of all) if (deletedAt) await deletePrivateEvents(tx, self, id)
  for (const { id, outcome, successor } of planned) {
    const row = rows.find((calendar) => calendar.id === id)!
    const to = outcome === 'addressed' ? await accountOfAddressShare(tx, self, id) : successor
    if (to) await deletePrivateEvents(tx, self, id)
    addEffects(effects, to ? await transferCalendar(tx, row, to) : await trashCalendar(tx, row, now))
  }
  return effects
}

/**
 * Finds the account that has accepted a share of a calendar with an e-mail address. The user who deletes their account
 * never learns which account it is.
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
    update changes set before = null, after = null where entity in ('event', 'answer', 'attachment', 'comment') and entity_id in ${ids}`)
  const files = await filesOfEvents(
    tx,
    rows.map(({ id }) => id),
  )
  await tx.execute(sql`delete from events where id::text in ${ids}`)
  await deleteUnusedFiles(tx, files)
  const isOwnPrivate = (side: SQL) =>
    sql`(${side} ->> 'visibility' = 'private' and ${side} ->> 'createdBy' = ${self})`
  const [owners, hidden] = [streamName('owners', calendar), streamName('hidden', calendar)]
  // Answers, attachments and comments are in these two streams while the event is private or hidden.
  await tx.execute(sql`
    with private as (
      update changes set before = null, after = null
      where stream in (${streamName('calendar', calendar)}, ${owners}, ${hidden}) and entity = 'event'
        and (${isOwnPrivate(sql`before`)} or ${isOwnPrivate(sql`after`)})
      returning entity_id
    ) update changes set before = null, after = null
      where stream in (${owners}, ${hidden}) and entity in ('answer', 'attachment', 'comment')
        and entity_id in (select entity_id from private)`)
}
