import { type SQL, sql } from 'drizzle-orm'

/**
 * All members of groups, in SQL: rows `(group_id, user_id, role, color)`. Members without an account have no role. A
 * membership gives access, so only lists of people use this relation; all other queries use the table `members`.
 */
export const groupPeople: SQL = sql`(
  select group_id, user_id, role, color from members
  union all
  select managed.group_id, managed.user_id, null, managed.color from managed_members managed
    join users child on child.id = managed.user_id and child.deleted_at is null)`
