import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { groupPeople } from '@/lib/access/group-people'
import { homeGroupOf, memberColorOf } from '@/lib/access/member-colors'
import { canSeePictureOf } from '@/lib/access/nouns/picture'
import type { TaskListOwner } from '@/lib/access/nouns/task'
import type { TaskPerson } from '@/lib/schemas/tasks'
import { threadCondition } from './mentionable'

/**
 * Returns the people to whom a user can assign tasks of a list: those of the group, with an account or without; or the
 * users whom the user could mention at the event or gathering, the user, and the members of its group without an account.
 */
export async function taskPeople(db: Db, userId: string, owner: TaskListOwner): Promise<TaskPerson[]> {
  const { group, isAssignable } = conditionOf(userId, owner)
  return db.execute<Columns<TaskPerson>>(sql`
    select u.id, u.name, case when ${canSeePictureOf(userId)} then u.image end as image,
      ${memberColorOf(userId, sql`u.id`, group)} as color
    from users u where u.deleted_at is null and ${isAssignable}
    order by u.search_name, u.name, u.id`)
}

function conditionOf(userId: string, owner: TaskListOwner): { group: SQL; isAssignable: SQL } {
  if ('group' in owner) {
    const group = sql`${owner.group.id}::uuid`
    return {
      group,
      isAssignable: sql`u.id in (select p.user_id from ${groupPeople} p where p.group_id = ${group})`,
    }
  }
  const { group, isMentionable } = threadCondition(owner, userId)
  const isManaged = sql`u.id in (select p.user_id from managed_members p
    where p.group_id = ${'event' in owner ? homeGroupOf(sql`${owner.event.id}::uuid`) : group}
      and exists (select 1 from members m where m.group_id = p.group_id and m.user_id = ${userId}))`
  return {
    group,
    isAssignable: sql`(u.id = ${userId} or (u.suspended_at is null and ${isMentionable}) or ${isManaged})`,
  }
}
