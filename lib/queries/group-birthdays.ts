import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import { groupPeople } from '@/lib/access/group-people'
import type { GroupBirthdays } from '@/lib/calendar/birthday-event'

/** Returns a group with the birthdays of all its members; undefined if the viewer is not one of them. */
export async function groupBirthdays(
  db: Db,
  groupId: string,
  viewerId: string,
): Promise<GroupBirthdays | undefined> {
  const [found] = await db.execute<Columns<GroupBirthdays>>(sql`
    select g.id, g.name, (select coalesce(json_agg(json_build_object('id', u.id, 'name', u.name, 'birthday', u.birthday)
        order by u.id), '[]')
      from ${groupPeople} p join users u on u.id = p.user_id and u.deleted_at is null and u.birthday is not null
      where p.group_id = g.id) as people
    from groups g join members m on m.group_id = g.id and m.user_id = ${viewerId}
    where g.id = ${groupId} and g.deleted_at is null`)
  return found
}
