import { type SQL, sql } from 'drizzle-orm'

/**
 * Returns the id, as text, of the author of a changeset `s`: the user who acted, or for whom a token or job acted. Null
 * for guests, for jobs on behalf of no user, and for signed-out visitors.
 */
export function authorOf(changeset = 's'): SQL {
  const s = sql.raw(changeset)
  return sql`coalesce(${s}.on_behalf_of::text, case when ${s}.actor_kind = 'user' then ${s}.actor_id end)`
}
