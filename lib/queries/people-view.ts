import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Columns } from '@/db/rows'
import type { Grant } from '@/lib/access/grant'
import { groupPeople } from '@/lib/access/group-people'
import type { Reach } from '@/lib/access/reach'
import { type Day, dayNumber } from '@/lib/calendar/day'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { PeopleViewData, ShownMember } from '@/lib/schemas/event-people'
import { eventPeople } from './event-people'

/** Maximum number of members in the people view. */
const MAX_SHOWN_MEMBERS = 30

/**
 * Returns the members of a group, the viewer first and those without an account last, and which events of a range of
 * days belong to them.
 */
export async function peopleView(
  db: Db,
  { row }: Grant<'read', 'group'>,
  reach: Reach,
  span: { from: Day; to: Day; zone: Zone },
): Promise<PeopleViewData> {
  const found = await db.execute<Columns<ShownMember & { count: number }>>(sql`
    select u.id as "userId", u.name, u.image, m.color, (count(*) over ())::int as count
    from ${groupPeople} m join users u on u.id = m.user_id and u.deleted_at is null
    where m.group_id = ${row.id}
    order by u.id = ${reach.userId}::uuid desc, m.role is null, u.search_name, u.name, u.id
    limit ${MAX_SHOWN_MEMBERS}`)
  const members = found.map(({ count: _, ...member }) => member)
  return {
    group: row.id,
    from: dayNumber(span.from),
    to: dayNumber(span.to),
    members,
    more: (found[0]?.count ?? 0) - found.length,
    people: await eventPeople(
      db,
      reach,
      members.map(({ userId }) => userId),
      span,
    ),
  }
}
