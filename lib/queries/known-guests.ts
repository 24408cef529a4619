import { sql } from 'drizzle-orm'
import type { Db } from '@/db/client'
import type { Reach } from '@/lib/access/reach'
import type { PeoplePage } from '@/lib/schemas/groups'
import { hasNameLike } from './groups'

/** Maximum number of addresses and groups that are suggested. */
const MAX_SUGGESTED = 8

/** Returns whom a user may want to invite besides people: addresses that they have invited before, and their groups. */
export async function knownGuests(
  db: Db,
  { userId, groups }: Reach,
  q: string,
): Promise<NonNullable<PeoplePage['guests']>> {
  const addresses = await db.execute<{ email: string; name: string | null }>(sql`
    select a.email, max(a.name) as name from events e join attendees a on a.event_id = e.id
    where e.organizer_id = ${userId} and a.user_id is null and a.email is not null and ${hasNameLike(q, 'a')}
    group by a.email order by max(a.id::text) desc limit ${MAX_SUGGESTED}`)
  const sought = q.trim().toLowerCase()
  const found = groups.filter(({ name }) => name.toLowerCase().includes(sought)).slice(0, MAX_SUGGESTED)
  return { addresses: [...addresses], groups: found.map(({ id, name }) => ({ id, name })) }
}
