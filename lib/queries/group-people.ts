import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Grant } from '@/lib/access/grant'
import type { Reach } from '@/lib/access/reach'
import { type Day, dayNumber } from '@/lib/calendar/day'
import type { Color } from '@/lib/calendar/palette'
import type { Zone } from '@/lib/calendar/zones/zone'
import type { GroupPeople } from '@/lib/schemas/event-people'
import { eventPeople } from './event-people'

/** Maximum number of members in the people view. */
const MAX_SHOWN_MEMBERS = 30

/** Returns the members of a group, the viewer first, and which events of a range of days belong to them. */
export async function groupPeople(
  db: Db,
  { row }: Grant<'read', 'group'>,
  reach: Reach,
  span: { from: Day; to: Day; zone: Zone },
): Promise<GroupPeople> {
  const found = await db.execute<{ id: string; name: string; image: string | null; count: number }>(sql`
    select u.id, u.name, u.image, (count(*) over ())::int as count
    from members m join users u on u.id = m.user_id and u.deleted_at is null
    where m.group_id = ${row.id}
    order by u.id = ${reach.userId}::uuid desc, m.created_at, u.id limit ${MAX_SHOWN_MEMBERS}`)
  const members = found.map(({ id, name, image }, index) => ({
    id,
    name,
    image,
    color: COLORS[index % COLORS.length]!,
  }))
  return {
    group: row.id,
    from: dayNumber(span.from),
    to: dayNumber(span.to),
    members,
    more: (found[0]?.count ?? 0) - found.length,
    people: await eventPeople(
      db,
      reach,
      members.map(({ id }) => id),
      span,
    ),
  }
}

/** Colors by position: those of neighbors differ clearly. Slate stands for everyone. */
const COLORS: Color[] = ['indigo', 'tangerine', 'emerald', 'pink', 'sky', 'violet', 'amber', 'teal']
